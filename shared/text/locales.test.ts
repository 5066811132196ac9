import { describe, expect, test } from '@jest/globals';
import { localeOf, locales, textsFor } from './locales.ts';
import { sayRefusal } from './say.ts';

/** Every sentence with the way to it. */
function sentencesOf(value: unknown, way = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[way, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => sentencesOf(inner, `${way}.${key}`));
}

/** The names that a sentence is filled with, in the order of the alphabet. */
function namesIn(sentence: string): readonly string[] {
  return [...new Set(sentence.match(/\{\w+\}/g) ?? [])].toSorted();
}

test.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['EN_us', 'en'],
  ['de', 'de'],
  ['de-AT', 'de'],
  ['tlh', 'en'],
  ['', 'en'],
  ['constructor', 'en'],
  [null, 'en'],
  [undefined, 'en'],
])('a person who reads %p is spoken to in %s', (tag, locale) => {
  expect(localeOf(tag)).toBe(locale);
});

describe.each(locales)('the language %s', (locale) => {
  const spoken = new Map(sentencesOf(textsFor(locale)));
  const english = sentencesOf(textsFor('en'));

  test('says as many sentences as English does, and none is empty', () => {
    expect([...spoken.keys()].toSorted()).toEqual(english.map(([way]) => way).toSorted());
    expect([...spoken].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  });

  test('names the same values in every sentence', () => {
    const differing = english.filter(([way, sentence]) => {
      const names = namesIn(spoken.get(way) ?? '');
      return namesIn(sentence).join() !== names.join();
    });
    expect(differing).toEqual([]);
  });

  test('names commands as Discord lists them in it', () => {
    const { c500, desk, house, ...others } = textsFor(locale).bot.discord.commands;
    const names = (group: object) =>
      Object.values(group).flatMap((each: unknown) => {
        const isNamed = typeof each === 'object' && each !== null && 'name' in each;
        return isNamed && typeof each.name === 'string' ? [each.name] : [];
      });
    const known = [
      ...names(others).map((name) => `/${c500.name} ${name}`),
      ...names(house).map((name) => `/${desk.name} ${name}`),
    ];
    const told = [...spoken].flatMap(([way, sentence]) =>
      [...sentence.matchAll(/\/c500(?:-desk)? [\p{L}-]+/gu)].map(([command]) => `${way}: ${command}`),
    );
    expect(told.length).toBeGreaterThan(30);
    expect(told.filter((each) => !known.some((command) => each.endsWith(`: ${command}`)))).toEqual([]);
  });

  test('writes amounts and moments in a way that there is', () => {
    const { money, dates } = textsFor(locale).formats;
    expect(Intl.NumberFormat.supportedLocalesOf(money)).toEqual([money]);
    expect(Intl.DateTimeFormat.supportedLocalesOf(dates)).toEqual([dates]);
    const { sentence } = sayRefusal({ code: 'price-too-low', params: { leastMinor: 25_00, currency: 'USD' } }, locale);
    expect(sentence).toContain('25');
    expect(sentence).not.toContain('{');
  });
});
