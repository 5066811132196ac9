import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { Waitlist } from '../domain/stream-records.ts';
import { noLine } from '../domain/waitlist.ts';
import type { Commit, Store } from '../ports/store.ts';
import { runDeadlines } from '../usecases/work/run-deadlines.ts';
import { idOf, startLine, type LineWorld } from './line-world.ts';

// A machine that is shared with others may need a while for a hundred lives of a line.
jest.setTimeout(60_000);

const names = ['ada', 'bo', 'cy', 'dee', 'eli', 'fay', 'gus', 'vic'] as const;
const vips = ['vic'];
const units = 2;

type Act =
  | { readonly does: 'join' | 'leave' | 'claim' | 'cancel' | 'pay' | 'pay-late'; readonly who: (typeof names)[number] }
  | { readonly does: 'look' | 'lapse' | 'pause' | 'open' | 'close' };

const acts: readonly (readonly [Act['does'], number])[] = [
  ['join', 8],
  ['claim', 6],
  ['lapse', 3],
  ['look', 3],
  ['cancel', 2],
  ['leave', 2],
  ['pay', 1],
  ['pay-late', 1],
  ['pause', 1],
  ['open', 1],
];
const anyAct = fc
  .tuple(
    fc.oneof(...acts.map(([does, weight]) => ({ arbitrary: fc.constant(does), weight }))),
    fc.constantFrom(...names),
  )
  .map(([does, who]) => ({ does, who }) as Act);
/** Several at once, then the next: what happens together may happen in any order. */
const anyLife = fc.array(fc.array(anyAct, { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 25 });

async function act(world: LineWorld, deed: Act): Promise<void> {
  switch (deed.does) {
    case 'join':
      return void (await world.join(deed.who));
    case 'leave':
      return void (await world.leave(deed.who));
    case 'claim':
      return void (await world.claim(deed.who));
    case 'cancel':
      return void (await world.cancel(deed.who));
    case 'pay':
      return void (await world.pay(deed.who));
    case 'pay-late': {
      const orders = await world.core.store.ordersOf({ buyer: idOf(deed.who) }, 5);
      const lapsed = orders.find(({ fulfilment, payment }) => fulfilment === 'expired' && payment === null);
      return lapsed && void (await world.pay(deed.who, lapsed.id));
    }
    case 'look':
      return void (await runDeadlines(world.core));
    case 'lapse':
      return world.pass(houseRules.claimMs);
    case 'pause':
    case 'open':
    case 'close': {
      const statuses = { pause: 'paused', open: 'open', close: 'closed' } as const;
      return world.changeDrop({ status: statuses[deed.does] });
    }
    default:
      return deed satisfies never;
  }
}

/** Whose turn it is by the words of the house: VIPs first, save those who were offered one before, then whoever came first. */
function turnOf(line: Waitlist, offers: readonly string[]): readonly CitizenId[] {
  const ids = line.entries.map(({ citizenId }) => citizenId);
  const isVip = (id: CitizenId) => vips.some((name) => idOf(name) === id) && !offers.includes(id);
  return [...ids.filter(isVip), ...ids.filter((id) => !isVip(id))];
}

/** Follows the commits in the order in which they were kept, and notes whatever is unfair about one. */
function watchLine(
  store: Store,
  dropId: LineWorld['dropId'],
): { readonly unfair: string[]; readonly offers: string[] } {
  let line = noLine(dropId);
  const unfair: string[] = [];
  const offers: string[] = [];
  store.onCommit(({ put = [], take }: Commit) => {
    const next = turnOf(line, offers)[0];
    for (const { kind, record } of put) {
      if (kind !== 'order' || !take) continue;
      if (record.version > 0 && next) unfair.push(`a late payment took what ${next} waited for`);
      if (record.version === 0 && record.offered && record.buyerId !== next)
        unfair.push(`${record.buyerId} was offered what ${next} waited for`);
      if (record.version === 0 && !record.offered && next)
        unfair.push(`${record.buyerId} claimed what ${next} waited for`);
      if (record.version === 0 && record.offered) offers.push(record.buyerId);
    }
    for (const { kind, record } of put) if (kind === 'waitlist') line = record;
  });
  return { unfair, offers };
}

/** Another day: what lapsed does not pause anybody. */
async function forgive(world: LineWorld): Promise<void> {
  for (const name of names) {
    const exposure = await world.core.store.get('exposure', idOf(name));
    if (exposure && exposure.lapses.length > 0)
      await world.core.store.commit({ put: [{ kind: 'exposure', record: { ...exposure, lapses: [] } }] });
  }
}

async function unitsAgree(world: LineWorld): Promise<void> {
  const orders = await world.core.store.recentOrders(500);
  const held = await Promise.all(orders.map(({ id }) => world.core.store.unitOf(id)));
  const taken = held.filter((unit) => unit !== undefined);
  expect(new Set(taken).size).toBe(taken.length);
  expect(await world.holders()).toHaveLength(taken.length);
  expect(await world.unitsLeft()).toBe(units - taken.length);
}

async function placesShown(world: LineWorld): Promise<readonly CitizenId[]> {
  const places = await Promise.all(names.map(async (name) => ({ id: idOf(name), place: await world.place(name) })));
  const inLine = places.filter(({ place }) => place !== null).toSorted((a, b) => Number(a.place) - Number(b.place));
  expect(inLine.map(({ place }) => place)).toEqual(inLine.map((_, index) => index + 1));
  return inLine.map(({ id }) => id);
}

async function live(
  life: readonly (readonly Act[])[],
): Promise<{ world: LineWorld; watched: ReturnType<typeof watchLine> }> {
  const world = await startLine(names, { units, vips });
  const watched = watchLine(world.core.store, world.dropId);
  for (const together of life) {
    await Promise.all(together.map((deed) => act(world, deed)));
    await forgive(world);
    await unitsAgree(world);
    expect(watched.unfair).toEqual([]);
  }
  return { world, watched };
}

test('whatever people do in front of a drop, nobody overtakes and the units go to those whose places were shown, in turn', () =>
  fc.assert(
    fc.asyncProperty(anyLife, async (life) => {
      const { world, watched } = await live(life);
      await world.changeDrop({ status: 'open' });
      // What is free goes to the line before anything lapses.
      await world.pass(houseRules.waitlistLookMs);
      const shown = await placesShown(world);
      const before = watched.offers.length;
      const paid = await paidOf(world);
      for (let rounds = 0; paid < units && rounds < names.length; rounds++) {
        await world.pass(houseRules.claimMs);
        await unitsAgree(world);
      }
      expect(watched.unfair).toEqual([]);
      expect(watched.offers.slice(before)).toEqual(paid < units ? shown : []);
      expect(await placesShown(world)).toEqual(paid < units ? [] : shown);
      expect(await world.unitsLeft()).toBe(units - paid);
      await world.close();
    }),
    { numRuns: 60 },
  ));

test('whatever came before, a drop that is closed offers nothing and shows nobody a place', () =>
  fc.assert(
    fc.asyncProperty(anyLife, async (life) => {
      const { world, watched } = await live(life);
      await world.changeDrop({ status: 'closed' });
      const before = watched.offers.length;
      expect(await placesShown(world)).toEqual([]);
      for (let rounds = 0; rounds < 3; rounds++) await world.pass(houseRules.claimMs);
      expect(watched.offers).toHaveLength(before);
      expect(await world.unitsLeft()).toBe(units - (await paidOf(world)));
      await world.close();
    }),
    { numRuns: 20 },
  ));

async function paidOf(world: LineWorld): Promise<number> {
  const orders = await world.core.store.recentOrders(500);
  return orders.filter(({ fulfilment }) => fulfilment === 'paid').length;
}

test('a line ends at its bound, and whoever stands in it may still ask', async () => {
  const crowd = Array.from({ length: houseRules.waitlistMax + 1 }, (_, index) => `p${index}`);
  const world = await startLine(['ada', ...crowd]);
  await world.claim('ada');
  const answers = await Promise.all(crowd.map((name) => world.join(name)));
  expect(answers.slice(0, -1)).toEqual(crowd.slice(0, -1).map((_, index) => String(index + 1)));
  expect(answers.at(-1)).toBe('waitlist-full');
  expect(await world.join('p0')).toBe('1');
  await world.close();
});
