import { afterEach, describe, expect, test } from '@jest/globals';
import { hour, houseRules, minute } from '#shared/house-rules.ts';
import type { Commit, Store } from '../ports/store.ts';
import { drawOrder, sha256 } from '../usecases/drops/raffle-order.ts';
import { linkAccount } from '../usecases/people/link-accounts.ts';
import {
  enterRaffle,
  leaveRaffle,
  newRaffle,
  raffleReceipt,
  seeRaffle,
  type Raffled,
} from '../usecases/drops/raffles.ts';
import { isOnFirestore } from './databases.ts';
import { idOf, startLine, untilNothingIsDue, type LineWishes, type LineWorld } from './line-world.ts';

const worlds: LineWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

/** A raffle of one hour that is open, and people in front of it. */
async function startRaffle(names: readonly string[], wishes: LineWishes = {}) {
  const now = Date.UTC(2026, 4, 1, 18);
  const raffle = { opensAt: now, closesAt: now + hour, drawn: null };
  const world = await startLine(names, { ...wishes, drop: { raffle, ...wishes.drop } });
  worlds.push(world);
  const { core, dropId } = world;
  const drop = await core.store.get('drop', dropId);
  if (drop) await core.store.commit(newRaffle(core, drop));
  const see = async () => {
    const seen = await seeRaffle(core, dropId, null);
    if (!seen.ok) throw new Error(seen.refusal.code);
    return seen.raffle;
  };
  const receipt = async () => {
    const found = await raffleReceipt(core, dropId);
    return found.ok ? found.receipt : undefined;
  };
  return {
    ...world,
    see,
    receipt,
    enter: async (name: string) => said(await enterRaffle(core, dropId, idOf(name))),
    quit: async (name: string) => said(await leaveRaffle(core, dropId, idOf(name))),
    /** Names in the order of the draw. */
    async order(): Promise<readonly string[]> {
      const kept = await core.store.get('raffle', dropId);
      return (kept?.draw?.drawn ?? []).map(({ citizenId }) => citizenId.slice('cit_'.length, -4));
    },
  };
}

function said(answer: Raffled): string {
  if (!answer.ok) return answer.refusal.code;
  return answer.raffle.entered ? 'in' : 'out';
}

const everybody = ['ada', 'bo', 'cy', 'dee', 'eve'];

describe('entering a raffle', () => {
  test('is for one person once, who may leave until the close', async () => {
    const world = await startRaffle(everybody);
    expect([await world.enter('ada'), await world.enter('ada'), await world.enter('bo')]).toEqual(['in', 'in', 'in']);
    expect((await world.see()).entries).toBe(2);
    expect([await world.quit('bo'), await world.quit('cy')]).toEqual(['out', 'out']);
    expect((await world.see()).entries).toBe(1);
    expect(await world.enter('bo')).toBe('in');
    await world.pass(hour);
    expect([await world.quit('bo'), await world.enter('cy')]).toEqual(['raffle-over', 'raffle-over']);
    expect((await world.order()).toSorted()).toEqual(['ada', 'bo']);
    expect((await world.notices()).filter(({ kind }) => kind === 'raffle-entered')).toHaveLength(2);
  });

  test('is for a crowd that comes at once to two processes, each person once', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `crowd${index}`);
    const world = await startRaffle(names, { units: 3 });
    const other = await world.another();
    const twice = names.flatMap((name) => [world.enter(name), enterRaffle(other, world.dropId, idOf(name)).then(said)]);
    expect(new Set(await Promise.all(twice))).toEqual(new Set(['in']));
    expect(await world.core.store.count('raffleEntry', world.dropId)).toBe(60);
    world.clock.advance(hour);
    await untilNothingIsDue(world.core, other);
    expect((await world.order()).toSorted()).toEqual(names.toSorted());
    expect(await world.holders()).toEqual((await world.order()).slice(0, 3).toSorted());
  });

  test('takes the place of claiming and of the line until the draw, and is judged as a claim is', async () => {
    const world = await startRaffle(['ada', 'builder', 'bo'], { vips: ['bo'] });
    expect([await world.claim('ada'), await world.join('ada')]).toEqual(['raffle-only', 'raffle-only']);
    await world.changeDrop({ builderId: idOf('builder'), grail: true });
    expect([await world.enter('builder'), await world.enter('ada')]).toEqual(['own-drop', 'vip-only']);
    await world.changeCitizen('bo', { bannedFor: 'fraud' });
    expect(await world.enter('bo')).toBe('banned');
    await world.changeDrop({ status: 'paused' });
    expect(await world.enter('ada')).toBe('drop-not-open');
  });

  test('waits for its window, and nobody who looks learns the seed before the draw', async () => {
    const now = Date.UTC(2026, 4, 1, 18);
    const raffle = { opensAt: now + hour, closesAt: now + 2 * hour, drawn: null };
    const world = await startRaffle(['ada'], { drop: { raffle } });
    expect([await world.enter('ada'), (await world.see()).state]).toEqual(['raffle-not-open', 'soon']);
    const told: unknown[] = [];
    world.core.store.onCommit(({ put = [] }) => told.push(...put.map(({ kind }) => kind)));
    await world.pass(hour);
    expect(told).toEqual(['drop']);
    expect([await world.enter('ada'), (await world.see()).state]).toEqual(['in', 'open']);
    const seen = JSON.stringify(await world.see());
    const { seed = '' } = (await world.core.store.get('raffle', world.dropId)) ?? {};
    expect([seen.includes(seed), seen.includes(sha256(seed)), await world.receipt()]).toEqual([false, true, undefined]);
  });

  test('with two accounts that are linked before the draw counts once', async () => {
    const world = await startRaffle(['ada', 'adatwo', 'bo']);
    for (const name of ['ada', 'adatwo', 'bo']) await world.enter(name);
    await world.changeCitizen('adatwo', { aliasOf: idOf('ada') });
    expect(await world.enter('adatwo')).toBe('in');
    await world.pass(hour);
    expect((await world.order()).toSorted()).toEqual(['ada', 'bo']);
  });

  test('with an account that was unlinked to enter once more counts once', async () => {
    const world = await startRaffle(['ada', 'adatwo', 'bo']);
    const twitch = { platform: 'twitch', id: '70002', handle: 'ada_live' } as const;
    await world.changeCitizen('ada', { formerAccounts: [twitch] });
    await world.changeCitizen('adatwo', { accounts: [twitch] });
    expect(await world.enter('adatwo')).toBe('in');
    await world.pass(minute);
    expect([await world.enter('ada'), await world.enter('bo')]).toEqual(['in', 'in']);
    await world.pass(hour);
    // The first entry stands, with the account that it was made with.
    expect((await world.order()).toSorted()).toEqual(['adatwo', 'bo']);
  });

  test('moves to the elder of two who are linked, whichever of them has entered', async () => {
    const world = await startRaffle(['mori', 'view', 'bo']);
    const { core } = world;
    const twitch = { platform: 'twitch', id: '70001', handle: 'mori_live' } as const;
    await world.changeCitizen('view', { accounts: [twitch], joinedAt: world.clock.now() + 1 });
    await world.enter('view');
    expect((await linkAccount(core, idOf('mori'), twitch, true)).ok).toBe(true);
    const seen = await seeRaffle(core, world.dropId, idOf('mori'));
    expect(seen.ok && [seen.raffle.entries, seen.raffle.entered?.place]).toEqual([1, null]);
    expect([await world.enter('mori'), await world.quit('mori')]).toEqual(['in', 'out']);
    await world.pass(hour);
    expect(await world.order()).toEqual([]);
  });
});

describe('the draw', () => {
  test('offers the units in its order, for an hour each, and passes on what is not paid', async () => {
    const world = await startRaffle(everybody, { units: 2, vips: ['eve'] });
    for (const name of everybody) await world.enter(name);
    await world.pass(hour);
    const [first = '', second = '', third = '', ...others] = await world.order();
    expect(await world.holders()).toEqual([first, second].toSorted());
    expect((await world.reserved(first))?.claimEndsAt).toBe(world.clock.now() + houseRules.raffleClaimMs);
    expect(await world.see()).toMatchObject({ state: 'drawn', units: 2, entries: 5, reached: 2 });
    const told = await world.notices();
    const namesTold = (kind: string) => told.filter((each) => each.kind === kind).map(({ citizenId }) => citizenId);
    expect(namesTold('unit-offered').toSorted()).toEqual([first, second].map(idOf).toSorted());
    expect(namesTold('raffle-not-drawn').toSorted()).toEqual([third, ...others].map(idOf).toSorted());
    expect(told.find(({ citizenId, kind }) => citizenId === idOf(third) && kind === 'raffle-not-drawn')).toMatchObject({
      params: { place: 3 },
      link: `https://c500.example/drops/${world.dropId}/raffle`,
    });
    await world.pay(first);
    await world.pass(houseRules.raffleClaimMs);
    expect(await world.holders()).toEqual([first, third].toSorted());
    // The draw is before everybody who comes now.
    expect([await world.claim(second), await world.join(second)]).toEqual(['waitlist-first', '3']);
    await world.cancel(third);
    await world.pass(0);
    expect(await world.holders()).toEqual([first, others[0] ?? ''].toSorted());
  });

  test('that is used up leaves units to the line and to whoever comes', async () => {
    const world = await startRaffle(['ada', 'bo', 'cy'], { units: 2 });
    await world.enter('ada');
    await world.pass(hour);
    expect(await world.holders()).toEqual(['ada']);
    expect(await world.claim('bo')).toBe('granted');
    expect(await world.join('cy')).toBe('1');
    await world.pass(houseRules.claimMs);
    expect(await world.holders()).toEqual(['ada', 'cy']);
  });

  test('with nobody in it lets the drop be first come, first served', async () => {
    const world = await startRaffle(['ada']);
    await world.pass(hour);
    expect([await world.see(), await world.claim('ada')]).toMatchObject([{ state: 'drawn', entries: 0 }, 'granted']);
    expect(await world.receipt()).toMatchObject({ entries: [], drawn: [], entriesHash: sha256('') });
  });

  test('goes on past whoever may not claim at their turn', async () => {
    const world = await startRaffle(['ada', 'bo', 'cy']);
    for (const name of ['ada', 'bo']) await world.enter(name);
    world.clock.advance(hour);
    await world.changeDrop({ status: 'paused' });
    await world.pass(0);
    const [first = '', second = ''] = await world.order();
    expect(await world.holders()).toEqual([]);
    await world.changeCitizen(first, { bannedFor: 'fraud' });
    await world.changeDrop({ status: 'open' });
    // A unit is free, and it is the draw's before the line has been looked at.
    expect([await world.unitsLeft(), await world.claim('cy')]).toEqual([1, 'waitlist-first']);
    await world.pass(houseRules.waitlistLookMs);
    expect(await world.holders()).toEqual([second]);
  });

  test('does not happen when the drop is closed before it', async () => {
    const world = await startRaffle(['ada']);
    await world.enter('ada');
    await world.changeDrop({ status: 'closed' });
    expect((await world.see()).state).toBe('called-off');
    await world.pass(hour);
    expect([(await world.see()).state, await world.holders(), await world.receipt()]).toEqual([
      'called-off',
      [],
      undefined,
    ]);
  });

  test('is as good for a crowd', async () => {
    const crowd = isOnFirestore() ? 600 : houseRules.raffleEntriesMax;
    const world = await startRaffle(['ada'], { units: 3 });
    const { core, dropId } = world;
    await world.enter('ada');
    const others = Array.from({ length: crowd - 1 }, (_, index) => index.toString().padStart(4, '0'));
    for (let from = 0; from < others.length; from += 400) {
      const entry = (index: string) => ({
        ...{
          id: `${dropId}:cit_${index}`,
          version: 0,
          dropId,
          citizenId: idOf(index),
          key: sha256(index).slice(0, 24),
        },
        ...{ at: world.clock.now(), leftAt: null },
      });
      const put = others
        .slice(from, from + 400)
        .map((index) => ({ kind: 'raffleEntry', record: entry(index) }) as const);
      await core.store.commit({ put });
    }
    world.clock.advance(minute);
    expect(await world.see()).toMatchObject({ entries: crowd });
    await world.pass(hour);
    expect(await world.see()).toMatchObject({ state: 'drawn', entries: crowd, reached: crowd });
    // Nobody else of them is known: the draw goes on until it comes to somebody who may claim.
    expect(await world.holders()).toEqual(['ada']);
    expect((await world.receipt())?.drawn).toHaveLength(crowd);
  });

  test('is drawn again by anybody from its receipt', async () => {
    const world = await startRaffle(everybody);
    const { seedHash } = await world.see();
    for (const name of everybody) await world.enter(name);
    await world.pass(hour);
    const receipt = await world.receipt();
    if (!receipt) throw new Error('it was drawn');
    expect([sha256(receipt.seed), receipt.seedHash]).toEqual([seedHash, seedHash]);
    expect(drawOrder(receipt.seed, receipt.entries)).toEqual({
      entriesHash: receipt.entriesHash,
      drawn: receipt.drawn,
    });
    expect(JSON.stringify(receipt)).not.toContain('cit_');
  });
});

describe('a core that ends in the middle', () => {
  test('of closing, drawing, telling and offering goes on to the same draw', async () => {
    const crashes = isOnFirestore() ? 2 : 5;
    let left = Infinity;
    const breaking = (store: Store): Store => ({
      ...store,
      async commit(change: Commit) {
        left -= 1;
        if (left === 0) throw new Error('the core has ended');
        const done = await store.commit(change);
        // The change is kept and nobody hears of it.
        if (left === 1) throw new Error('the core has ended');
        return done;
      },
    });
    const draws = new Set<string>();
    for (let at = 1; at <= crashes; at++) {
      left = Infinity;
      const world = await startRaffle(everybody, { units: 2, through: breaking });
      for (const name of everybody) await world.enter(name);
      const kept = await world.core.store.get('raffle', world.dropId);
      const entries = await world.core.store.list('raffleEntry', world.dropId, 10);
      left = at;
      await world.pass(hour).catch(() => undefined);
      left = Infinity;
      await world.pass(0);
      const receipt = await world.receipt();
      const keys = entries.map(({ key }) => key);
      expect(receipt?.drawn).toEqual(drawOrder(kept?.seed ?? '', keys).drawn);
      expect(await world.holders()).toEqual((await world.order()).slice(0, 2).toSorted());
      draws.add(receipt?.drawn.join() ?? '');
    }
    expect(draws.size).toBe(crashes);
  });

  test('lets nobody in who comes while the list is being frozen', async () => {
    let isClosing = false;
    const world = await startRaffle(['ada', 'bo'], {
      through: (store) => ({
        ...store,
        async commit(change) {
          if (isClosing && change.put?.some(({ kind }) => kind === 'raffleEntry')) {
            isClosing = false;
            await world.pass(hour);
          }
          return store.commit(change);
        },
      }),
    });
    await world.enter('ada');
    isClosing = true;
    expect(await world.enter('bo')).toBe('raffle-over');
    expect(await world.order()).toEqual(['ada']);
  });
});
