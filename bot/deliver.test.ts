import { afterEach, describe, expect, test } from '@jest/globals';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { createCore } from './api.ts';
import { deliverNotices } from './deliver.ts';
import { createLog } from './log.ts';
import { startCoreFake } from './test/core-fake.ts';
import { withNotices, type Outbox } from './test/outbox.ts';
import { here, startBotWorld, untilLogged, wordsOn, type BotWorld } from './test/world.ts';

let world: BotWorld | undefined;
afterEach(async () => {
  await world?.[Symbol.asyncDispose]();
  world = undefined;
});

const paid: NoticeView = {
  id: 'ord_1:2:0:order-paid-buyer:cit_mori',
  kind: 'order-paid-buyer',
  platform: 'discord',
  accountId: here.buyer,
  params: { tag: 'C5-7K3QF2M', title: 'Cloud *65*', builder: 'Rika', amount: '$462.00' },
  link: 'https://c500.test/orders/C5-7K3QF2M',
  ageMs: 0,
  locale: 'en',
  choice: 'everything',
  tag: 'C5-7K3QF2M',
};

test('a notice that is leased twice is written once', async () => {
  const core = await startCoreFake('a-service-token-of-the-tests');
  const end = new AbortController();
  const written: string[] = [];
  core.answers.pullNotices = () => ({ notices: [paid] });
  core.answers.settleNotice = () => {
    if (core.callsOf('settleNotice').length < 3) throw new Error('the power went out');
    end.abort();
    return {};
  };
  await deliverNotices({
    core: createCore({ baseUrl: core.url, token: core.token }),
    write: async (notice) => {
      written.push(notice.id);
      return { outcome: 'delivered' };
    },
    signal: end.signal,
    log: createLog('silent').discord,
    backoff: { firstMs: 1, mostMs: 1 },
    waitMs: 0,
  });
  await core.close();
  expect(written).toEqual([paid.id]);
});

test('a notice that always fails holds up none that comes after it', async () => {
  const core = await startCoreFake('a-service-token-of-the-tests');
  const end = new AbortController();
  const settled: string[] = [];
  core.answers.pullNotices = () => ({ notices: ['broken', 'one', 'two'].map((id) => ({ ...paid, id })) });
  core.answers.settleNotice = ({ body }) => {
    if (settled.push(body.id) === 2) end.abort();
    return {};
  };
  await deliverNotices({
    core: createCore({ baseUrl: core.url, token: core.token }),
    write: async ({ id }) => {
      if (id === 'broken') throw new RangeError('it is too long');
      return { outcome: 'delivered' };
    },
    signal: end.signal,
    log: createLog('silent').discord,
    backoff: { firstMs: 1, mostMs: 1 },
    waitMs: 0,
  });
  await core.close();
  expect(settled).toEqual(['one', 'two']);
});

describe('notices', () => {
  test('become direct messages with their sentence and link, and are settled', async () => {
    const notices = { outbox: undefined as Outbox | undefined };
    world = await startBotWorld({ prepare: (core) => (notices.outbox = withNotices(core, paid)) });
    await world.core.until(() => notices.outbox?.settled.length === 1);
    expect(notices.outbox?.settled).toEqual([{ id: paid.id, outcome: 'delivered', reason: null }]);
    const [message, ...others] = world.discord.dmsOf(here.buyer);
    if (!message) throw new Error('there is no message');
    expect(others).toEqual([]);
    for (const words of [
      'Your money waits in the Vault',
      '$462.00',
      'C5-7K3QF2M',
      'Follow your order',
      paid.link ?? '',
    ])
      expect(wordsOn(message)).toContain(words);
    expect(wordsOn(message)).toContain('Cloud \\\\*65\\\\*');
    expect(message.nonce?.length).toBeLessThanOrEqual(25);
  });

  test('show moments in the zone of whoever reads them', async () => {
    const notice: NoticeView = {
      ...paid,
      id: 'n2',
      kind: 'order-paid-builder',
      params: { tag: 'C5-7K3QF2M', title: 'Cloud', due: '14 July, 10:00 UTC', dueAt: 1_800_000_000_000 },
    };
    world = await startBotWorld({ prepare: (core) => withNotices(core, notice) });
    await world.until(() => (world?.discord.dmsOf(here.buyer).length ?? 0) > 0);
    const [message] = world.discord.dmsOf(here.buyer);
    expect(message && wordsOn(message)).toContain('due <t:1800000000:f> (<t:1800000000:R>)');
  });

  test('are written once, also when settling fails and they come again', async () => {
    let tries = 0;
    world = await startBotWorld({
      prepare: (core) => {
        withNotices(core, paid);
        const settle = core.answers.settleNotice;
        core.answers.settleNotice = (input, actor) => {
          tries += 1;
          if (tries === 1 || !settle) throw new Error('the power went out');
          return settle(input, actor);
        };
      },
    });
    await world.core.until(() => tries === 2);
    expect(world.discord.dmsOf(here.buyer)).toHaveLength(1);
    expect(world.core.callsOf('pullNotices').length).toBeGreaterThanOrEqual(2);
  });

  test('are undeliverable to somebody who has closed their messages', async () => {
    const notices = { outbox: undefined as Outbox | undefined };
    world = await startBotWorld({ start: false, prepare: (core) => (notices.outbox = withNotices(core, paid)) });
    world.discord.setAcceptsDms(here.buyer, false);
    world.bot.start();
    await world.core.until(() => notices.outbox?.settled.length === 1);
    expect(notices.outbox?.settled[0]).toMatchObject({ id: paid.id, outcome: 'undeliverable' });
    expect(notices.outbox?.settled[0]?.reason).toContain('Cannot send messages to this user');
  });

  test('wait while Discord is away, and then all arrive', async () => {
    const second = { ...paid, id: 'another', params: { ...paid.params, amount: '$1.00' } };
    const notices = { outbox: undefined as Outbox | undefined };
    world = await startBotWorld({ prepare: (core) => (notices.outbox = withNotices(core)) });
    world.discord.faults.down = true;
    notices.outbox?.waiting.push(paid, second);
    await world.core.until(() => (world?.core.callsOf('pullNotices').length ?? 0) > 5);
    expect(notices.outbox?.settled).toEqual([]);
    world.discord.faults.down = false;
    await world.core.until(() => notices.outbox?.settled.length === 2);
    expect(world.discord.dmsOf(here.buyer)).toHaveLength(2);
    await world.discord.botReady();
  }, 20_000);

  test('of a core that is down are asked for until it is back', async () => {
    const notices = { outbox: undefined as Outbox | undefined };
    world = await startBotWorld({
      start: false,
      prepare: (core) => {
        notices.outbox = withNotices(core, paid);
        core.isDown = true;
      },
    });
    world.bot.start();
    await untilLogged(world, 'notices could not be pulled');
    expect(world.discord.dmsOf(here.buyer)).toEqual([]);
    world.core.isDown = false;
    await world.core.until(() => notices.outbox?.settled.length === 1);
    expect(world.discord.dmsOf(here.buyer)).toHaveLength(1);
  });
});
