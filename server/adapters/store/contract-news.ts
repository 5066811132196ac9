import { expect, test } from '@jest/globals';
import type { Commit, News } from '../../ports/store.ts';
import type { Story } from './store-contract.ts';
import { oneOfEveryKind } from './contract-every-kind.ts';
import { builderId, keepOrders, sampleCitizen, sampleNotice } from './contract-samples.ts';

/** Hearing of what was kept. */
export function describeNews(on: Story): void {
  test(
    'news says what changed and nothing of what is in it',
    on(async (store) => {
      const heard: News[] = [];
      const stop = store.onNews((news) => heard.push(...news));
      const [order] = await keepOrders(store, 1);
      if (!order) throw new Error('an order was kept');
      await store.commit({ notices: [sampleNotice('a')] });
      expect(heard).toEqual([
        { about: 'drop', id: order.dropId, revision: 1, builderId },
        { about: 'units', id: order.dropId },
        { about: 'order', tag: order.tag, revision: 1, builderId },
        { about: 'units', id: order.dropId },
        { about: 'notices' },
      ]);
      const shown = new Set(['build', 'desk', 'waitlist', 'community', 'builder', 'channel', 'ban', 'gathering']);
      await store.commit({ put: oneOfEveryKind(0).filter(({ kind }) => shown.has(kind)) });
      expect(heard.slice(5)).toEqual([
        { about: 'channel', builderId },
        { about: 'build', builderId },
        { about: 'desk', builderId },
        { about: 'waitlist', id: 'drop_1' },
        { about: 'gathering', id: 'i-1' },
        { about: 'federation', what: 'builders' },
        { about: 'federation', what: 'communities' },
        { about: 'federation', what: 'bans' },
      ]);
      stop();
      await store.commit({ notices: [sampleNotice('b')] });
      expect(heard).toHaveLength(13);
    }),
  );

  test(
    'listeners hear of what was kept and of nothing else, until they stop listening',
    on(async (store) => {
      const heard: Commit[] = [];
      const stop = store.onCommit((change) => heard.push(change));
      const put = [{ kind: 'citizen', record: sampleCitizen('ada') }] as const;
      await store.commit({ put });
      await store.commit({ put });
      expect(heard).toEqual([{ put }]);
      stop();
      await store.commit({ deadlines: [] });
      expect(heard).toHaveLength(1);
    }),
  );

  test(
    'a listener that throws breaks neither the commit nor other listeners',
    on(async (store) => {
      let heard = 0;
      store.onCommit(() => {
        throw new Error('a listener that always throws');
      });
      store.onCommit(() => heard++);
      const put = [{ kind: 'citizen', record: sampleCitizen('ada') }] as const;
      expect(await store.commit({ put })).toMatchObject({ result: 'committed' });
      expect(await store.get('citizen', sampleCitizen('ada').id)).toBeDefined();
      expect(heard).toBe(1);
    }),
  );
}
