import { expect, test } from '@jest/globals';
import type { ListedKind } from '../../ports/store.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import { builderId, citizenIdOf, dropIdOf, noon, sampleCard, sampleOrder } from './contract-samples.ts';
import { listedKinds } from './listed.ts';
import type { Story } from './store-contract.ts';

/** Records that are looked for under a word. */
export function describeListed(on: Story): void {
  test(
    'every kind that has lists is listed under its word, and no more once it has none',
    on(async (store) => {
      const puts = oneOfEveryKind(0);
      await store.commit({ put: puts });
      const order = sampleOrder(1);
      const words: Readonly<Record<ListedKind, string>> = {
        citizen: 'ada',
        builder: 'all',
        community: 'all',
        card: order.dropId,
        ban: 'all',
        carriedBans: 'all',
        room: '700',
        roomMessage: order.id,
        application: 'waiting',
        partnership: builderId,
        award: citizenIdOf('cara'),
        case: 'waiting',
        act: 'all',
        dispute: 'open',
        debt: 'open',
        strike: citizenIdOf('cara'),
        flag: 'waiting',
        addressLook: order.id,
        raffle: 'waiting',
        raffleEntry: dropIdOf('raffled'),
      };
      for (const kind of listedKinds) {
        const kept = puts.find((put) => put.kind === kind)?.record;
        expect(await store.list(kind, words[kind], 10)).toEqual([{ ...kept, version: 1 }]);
        expect(await store.list(kind, 'another word', 10)).toEqual([]);
        expect([await store.count(kind, words[kind]), await store.count(kind, 'another word')]).toEqual([1, 0]);
      }
      const [ban, room] = [await store.get('ban', order.buyerId), await store.get('room', order.id)];
      if (!ban || !room) throw new Error('both were kept');
      const lifted = { at: noon, by: ban.by, reason: 'it was another' };
      await store.commit({
        put: [
          { kind: 'ban', record: { ...ban, lifted } },
          { kind: 'room', record: { ...room, way: 'relay', threadId: null } },
        ],
      });
      expect(await store.list('ban', 'all', 10)).toEqual([]);
      expect(await store.list('room', '700', 10)).toEqual([]);
      expect(await store.list('room', `relay:${order.buyerId}`, 10)).toHaveLength(1);
      await store.commit({ put: [{ kind: 'room', record: { ...room, version: 2, way: 'relay', closedAt: noon } }] });
      expect(await store.list('room', `relay:${order.buyerId}`, 10)).toEqual([]);
    }),
  );

  test(
    'a list comes by id in pages, without what is listed under other words',
    on(async (store) => {
      const communities = ['30', '10', '20', '5', '40'];
      const cards = communities.map((id) => sampleCard('board', id));
      await store.commit({ put: [...cards, sampleCard('other', '10')].map((record) => ({ kind: 'card', record })) });
      const seen: string[] = [];
      for (let page = await store.list('card', dropIdOf('board'), 2); page.length > 0;) {
        seen.push(...page.map(({ communityId }) => communityId));
        page = await store.list('card', dropIdOf('board'), 2, page.at(-1)?.id);
      }
      expect(seen).toEqual(['10', '20', '30', '40', '5']);
    }),
  );
}
