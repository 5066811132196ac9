import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusals, type RefusalCode } from '../refusals.ts';
import { NoticeKind } from '../schemas/notice.ts';
import { locales, textsFor } from './locales.ts';
import { en, fill, moment, sayRefusal, wordsOf } from './say.ts';

const at = Date.UTC(2026, 4, 1, 18, 5);

/** Every sentence of the language with the way to it. */
function sentencesOf(value: unknown, way: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[way, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => sentencesOf(inner, `${way}.${key}`));
}
const sentences = sentencesOf(en, 'en');

describe('a sentence is filled by name', () => {
  test.each([
    ['{tag} is yours', { tag: 'C5-0000000' }, 'C5-0000000 is yours'],
    ['{a} and {a} and {b}', { a: 1, b: 'two' }, '1 and 1 and two'],
    ['{missing} stays', { other: 1 }, '{missing} stays'],
    ['{ not a name }', {}, '{ not a name }'],
    ['', { a: 1 }, ''],
  ])('"%s"', (sentence, params, filled) => {
    expect(fill(sentence, params)).toBe(filled);
  });

  test('without values it stays as it is', () => {
    expect(fill('{tag} is yours')).toBe('{tag} is yours');
  });

  test('what a person typed is not read as a sentence again', () => {
    expect(fill('{title} by {builder}', { title: '{builder} $& $1', builder: 'mika' })).toBe('{builder} $& $1 by mika');
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(fill('<{typed}>', { typed })).toBe(`<${typed}>`);
      }),
    );
  });
});

describe('what rules state as plain values is written out', () => {
  test.each([
    ['a moment', { dueAt: at }, { due: '1 May at 18:05 UTC' }],
    ['a moment without a name', { at }, { when: '1 May at 18:05 UTC' }],
    ['a moment that is written already', { when: 'tomorrow' }, { when: 'tomorrow' }],
    ['an amount', { mostMinor: 300_00, currency: 'EUR' }, { most: '€300.00' }],
    ['a release to come', { releaseAt: at }, { releaseWhen: 'The Vault lets go on 1 May at 18:05 UTC.' }],
    ['no release yet', { releaseAt: 0 }, { releaseWhen: 'The Vault still waits for the rest.' }],
    ['a reason of the house', { reason: 'buyer-asked' }, { reason: 'the buyer asked to cancel' }],
    ['a reason of a person', { reason: 'I dropped it' }, { reason: 'I dropped it' }],
    ['a state', { state: 'building' }, { state: 'being built' }],
    ['a name that every object has', { state: 'constructor' }, { state: 'constructor' }],
    ['what is written already', { tag: 'C5-0000000' }, { tag: 'C5-0000000' }],
  ])('%s', (_, params, words) => {
    const plain = (text: unknown) =>
      typeof text === 'string' ? text.replace(',', ' at').replace('at at', 'at') : text;
    const written = Object.entries(wordsOf(params)).map(([name, value]) => [name, plain(value)]);
    expect(Object.fromEntries(written)).toMatchObject(words);
  });

  test('a code that stands in notices alone needs the words of a language', () => {
    expect(wordsOf({ tier: 'member' }, textsFor('en'))).toEqual({ tier: 'Member' });
    expect(wordsOf({ tier: 'member' }, textsFor('de'))).toEqual({ tier: 'Mitglied' });
  });

  test('a moment is told in a time zone that everybody can find', () => {
    expect(moment(at)).toMatch(/^1 May.* 18:05 UTC$/);
  });
});

describe('every refusal has a sentence for a person, and what they can do about it', () => {
  const each = locales.flatMap((locale) =>
    (Object.keys(refusals) as RefusalCode[]).map((code) => [code, locale] as const),
  );
  test.each(each)('%s in %s', (code, locale) => {
    const { sentence, remedy } = sayRefusal({ code }, locale);
    expect(sentence).toMatch(/^[\p{Lu}"„{].*[.!?]$/u);
    expect(remedy).toMatch(/^[\p{Lu}"„{].*[.!?]$/u);
    expect(sentence).not.toBe(remedy);
    expect(refusals[code]).toBeGreaterThanOrEqual(400);
    expect(refusals[code]).toBeLessThan(600);
  });

  test('what rules state by code is said in the words of a language', () => {
    const said = (locale: string) => [
      sayRefusal({ code: 'not-allowed-now', params: { state: 'shipped' } }, locale).sentence,
      sayRefusal({ code: 'tier-too-low', params: { tier: 'member' } }, locale).sentence,
      sayRefusal({ code: 'price-too-low', params: { leastMinor: 25_00, currency: 'EUR' } }, locale).sentence,
      sayRefusal({ code: 'not-broken-yet', params: { when: at } }, locale).sentence,
      sayRefusal({ code: 'tracking-unreadable', params: { carrier: 'any' } }, locale).sentence,
    ];
    expect(said('en')).toEqual([
      'That is not possible while the order is shipped.',
      'This one needs the Member tier.',
      'The least a drop may cost is €25.00.',
      'The builder still has time until 1 May at 18:05 UTC.',
      'That does not read as a tracking number of UPS, USPS, FedEx, DHL or a postal service.',
    ]);
    expect(said('de')).toEqual([
      'Das geht nicht, solange die Bestellung in diesem Zustand ist: unterwegs.',
      'Dafür brauchst du die Stufe Mitglied.',
      'Ein Drop kostet mindestens 25,00\u00a0€.',
      'Der Builder hat noch Zeit bis zum 1. Mai um 18:05 UTC.',
      'Das liest sich nicht wie eine Sendungsnummer von UPS, USPS, FedEx, DHL oder einer Post.',
    ]);
  });

  test('amounts and times are filled in', () => {
    const said = sayRefusal({ code: 'price-too-high', params: { mostMinor: 300_00, currency: 'USD' } });
    expect(said.sentence).toContain('$300.00');
    expect(sayRefusal({ code: 'frozen', params: { reason: 'a report' } }).sentence).toContain('a report');
    const { sentence, remedy } = sayRefusal({ code: 'not-broken-yet', params: { when: at } });
    expect(sentence + remedy).toContain('18:05 UTC');
  });
});

describe('the words of the house', () => {
  test('there are sentences to look at', () => {
    expect(sentences.length).toBeGreaterThan(300);
  });

  test('payment providers ask platforms not to call a hold an escrow: on screen it is the Vault', () => {
    expect(sentences.filter(([, sentence]) => /escrow/i.test(sentence))).toEqual([]);
  });

  test('nobody is called a user, a vendor or an affiliate, and nothing a cart, an item of an inventory or a payout', () => {
    const wrong = /\b(users?|vendors?|affiliates?|carts?|inventory|payouts?|clawbacks?)\b/i;
    expect(sentences.filter(([, sentence]) => wrong.test(sentence))).toEqual([]);
  });

  test('the same holds in German', () => {
    const wrong = /escrow|treuh[aä]nd|nutzer|\buser|verkäufer|händler|warenkorb|auszahlung/i;
    const german = sentencesOf(textsFor('de'), 'de').filter(([, sentence]) => wrong.test(sentence));
    expect(german).toEqual([]);
  });

  test('no sentence is empty or has a brace that nothing fills', () => {
    const broken = sentences.filter(
      ([, sentence]) => sentence.trim() === '' || /[{}]/.test(sentence.replace(/\{\w+\}/g, '')),
    );
    expect(broken).toEqual([]);
  });

  test('the panel speaks of claiming, never of buying, and names no price of its own', () => {
    expect(sentencesOf(en.panel, 'panel').filter(([, sentence]) => /\bbuy(ing)?\b|[$€£]\d/i.test(sentence))).toEqual(
      [],
    );
  });

  test('there is a notice for every occasion, and no other', () => {
    expect(Object.keys(en.notices).sort()).toEqual([...NoticeKind.options].sort());
  });
});
