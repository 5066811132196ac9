import { describe, expect, test } from '@jest/globals';
import { aDrop, aStreet, bea, coreNow } from '../test/canned-street.ts';
import { anyWish, inWindows, mayClaim, pickDrops, priceRangeOf, type Wish } from './browse.ts';

const now = coreNow();
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const found = (wish: Partial<Wish>) => pickDrops(aStreet(), { ...anyWish, ...wish }, bea, now).map(({ id }) => id);

describe('of the drops on the street one sees', () => {
  test('only what stands in the windows', () => {
    const drops = (['draft', 'open', 'paused', 'closed'] as const).map((status) => aDrop({ id: status, status }));
    expect(inWindows(drops).map(({ id }) => id)).toEqual(['open', 'paused']);
  });

  test.each<[string, Partial<Wish>, readonly string[]]>([
    ['one guild', { guild: 'artisan' }, ['drp_koi', 'drp_moon']],
    ['who is live', { live: true, order: 'name' }, ['drp_cloud65', 'drp_stab', 'drp_tea', 'drp_lube']],
    ['a range of prices', { price: 1 }, ['drp_model']],
    ['what is dearer than every range', { price: 3 }, ['drp_tea']],
    ['words of the title, whatever their case', { words: 'KOI  pond' }, ['drp_koi']],
    ['words of the builder', { words: 'otis' }, ['drp_model', 'drp_moss']],
    ['nothing, for words that are nowhere', { words: 'koi otis' }, []],
    ['words as they are, not as a pattern', { words: '.*' }, []],
    ['several wishes at once', { guild: 'builder', price: 2, live: true }, ['drp_cloud65']],
  ])('%s', (_, wish, ids) => {
    expect(found(wish)).toEqual(ids);
  });

  test('words without their accents, which few people can type', () => {
    const drops = [aDrop({ title: 'Crème brûlée caps' })];
    expect(pickDrops(drops, { ...anyWish, words: 'creme brulee' }, null, now)).toHaveLength(1);
  });

  test('what can be had before what is taken, and whoever is at the bench first', () => {
    const ids = found({});
    expect(ids.at(-1)).toBe('drp_moss');
    expect(ids.slice(0, 4).toSorted()).toEqual(['drp_cloud65', 'drp_lube', 'drp_stab', 'drp_tea']);
    const taken = aDrop({ id: 'taken', units: { total: 3, left: 0 } });
    expect(
      pickDrops([taken, ...aStreet()], anyWish, bea, now)
        .map(({ id }) => id)
        .slice(-2),
    ).toEqual(['taken', 'drp_moss']);
  });

  test('the few that are left first, and what is all taken last', () => {
    expect(found({ order: 'few-left' })[0]).toBe('drp_tea');
    expect(found({ order: 'few-left' }).at(-1)).toBe('drp_moss');
  });

  test('prices in both directions', () => {
    expect(found({ order: 'price-up' })[0]).toBe('drp_stab');
    expect(found({ order: 'price-down' })[0]).toBe('drp_tea');
  });
});

test.each([
  [150_00, 0],
  [150_01, 1],
  [600_00, 2],
  [600_01, 3],
])('a price of %d minor units lies in range %d', (amountMinor, range) => {
  expect(priceRangeOf(aDrop({ price: usd(amountMinor) }))).toBe(range);
});

describe('a person could claim', () => {
  const guest = { ...bea, tier: 'guest', capMinor: 150_00 } as const;
  const vip = { ...bea, tier: 'vip', capMinor: null } as const;
  test.each([
    ['what their tier reaches', aDrop({ price: usd(600_00) }), bea, true],
    ['nothing above it', aDrop({ price: usd(600_01) }), bea, false],
    ['what makes no more open than twice of it', aDrop({ price: usd(500_00) }), { ...bea, openMinor: 700_00 }, true],
    [
      'nothing that makes more open than twice of it',
      aDrop({ price: usd(500_00) }),
      { ...bea, openMinor: 701_00 },
      false,
    ],
    ['a guest as much as a guest may', aDrop({ price: usd(150_01) }), guest, false],
    ['a VIP anything', aDrop({ price: usd(9_000_00), grail: true }), vip, true],
    ['a grail only as a VIP', aDrop({ grail: true }), bea, false],
    ['an early bird only as a VIP', aDrop({ earlyBirdUntil: now + 1 }), bea, false],
    ['anybody once it is over', aDrop({ earlyBirdUntil: now }), bea, true],
    ['what is only sold live while it is', aDrop({ liveOnly: true }), bea, true],
    ['nothing that is taken', aDrop({ units: { total: 3, left: 0 } }), bea, false],
    ['nothing that is paused', aDrop({ status: 'paused' }), bea, false],
  ])('%s', (_, drop, passport, may) => {
    expect(mayClaim(drop, passport, now)).toBe(may);
  });

  test('not what is only sold live while nobody is', () => {
    const drop = aDrop({ liveOnly: true });
    expect(mayClaim({ ...drop, builder: { ...drop.builder, isLive: false } }, bea, now)).toBe(false);
  });
});
