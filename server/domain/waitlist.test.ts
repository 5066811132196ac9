import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { day } from '#shared/house-rules.ts';
import { makeId, type CitizenId } from '#shared/ids.ts';
import type { Citizen } from './citizen.ts';
import { claimedAt as now } from './order-samples.ts';
import type { Waitlist } from './stream-records.ts';
import {
  inTurn,
  isWaiting,
  keepingUnits,
  keepsUnits,
  noLine,
  placeIn,
  withJoined,
  withoutWaiting,
  type People,
} from './waitlist.ts';

const dropId = makeId('drop', 'drop000000000000');
const idOf = (name: string): CitizenId => makeId('citizen', `${name}000`);
const lineOf = (...names: string[]): Waitlist =>
  names.reduce((line, name) => withJoined(line, idOf(name), now), noLine(dropId));

function peopleWith(vips: readonly string[], names: readonly string[], change: Partial<Citizen> = {}): People {
  const citizen = (name: string): Citizen => ({
    id: idOf(name),
    version: 1,
    nickname: name,
    accounts: [],
    identityVerified: false,
    completedOrders: vips.includes(name) ? 3 : 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: now - day,
    ...(vips.includes(name) ? change : {}),
  });
  return new Map(names.map((name) => [idOf(name), citizen(name)]));
}

describe('units are offered to VIPs first, then to whoever came first', () => {
  const names = ['ada', 'vic', 'bo', 'viv'];

  test.each([
    [[], ['ada', 'vic', 'bo', 'viv']],
    [['viv'], ['viv', 'ada', 'vic', 'bo']],
    [
      ['viv', 'vic'],
      ['vic', 'viv', 'ada', 'bo'],
    ],
    [names, names],
  ])('VIPs %j: %j', (vips, turn) => {
    expect(inTurn(lineOf(...names), peopleWith(vips, names), now)).toEqual(turn.map(idOf));
  });

  test('and whoever is no VIP any more at their turn stands where they came', () => {
    const struck = peopleWith(['viv'], names, { lastStrikeAt: now - day });
    expect(inTurn(lineOf(...names), struck, now)).toEqual(names.map(idOf));
  });

  test('and whoever is not known is no VIP, and not lost', () => {
    expect(inTurn(lineOf('ada', 'bo'), new Map(), now)).toEqual([idOf('ada'), idOf('bo')]);
  });

  test('and the order is that of coming, whatever the clocks of machines said', () => {
    const later = withJoined(withJoined(noLine(dropId), idOf('ada'), now), idOf('bo'), now - day);
    expect(inTurn(later, new Map(), now)).toEqual([idOf('ada'), idOf('bo')]);
  });

  test('and places are those of the turn, for everybody once', () => {
    const anyLine = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'));
    fc.assert(
      fc.property(anyLine, fc.subarray(['a', 'b', 'c', 'd']), (some, vips) => {
        const turn = inTurn(lineOf(...some), peopleWith(vips, some), now);
        expect(turn.map((id) => placeIn(turn, id))).toEqual(turn.map((_, index) => index + 1));
        expect(new Set(turn)).toEqual(new Set(some.map(idOf)));
        expect(placeIn(turn, idOf('nobody'))).toBeNull();
      }),
    );
  });
});

describe('a line', () => {
  test('keeps the place of whoever joins twice', () => {
    const line = lineOf('ada', 'bo');
    expect(withJoined(line, idOf('ada'), now + 1)).toBe(line);
  });

  test('loses whoever leaves, and nobody else', () => {
    const line = lineOf('ada', 'bo');
    expect(withoutWaiting(line, idOf('ada')).entries).toEqual([{ citizenId: idOf('bo'), joinedAt: now }]);
    expect(withoutWaiting(line, idOf('cy'))).toBe(line);
    expect([isWaiting(line, idOf('bo')), isWaiting(line, idOf('cy'))]).toEqual([true, false]);
  });

  test('keeps free units while anybody stands in it, unless all of them were passed over', () => {
    const passedOver = { ...lineOf('ada'), passedOver: true };
    expect([noLine(dropId), lineOf('ada'), passedOver].map(keepsUnits)).toEqual([false, true, false]);
    expect(keepsUnits(keepingUnits(passedOver))).toBe(true);
    expect(keepsUnits(withJoined(passedOver, idOf('bo'), now))).toBe(true);
    expect(keepsUnits(withJoined(passedOver, idOf('ada'), now))).toBe(false);
  });
});
