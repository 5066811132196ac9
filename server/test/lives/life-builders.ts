import { hour } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { CarrierDeed } from '../../../sandbox/easypost/trackers.ts';
import type { Order } from '../../domain/order.ts';
import { listDrop, makeTrackingNumber, sayInChat, twitchIdOf, type DropWishes } from '../stories.ts';
import { anyBuilder, type Doing } from './life-buyers.ts';
import { keyOf, type Life } from './life.ts';

const prices = ['$25.00', '$33.33', '$33.33', '$47.77', '$60.00', '$60.00', '$99.99', '$140.00', '$250.50', '$700.00'];

/** A builder opens a drop, what is not wished by chance. */
export async function offers(life: Life, wishes: DropWishes): Promise<DropView | undefined> {
  const { chance } = life;
  const drop = await life.ask('drop', () =>
    listDrop(life.world, {
      by: anyBuilder(life),
      title: 'Cloud 65',
      price: chance.pick(prices),
      units: 1 + chance.below(3),
      proofDays: 5 + chance.below(25),
      ...(chance.percent(40) ? { marketer: 'hana' } : {}),
      ...wishes,
    }),
  );
  if (drop) life.drops.push(drop);
  return drop;
}

/** A builder does something with one of their orders in these states. */
async function atWork(
  life: Life,
  what: string,
  states: readonly Order['fulfilment'][],
  call: (as: ReturnType<Life['as']>, order: Order, key: string) => Promise<unknown>,
): Promise<void> {
  const order = await life.anyOrder(...states);
  if (!order) return;
  const key = keyOf(order.builderId);
  await life.ask(what, () => call(life.as(key), order, key));
}

async function withDrop(
  life: Life,
  what: string,
  call: (as: ReturnType<Life['as']>, drop: DropView) => Promise<unknown>,
) {
  if (life.drops.length === 0) return;
  const drop = life.chance.pick(life.drops);
  const key = life.chance.percent(90) ? (drop.builder.nickname.toLowerCase() as string) : anyBuilder(life);
  await life.ask(what, () => call(life.as(key), drop));
}

/** Goes live, says the tag of an order, and stays at it for a while. */
async function buildsLive(life: Life): Promise<void> {
  const order = await life.anyOrder('paid', 'building');
  if (!order) return;
  const key = keyOf(order.builderId);
  const { world, chance } = life;
  world.twitch.goLive(twitchIdOf(key), 'an evening at the bench');
  await world.settle();
  const text = chance.percent(90) ? `now: ${order.tag}` : `now: ${order.tag.slice(0, -1)}?`;
  const outcomes = await life.ask('tag', () => sayInChat(world, { channelOf: key, by: key, text }));
  for (const outcome of outcomes ?? []) life.count(`tag: ${outcome}`);
  await world.pass((1 + chance.below(30)) * 60_000);
  if (chance.percent(70)) world.twitch.goOffline(twitchIdOf(key));
}

async function ships(life: Life): Promise<void> {
  await atWork(life, 'ship', ['paid', 'building', 'shipped'], (as, { tag }) => {
    // Now and then one that was used before.
    const used = life.chance.percent(10) ? life.world.easypost.trackers()[0]?.tracking_code : undefined;
    return as.declareShipment({ params: { tag }, body: { number: used ?? makeTrackingNumber() } });
  });
}

const deeds: readonly CarrierDeed[] = ['scan', 'scan', 'bring', 'deliver', 'deliver', 'deliver', 'return', 'lose'];

/** A carrier does something with one of the last parcels, and says so correctly as a rule. */
async function carries({ world, chance, count }: Life): Promise<void> {
  const parcels = world.easypost.trackers().slice(0, 8);
  if (parcels.length === 0) return;
  const deed = chance.pick(deeds);
  const odd = chance.below(20);
  const word = odd === 0 ? { toCountry: 'FR' } : odd === 1 ? { at: world.clock.now() - 900 * hour } : {};
  world.easypost.carry(chance.pick(parcels).tracking_code, deed, word);
  count(`parcel: ${deed}`);
}

/** What builders do, and the carriers for them. */
export const buildersDoings: readonly Doing[] = [
  [8, 'offers', (life) => offers(life, {})],
  [2, 'raffles', (life) => offers(life, { raffleMinutes: 10 + life.chance.below(600) })],
  [7, 'builds live', buildsLive],
  [9, 'ships', ships],
  [12, 'a carrier', carries],
  [
    2,
    'gives back',
    (life) =>
      atWork(life, 'give back', ['paid', 'building', 'shipped', 'delivered'], (as, { tag }) =>
        as.refundOrder({ params: { tag }, body: { reason: 'out of parts' } }),
      ),
  ],
  [
    2,
    'restocks',
    (life) =>
      withDrop(life, 'restock', (as, { id: dropId }) =>
        as.restockDrop({ params: { dropId }, body: { count: 1 + life.chance.below(2), requestId: life.request() } }),
      ),
  ],
  [
    1,
    'pauses',
    (life) =>
      withDrop(life, 'status', (as, { id: dropId }) =>
        as.setMyDropStatus({
          params: { dropId },
          body: { status: life.chance.pick(['open', 'paused', 'open', 'closed'] as const) },
        }),
      ),
  ],
  [
    4,
    'answers the bank',
    (life) =>
      atWork(life, 'bank', ['paid', 'building', 'shipped', 'delivered', 'completed', 'cancelled'], (as, { tag }, key) =>
        as.answerDispute({ params: { tag }, body: { requestId: life.request(), text: life.words('bank', key, tag) } }),
      ),
  ],
];
