import { expect, test } from '@jest/globals';
import type { Commit } from '../../ports/store.ts';
import type { Story } from './store-contract.ts';
import { noon, orderIdOf, sampleCitizen, sampleEffect, sampleMessage, sampleNotice } from './contract-samples.ts';

/** Inbox and outbox: each thing is done once, and what fails comes again later. */
export function describeInboxAndOutbox(on: Story): void {
  test(
    'a message that comes twice is kept once',
    on(async (store) => {
      const message = sampleMessage('one');
      const answers = await Promise.all([store.receive(message), store.receive({ ...message, body: 'other' })]);
      expect(answers).toEqual(['kept', 'duplicate']);
      expect(await store.receive(message)).toBe('duplicate');
      expect(await store.inbox(noon, 10)).toEqual([{ message, attempts: 0 }]);
    }),
  );

  test(
    'what waits is never let go of, however old, nor is what was settled since',
    on(async (store) => {
      const [waiting, settled] = [sampleMessage('waits', noon), sampleMessage('settled', noon)];
      for (const message of [waiting, settled]) await store.receive(message);
      const notices = [sampleNotice('waits', { at: noon }), sampleNotice('told', { at: noon })];
      await store.commit({ settleInbox: { id: settled.id, outcome: 'done' }, notices });
      const told = notices[1]?.id ?? '';
      await store.settleNotice(told, 'delivered', null);
      await store.forget(noon - 1);
      expect(await store.receive(settled)).toBe('duplicate');
      expect(await store.settleNotice(told, 'delivered', null)).toBe(true);
      await store.forget(noon + 1);
      expect(await store.receive(waiting)).toBe('duplicate');
      expect(await store.pending()).toMatchObject({ inbox: 1, notices: 1 });
    }),
  );

  test(
    'messages wait until they are due, oldest first, up to the limit',
    on(async (store) => {
      const [late, early, future] = [
        sampleMessage('b', noon),
        sampleMessage('a', noon - 5),
        sampleMessage('c', noon + 1),
      ];
      for (const message of [late, early, future]) await store.receive(message);
      expect((await store.inbox(noon, 10)).map(({ message }) => message.id)).toEqual([early.id, late.id]);
      expect(await store.inbox(noon, 1)).toHaveLength(1);
      expect(await store.pending()).toEqual({ inbox: 3, effects: 0, notices: 0 });
    }),
  );

  test(
    'a message is settled once, also by two at the same time, and what the second wrote is not kept',
    on(async (store) => {
      await store.receive(sampleMessage('one'));
      const settle = (name: string): Commit => ({
        put: [{ kind: 'citizen', record: sampleCitizen(name) }],
        settleInbox: { id: 'stripe:one', outcome: 'done' },
      });
      const answers = await Promise.all([store.commit(settle('ada')), store.commit(settle('bob'))]);
      expect(answers.map(({ result }) => result)).toEqual(['committed', 'already-done']);
      expect(await store.get('citizen', sampleCitizen('bob').id)).toBeUndefined();
      expect(await store.inbox(noon, 10)).toEqual([]);
      expect(await store.receive(sampleMessage('one'))).toBe('duplicate');
    }),
  );

  test(
    'settling what was never kept is an error',
    on(async (store) => {
      await expect(store.commit({ settleInbox: { id: 'none', outcome: 'done' } })).rejects.toThrow('none');
      const settleEffect = { key: 'none', outcome: 'done', vendorId: null } as const;
      await expect(store.commit({ settleEffect })).rejects.toThrow('none');
    }),
  );

  test(
    'a conflict leaves the message unsettled',
    on(async (store) => {
      await store.receive(sampleMessage('one'));
      const answer = await store.commit({
        expect: [{ kind: 'order', id: orderIdOf(1), version: 4 }],
        settleInbox: { id: 'stripe:one', outcome: 'done' },
      });
      expect(answer).toEqual({ result: 'conflict' });
      expect(await store.inbox(noon, 10)).toHaveLength(1);
    }),
  );

  test(
    'an effect that is asked for twice is run once',
    on(async (store) => {
      const effect = sampleEffect(orderIdOf(1));
      for (const effects of [[effect, effect], [effect]]) {
        expect(await store.commit({ effects })).toMatchObject({ result: 'committed' });
      }
      const row = { effect, attempts: 0, state: 'pending', vendorId: null, lastError: null };
      expect(await store.outbox(noon, 10)).toEqual([row]);
      const settleEffect = { key: effect.key, outcome: 'done', vendorId: 'cs_1' } as const;
      expect(await store.commit({ settleEffect })).toMatchObject({ result: 'committed' });
      expect(await store.commit({ settleEffect })).toEqual({ result: 'already-done' });
      await store.commit({ effects: [effect] });
      expect(await store.outbox(noon, 10)).toEqual([]);
      expect(await store.effect(effect.key)).toEqual({ ...row, state: 'done', vendorId: 'cs_1' });
    }),
  );

  test(
    'an effect given up keeps the reason',
    on(async (store) => {
      const effect = sampleEffect(orderIdOf(1));
      await store.commit({ effects: [effect] });
      await store.postpone({ effect: effect.key }, noon, 'no answer');
      await store.commit({
        settleEffect: { key: effect.key, outcome: 'refused', vendorId: null, reason: 'account_closed' },
      });
      expect(await store.effect(effect.key)).toMatchObject({ state: 'refused', lastError: 'account_closed' });
    }),
  );

  test(
    'what failed comes again when it is due, with its attempts counted',
    on(async (store) => {
      const [first, second] = [sampleEffect(orderIdOf(1)), sampleEffect(orderIdOf(1), 2)];
      await store.receive(sampleMessage('one'));
      await store.commit({ effects: [first, second] });
      await store.postpone({ inbox: 'stripe:one' }, noon + 50, 'not yet');
      await store.postpone({ effect: first.key }, noon + 60, 'no answer');
      await store.postpone({ effect: first.key }, noon + 70, 'no answer again');
      expect(await store.inbox(noon + 49, 10)).toEqual([]);
      expect(await store.inbox(noon + 50, 10)).toMatchObject([{ attempts: 1 }]);
      expect(await store.outbox(noon + 69, 10)).toMatchObject([{ effect: second }]);
      expect(await store.outbox(noon + 70, 10)).toMatchObject([
        { effect: second },
        { effect: first, attempts: 2, lastError: 'no answer again' },
      ]);
    }),
  );

  test(
    'postponing what is settled does not bring it back',
    on(async (store) => {
      const effect = sampleEffect(orderIdOf(1));
      await store.receive(sampleMessage('one'));
      await store.commit({ effects: [effect] });
      const settleEffect = { key: effect.key, outcome: 'done', vendorId: null } as const;
      await store.commit({ settleInbox: { id: 'stripe:one', outcome: 'done' }, settleEffect });
      await store.postpone({ inbox: 'stripe:one' }, noon, 'late');
      await store.postpone({ effect: effect.key }, noon, 'late');
      expect(await store.pending()).toEqual({ inbox: 0, effects: 0, notices: 0 });
      expect(await store.effect(effect.key)).toMatchObject({ state: 'done', attempts: 0 });
    }),
  );

  test(
    'effects are read by order and by how often they failed, in the order in which they were kept',
    on(async (store) => {
      const effects = [sampleEffect(orderIdOf(1)), sampleEffect(orderIdOf(2)), sampleEffect(orderIdOf(1), 2)];
      await store.commit({ effects });
      const tries = [1, 3, 4];
      for (const [index, effect] of effects.entries()) {
        for (let n = 0; n < (tries[index] ?? 0); n++) await store.postpone({ effect: effect.key }, noon - n, 'down');
      }
      expect((await store.effectsOf(orderIdOf(1))).map(({ effect }) => effect)).toEqual([effects[0], effects[2]]);
      expect((await store.stuckEffects(3, 10)).map(({ attempts }) => attempts)).toEqual([4, 3]);
      expect(await store.stuckEffects(3, 1)).toHaveLength(1);
      expect(await store.stuckEffects(5, 10)).toEqual([]);
    }),
  );
}

/** Deadlines and notices. */
export function describeDeadlinesAndNotices(on: Story): void {
  test(
    'deadlines are due from their moment on, earliest first, up to the limit',
    on(async (store) => {
      const due = [
        { name: 'later', at: noon + 9 },
        { name: 'first', at: noon + 1 },
      ];
      await store.commit({
        deadlines: [
          { subject: 'one', due },
          { subject: 'two', due: [{ name: 'between', at: noon + 5 }] },
        ],
      });
      expect(await store.due(noon, 10)).toEqual([]);
      expect((await store.due(noon + 9, 10)).map(({ name }) => name)).toEqual(['first', 'between', 'later']);
      expect(await store.due(noon + 9, 1)).toEqual([{ subject: 'one', name: 'first', at: noon + 1 }]);
    }),
  );

  test(
    "a subject's deadlines are replaced, and those of others stay",
    on(async (store) => {
      const subjects = ['one', 'two'];
      const at = (name: string) => [{ name, at: noon }];
      await store.commit({ deadlines: subjects.map((subject) => ({ subject, due: at('old') })) });
      await store.commit({ deadlines: [{ subject: 'one', due: at('new') }] });
      expect((await store.due(noon, 10)).map(({ subject, name }) => `${subject} ${name}`)).toEqual([
        'one new',
        'two old',
      ]);
      await store.commit({ deadlines: [{ subject: 'two', due: [] }] });
      expect(await store.due(noon, 10)).toHaveLength(1);
    }),
  );

  test(
    'the next moment is the earliest of inbox, outbox and deadlines, and none when nothing waits',
    on(async (store) => {
      const effect = sampleEffect(orderIdOf(1));
      expect(await store.nextDueAt()).toBeUndefined();
      await store.commit({ deadlines: [{ subject: 'one', due: [{ name: 'later', at: noon + 90 }] }] });
      expect(await store.nextDueAt()).toBe(noon + 90);
      await store.receive(sampleMessage('one', noon + 80));
      expect(await store.nextDueAt()).toBe(noon + 80);
      await store.commit({ effects: [effect] });
      expect(await store.nextDueAt()).toBeLessThanOrEqual(noon);
      await store.postpone({ effect: effect.key }, noon + 70, 'down');
      expect(await store.nextDueAt()).toBe(noon + 70);
      const settleEffect = { key: effect.key, outcome: 'done', vendorId: null } as const;
      await store.commit({ settleEffect, settleInbox: { id: 'stripe:one', outcome: 'done' } });
      expect(await store.nextDueAt()).toBe(noon + 90);
    }),
  );

  test(
    'a leased notice is nobody else’s until the lease ends',
    on(async (store) => {
      const notices = [
        sampleNotice('b', { at: noon + 1 }),
        sampleNotice('a'),
        sampleNotice('c', { platform: 'twitch' }),
      ];
      await store.commit({ notices: [...notices, ...notices] });
      const lease = (now: number, limit = 10) => store.leaseNotices('discord', now, now + 30, limit);
      const both = await Promise.all([lease(noon + 1, 1), lease(noon + 1, 1)]);
      expect(both).toEqual([[notices[1]], [notices[0]]]);
      expect(await lease(noon + 30)).toEqual([]);
      expect(await lease(noon + 31)).toEqual([notices[1], notices[0]]);
      expect(await store.leaseNotices('twitch', noon, noon + 30, 10)).toEqual([notices[2]]);
    }),
  );

  test(
    'notices of one moment are told in the order in which they were kept',
    on(async (store) => {
      const notices = ['d', 'b', 'e', 'a', 'c'].map((name) => sampleNotice(name));
      await store.commit({ notices: notices.slice(0, 3) });
      await store.commit({ notices: notices.slice(3) });
      expect(await store.leaseNotices('discord', noon, noon + 30, 10)).toEqual(notices);
    }),
  );

  test(
    'a notice that is settled is not leased again and not told again',
    on(async (store) => {
      const notices = [sampleNotice('a'), sampleNotice('b')];
      await store.commit({ notices });
      expect(await store.settleNotice('notice:a', 'delivered', null)).toBe(true);
      expect(await store.settleNotice('notice:b', 'undeliverable', 'messages are closed')).toBe(true);
      expect(await store.settleNotice('notice:b', 'delivered', null)).toBe(true);
      expect(await store.settleNotice('notice:c', 'delivered', null)).toBe(false);
      await store.commit({ notices });
      expect(await store.leaseNotices('discord', noon + 99, noon + 199, 10)).toEqual([]);
      expect(await store.pending()).toEqual({ inbox: 0, effects: 0, notices: 0 });
    }),
  );
}

/** Leases: one holder at a time. */
export function describeLeases(on: Story): void {
  test(
    'a lease is its holder’s until it ends, and the holder may keep it',
    on(async (store) => {
      expect(await store.lease('chat', 'a', noon, noon + 10)).toBe(true);
      expect(await store.lease('chat', 'b', noon + 9, noon + 19)).toBe(false);
      expect(await store.lease('chat', 'a', noon + 9, noon + 19)).toBe(true);
      expect(await store.lease('chat', 'b', noon + 10, noon + 20)).toBe(false);
      expect(await store.lease('other', 'b', noon + 10, noon + 20)).toBe(true);
      expect(await store.lease('chat', 'b', noon + 19, noon + 29)).toBe(true);
      expect(await store.lease('chat', 'a', noon + 19, noon + 29)).toBe(false);
    }),
  );

  test(
    'of many who ask for a lease at the same time one gets it',
    on(async (store) => {
      const holders = ['a', 'b', 'c', 'd', 'e', 'f'];
      const answers = await Promise.all(holders.map((holder) => store.lease('chat', holder, noon, noon + 10)));
      expect(answers.filter(Boolean)).toHaveLength(1);
    }),
  );

  test(
    'a lease given back is anybody’s, and nobody can give back another’s',
    on(async (store) => {
      await store.lease('chat', 'a', noon, noon + 10);
      await store.release('chat', 'b');
      expect(await store.lease('chat', 'b', noon + 1, noon + 11)).toBe(false);
      await store.release('chat', 'a');
      expect(await store.lease('chat', 'b', noon + 1, noon + 11)).toBe(true);
      await store.release('never taken', 'a');
    }),
  );
}
