import { describe, expect, test } from '@jest/globals';
import { minute } from '#shared/house-rules.ts';
import { createCoreClock, setByHeader } from './core.ts';
import { applicationIdOf } from './discord.ts';
import { leftOf } from '#shared/ui/claim-clock.ts';
import { ownPicture } from './own-picture.ts';
import { stackAfter, type Place } from './use-places.ts';
import { initialOf, pastelOf, tell, tellNames } from './words.ts';

test.each([
  ['the whole time, even if our clock is a little behind', 10 * minute + 900, 10 * minute],
  ['what is left', 90_000, 90_000],
  ['nothing, and never less', -5, 0],
])('a claim has %s', (_, ahead, left) => {
  expect(leftOf(1_000_000 + ahead, 1_000_000)).toBe(left);
});

describe('the core’s clock', () => {
  const local = 1_700_000_000_000;
  test('is set by an answer’s date where ours is wrong, and left alone where it is right to the second', () => {
    const clock = createCoreClock(() => local);
    setByHeader(clock, new Date(local + 1_000).toUTCString());
    expect(clock.now()).toBe(local);
    setByHeader(clock, new Date(local + 3_600_000).toUTCString());
    expect(Math.abs(clock.now() - (local + 3_600_000))).toBeLessThanOrEqual(500);
  });
  test.each([null, '', 'yesterday'])('is not moved by %p', (date) => {
    const clock = createCoreClock(() => local);
    setByHeader(clock, date);
    expect(clock.now()).toBe(local);
  });
});

test.each([
  ['900000000000000001.discordsays.com', '900000000000000001'],
  ['900000000000000001.person-7.localhost', '900000000000000001'],
  ['discordsays.com', null],
  ['127.0.0.1', null],
  ['c500.900000000000000001.com', null],
])('of %s the application is %p', (host, id) => {
  expect(applicationIdOf(host)).toBe(id);
});

test.each([
  ['https://c500.example/pictures/a.webp', '/pictures/a.webp'],
  ['http://127.0.0.1:5000/pictures/a.webp?small=1', '/pictures/a.webp?small=1'],
  ['https://c500.example/elsewhere/a.webp', undefined],
  ['https://c500.example/pictures/../v1/me', undefined],
  ['javascript:alert(1)', undefined],
  ['data:image/png;base64,AAAA', undefined],
])('a picture at %s is shown from %p of our own', (url, own) => {
  expect(ownPicture({ url, alt: 'a' })?.url).toBe(own);
});

describe('places lie on each other', () => {
  const street: Place = { kind: 'street' };
  const drop: Place = { kind: 'drop', dropId: 'd' };
  const order: Place = { kind: 'order', tag: 't' };
  const live: Place = { kind: 'live' };
  test.each<[string, readonly Place[], Place, readonly Place[]]>([
    ['what is opened lies on top', [street], drop, [street, drop]],
    ['a room of the house lies on the street', [street, drop, order], live, [street, live]],
    ['what lies beneath is gone back to', [street, drop, order], drop, [street, drop]],
    ['the street is under all', [street, live, drop], street, [street]],
    [
      'another drop is another place',
      [street, drop],
      { kind: 'drop', dropId: 'e' },
      [street, drop, { kind: 'drop', dropId: 'e' }],
    ],
  ])('%s', (_, stack, place, after) => {
    expect(stackAfter(stack, place)).toEqual(after);
  });
  test('going where one is changes nothing', () => {
    const stack = [street, drop];
    expect(stackAfter(stack, drop)).toBe(stack);
  });
});

describe('somebody', () => {
  test.each([
    ['nova', 'N'],
    ['  _élan', 'É'],
    ['👩‍🚀 space', '👩‍🚀'],
    ['…', '·'],
    ['', '·'],
  ])('called %p wears %p', (nickname, initial) => {
    expect(initialOf(nickname)).toBe(initial);
  });
  test('whose name runs the other way turns nothing but their name', () => {
    expect(tell('{nickname} points at {title}', { nickname: '\u202Ebob', title: 'Koi' })).toBe(
      '\u2068\u202Ebob\u2069 points at Koi',
    );
    expect(tell('{nickname} is here', { nickname: 'עלי' })).toBe('\u2068עלי\u2069 is here');
  });
  test('wears the same pastel each time', () => {
    expect(pastelOf('k-1')).toBe(pastelOf('k-1'));
    expect(new Set(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(pastelOf)).size).toBeGreaterThan(2);
  });
  test.each([
    [['nova'], 'nova'],
    [['nova', 'pip'], 'nova and pip'],
    [['nova', 'pip', 'hana'], 'nova and 2 more'],
  ])('%p are named %p', (names, told) => {
    expect(tellNames(names)).toBe(told);
  });
});
