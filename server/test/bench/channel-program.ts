import { day, minute } from '#shared/house-rules.ts';
import { makeId, type OrderId } from '#shared/ids.ts';
import { makeTag } from '#shared/order-tag.ts';
import { sampleDrop, sampleOrder } from '../../adapters/store/contract-samples.ts';
import { sqliteStore } from '../../adapters/store/sqlite.ts';
import { createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { newChannel } from '../../domain/channel.ts';
import type { Order } from '../../domain/order.ts';
import { currentPromises } from '../../domain/promises.ts';
import type { Put, Store } from '../../ports/store.ts';
import { builderId, channelId, citizenOf } from './buyers.ts';
import { cpuMeter } from './cpu.ts';
import { answerQuestions } from './programs.ts';

// The core with a builder who has orders to work on, on a store that counts how often it is read.

const orders = 12;
const drops = 6;
/** What is asked of a store that is no reading of it. */
const noReading = new Set(['commit', 'close', 'onNews', 'onCommit']);

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const { config } = read;
if (config.store.kind !== 'sqlite') throw new Error('the benchmark of the panels reads SQLite');
let reads = 0;
const app = await createApp(config, { store: counting(sqliteStore({ path: config.store.path })) });
const { store, clock } = app.core;

const abilities = {
  /** Keeps the builder, the drops and the paid orders, and begins to listen. The tags are in the order of the queue. */
  start: async (): Promise<{ readonly port: number; readonly tags: readonly string[] }> => {
    const now = clock.now();
    const made = Array.from({ length: drops }, (_, index) =>
      sampleDrop(`drop${'abcdef'[index]}`, { builderId, units: 20, openedAt: now - (index + 1) * day }),
    );
    const [first] = made;
    if (!first) throw new Error('there is no drop');
    const paid = Array.from({ length: orders }, (_, index) => paidOrder(index + 1, first.id, now));
    const builder = {
      id: builderId,
      version: 0,
      guilds: ['builder' as const],
      certifiedAt: now - 300 * day,
      promises: currentPromises,
      stripeAccountId: null,
      shipping: [],
      completedOrders: 24,
      builtLive: 22,
      lostDisputes: 0,
    };
    await keep([
      { kind: 'citizen', record: citizenOf(builderId, 0, now - 400 * day) },
      { kind: 'builder', record: builder },
      { kind: 'channel', record: newChannel(channelId, 'builder', builderId) },
    ]);
    for (const drop of made) {
      const stock = { dropId: drop.id, count: drop.units };
      await keep([{ kind: 'drop', record: drop }], { stock });
    }
    for (const [index, order] of paid.entries())
      await keep(
        [
          { kind: 'citizen', record: citizenOf(order.buyerId, index + 1, now - 100 * day) },
          { kind: 'order', record: order },
        ],
        { take: { dropId: order.dropId, orderId: order.id } },
      );
    return { port: await app.start(), tags: paid.map(({ tag }) => tag) };
  },
  /** How often the store was read since it was asked last. */
  countReads: async (_: null): Promise<number> => {
    const count = reads;
    reads = 0;
    return count;
  },
  ...cpuMeter(),
};
export type ChannelAbilities = typeof abilities;

answerQuestions(abilities);

async function keep(put: readonly Put[], more: Omit<Parameters<Store['commit']>[0], 'put'> = {}): Promise<void> {
  const { result } = await store.commit({ put, ...more });
  if (result !== 'committed') throw new Error(`the store could not be filled: ${result}`);
}

function paidOrder(number: number, dropId: Order['dropId'], now: number): Order {
  const id: OrderId = makeId('order', `bench${String(number).padStart(4, '0')}`);
  return sampleOrder(number, {
    id,
    dropId,
    builderId,
    buyerId: makeId('citizen', `benchbuyer${number}`),
    tag: makeTag([number, number * 7, number * 13, number * 29]),
    fulfilment: 'paid',
    claimedAt: now - number * minute,
    claimEndsAt: now - number * minute + 10 * minute,
    paidAt: now - number * minute,
    payment: {
      sessionId: `cs_test_${number}`,
      chargeId: `ch_${number}`,
      paymentIntentId: `pi_${number}`,
      itemMinor: 45_000,
      shippingMinor: 1_500,
      taxMinor: 0,
      stripeFeeMinor: 1_400,
      currency: 'USD',
    },
  });
}

function counting(kept: Store): Store {
  return new Proxy(kept, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || noReading.has(String(name))) return value;
      return (...given: unknown[]) => {
        reads++;
        return Reflect.apply(value, target, given) as unknown;
      };
    },
  });
}
