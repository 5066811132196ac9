import { ApiRefusal } from '../../../sandbox/stripe/refusal.ts';
import { testCards } from '../../../sandbox/stripe/cards.ts';
import type { Order } from '../../domain/order.ts';
import { browser, sessionOf } from '../world.ts';
import { builders, buyers, keyOf, privacyOf, staff, type Life } from './life.ts';

/** Something that may happen, and how often beside the rest. */
export type Doing = readonly [weight: number, name: string, doing: (life: Life) => Promise<unknown>];

const alive = ['paid', 'building', 'shipped', 'delivered'] as const;
const everPaid = [...alive, 'completed', 'cancelled'] as const;

async function claim(life: Life): Promise<Order | undefined> {
  if (life.drops.length === 0) return undefined;
  // What came last is what people look at.
  const drop = life.chance.percent(60) ? life.drops.at(-1) : life.chance.pick(life.drops);
  return claimFor(life, life.chance.pick(buyers), drop?.id ?? '');
}

async function claimFor(life: Life, key: string, dropId: string): Promise<Order | undefined> {
  const claimed = await life.ask('claim', () => life.as(key).claimUnit({ params: { dropId } }));
  const reserved = await life.orders('reserved');
  return claimed && reserved.find(({ tag }) => tag === claimed.tag);
}

/** Has somebody buy a unit of a drop, from the claim to the payment. Gives the order as it is then; undefined where they could not. */
export async function buyFor(life: Life, key: string, dropId: string): Promise<Order | undefined> {
  const order = await claimFor(life, key, dropId);
  if (!order) return undefined;
  await openCheckout(life, order);
  payOn(life, life.checkouts.length - 1);
  await life.world.settle();
  return (await life.orders('paid')).find(({ id }) => id === order.id);
}

/** Presses Pay. Nothing is typed on Stripe's page yet. */
async function openCheckout(life: Life, order: Order): Promise<void> {
  const country = keyOf(order.buyerId) === 'juno' ? 'DE' : 'US';
  const person = browser(life.world.site);
  const response = await person.send(`/pay/${order.payCode}`, '/pay/checkout', { tag: order.tag, country });
  if (response.status >= 500 && response.status !== 502 && response.status !== 503)
    throw new Error(`Pay was answered ${response.status}: ${await response.text()}`);
  const page = response.headers.get('location');
  life.count(page ? 'checkout' : `checkout: ${response.status}`);
  if (page) life.checkouts.push({ order, sessionId: sessionOf(page) });
}

/** Types a card on one of the pages that are open, however long ago it was opened. */
function payOn(life: Life, index: number, card?: string): void {
  const [checkout] = life.checkouts.splice(index, 1);
  if (!checkout) return;
  const key = keyOf(checkout.order.buyerId);
  const { email, name, line1, city } = privacyOf(key);
  const country = key === 'juno' ? 'DE' : 'US';
  const number = card ?? cardOf(key);
  try {
    const { kind } = life.world.stripe.completeSession(
      checkout.sessionId,
      { number, expiry: '12 / 34', cvc: '123', email },
      { name, line1, city, ...(country === 'US' ? { state: 'OR' } : {}), postalCode: '97209', country },
    );
    life.count(`card: ${kind}`);
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    life.count('card: too late');
  }
}

/** A card that nobody else has. */
function cardOf(key: string): string {
  const digits = `424242424242${String(100 + buyers.findIndex((each) => each === key))}`;
  const sum = [...digits]
    .toReversed()
    .map((digit, position) => Number(digit) * (position % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

const oddCards = [testCards.fraudWarning, testCards.disputedAsFraud, testCards.inquiry, testCards.declined];

async function claimAndPay(life: Life): Promise<void> {
  const order = await claim(life);
  if (!order) return;
  await openCheckout(life, order);
  // Stripe's clock is the machine's: by ours, what a bank asked of a payment that we hear of late was asked long ago.
  const { webhookHeld, webhookCopies } = life.world.stripe.faults;
  const isOdd = life.chance.percent(15) && !webhookHeld && webhookCopies > 0;
  payOn(life, life.checkouts.length - 1, isOdd ? life.chance.pick(oddCards) : undefined);
}

/** Somebody does something with an order of theirs. */
async function ofOwn(
  life: Life,
  what: string,
  states: readonly Order['fulfilment'][],
  call: (as: ReturnType<Life['as']>, order: Order, key: string) => Promise<unknown>,
): Promise<void> {
  const order = await life.anyOrder(...states);
  if (!order) return;
  const key = keyOf(order.buyerId);
  await life.ask(what, () => call(life.as(key), order, key));
}

async function inFront(
  life: Life,
  isRaffle: boolean,
  what: string,
  call: (as: ReturnType<Life['as']>, dropId: string) => Promise<unknown>,
): Promise<void> {
  const drops = life.drops.filter(({ raffle }) => Boolean(raffle) === isRaffle || life.chance.percent(10)).slice(-5);
  if (drops.length === 0) return;
  const { id } = life.chance.pick(drops);
  await life.ask(what, () => call(life.as(life.chance.pick(buyers)), id));
}

async function sayInAnyRoom(life: Life): Promise<void> {
  const order = await life.anyOrder(...everPaid);
  if (order) await sayInRoom(life, order, keyOf(life.chance.percent(60) ? order.buyerId : order.builderId));
}

/** One of the two sides says something in the order's room. */
export async function sayInRoom(life: Life, order: Order, key: string): Promise<void> {
  const byDiscordId = privacyOf(key).ids.find((id) => /^\d+$/.test(id)) ?? '10000';
  const text = life.words('room', key, order.tag);
  const body = { messageId: life.request(), byDiscordId, text, at: life.world.clock.now(), files: [] };
  await life.ask('room', () => life.world.bot.recordRoomMessage({ params: { tag: order.tag }, body }));
}

const kinds = ['late', 'damaged', 'not-as-shown', 'not-arrived', 'conduct'] as const;

/** One of the cases of the world: the two of its order say something more, or do not agree with what was decided. */
async function inCase(life: Life, what: 'answer' | 'appeal'): Promise<void> {
  const { store } = life.world.app().core;
  const cases = [...(await store.list('case', 'waiting', 100)), ...(await store.list('case', 'settled', 100))];
  if (cases.length === 0) return;
  const found = life.chance.pick(cases);
  const order = found.orderId && (await store.get('order', found.orderId));
  if (!order) return;
  const key = keyOf(life.chance.percent(50) ? order.buyerId : order.builderId);
  const body = { requestId: life.request(), text: life.words('case', key, order.tag) };
  const params = { caseId: found.id };
  await life.ask(what, () =>
    what === 'answer' ? life.as(key).answerCase({ params, body }) : life.as(key).appealCase({ params, body }),
  );
}

/** What buyers do, and what both sides say. */
export const buyersDoings: readonly Doing[] = [
  [34, 'claims and pays', claimAndPay],
  [4, 'claims', claim],
  [
    4,
    'pays later',
    async (life) => {
      const order = await life.anyOrder('reserved');
      if (order) await openCheckout(life, order);
    },
  ],
  [4, 'pays at last', async (life) => payOn(life, life.chance.below(Math.max(1, life.checkouts.length)))],
  [1, 'gives up', (life) => ofOwn(life, 'cancel', ['reserved'], (as, { tag }) => as.cancelClaim({ params: { tag } }))],
  [5, 'queues', (life) => inFront(life, false, 'join', (as, dropId) => as.joinWaitlist({ params: { dropId } }))],
  [1, 'walks on', (life) => inFront(life, false, 'leave', (as, dropId) => as.leaveWaitlist({ params: { dropId } }))],
  [8, 'enters', (life) => inFront(life, true, 'enter', (as, dropId) => as.enterRaffle({ params: { dropId } }))],
  [1, 'leaves', (life) => inFront(life, true, 'quit', (as, dropId) => as.leaveRaffle({ params: { dropId } }))],
  [
    4,
    'has it',
    (life) =>
      ofOwn(life, 'confirm', ['shipped', 'delivered'], (as, { tag }) => as.confirmDelivery({ params: { tag } })),
  ],
  [2, 'regrets', (life) => ofOwn(life, 'regret', ['paid'], (as, { tag }) => as.askCancellation({ params: { tag } }))],
  [
    2,
    'waits',
    (life) => ofOwn(life, 'grant', ['paid', 'building'], (as, { tag }) => as.grantDays({ params: { tag } })),
  ],
  [2, 'is tired', (life) => ofOwn(life, 'unproven', alive, (as, { tag }) => as.refundUnproven({ params: { tag } }))],
  [
    4,
    'complains',
    (life) =>
      ofOwn(life, 'report', everPaid, (as, { tag }, key) => {
        const text = life.words('case', key, tag);
        return as.reportOrder({
          params: { tag },
          body: { requestId: life.request(), kind: life.chance.pick(kinds), text },
        });
      }),
  ],
  [3, 'answers', (life) => inCase(life, 'answer')],
  [2, 'appeals', (life) => inCase(life, 'appeal')],
  [4, 'talks', sayInAnyRoom],
];

/** Whoever is of the house and has nothing to do with an order. */
export function clerkFor(life: Life, order: Order): string {
  return keyOf(order.buyerId) === 'juno' ? 'sol' : life.chance.pick(staff);
}

/** One of those who sell. */
export function anyBuilder(life: Life): string {
  return life.chance.pick(builders);
}
