import type { Page } from 'playwright-core';
import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { personCalled } from '../people.ts';
import { listByCommand } from '../seed/drops.ts';
import { connect } from '../stripe/test-rig.ts';
import type { World } from '../world.ts';
import { eventually } from './books.ts';
import { goToStripe, partOf, readPaid } from './hands.ts';
import type { JourneyStage, Visitor } from './stage.ts';

/** A card that works, as the hosted page would be given it. */
export const workingCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' } as const;

/** Kumo lists a drop at $60 as the seed does: with the command and the form, the hands of the stand-in doing the typing. */
export async function listDrop(world: World, title: string, units = 3): Promise<DropView> {
  await listByCommand(world, 'kumo', {
    options: { guild: 'builder', kind: 'commission', units, days: 21 },
    fields: { title, price: '60', specs: 'Quiet and soft.', vod: '' },
  });
  return eventually(`${title} is open and has its card`, async () => {
    const { drops } = await world.product.operator.listDrops({});
    const drop = drops.find((each) => each.title === title);
    return drop && findCard(world, drop.id) ? drop : undefined;
  });
}

/** A claim as Discord's private answer tells of it. */
export type Claimed = { readonly tag: string; readonly payUrl: string };

/** Somebody presses Buy on a drop's card. @throws Error when they were not given a claim, with what they were told */
export async function claimOnDiscord(world: World, key: string, drop: DropView): Promise<Claimed> {
  // A card that says "All taken" is edited a moment after a unit came back; people press what they can press.
  const messageId = await eventually(`${drop.title} can be bought`, () => findCard(world, drop.id));
  const userId = discordIdOf(key);
  const seen = await world.discord.pressButton({ userId, messageId, customId: `claim:${drop.id}` });
  const told = JSON.stringify(seen.kind === 'message' ? seen.message : seen);
  const [tag] = /C5-[0-9A-Z]{7}/.exec(told) ?? [];
  const [payUrl] = /http[^"]+\/pay\/[A-Z0-9-]+/.exec(told) ?? [];
  if (!tag || !payUrl) throw new Error(`${key} got no claim: ${told}`);
  return { tag, payUrl };
}

/** Somebody buys a unit, with a browser of theirs for our payment page and a card that works at Stripe. */
export async function buy(stage: JourneyStage, visitor: Visitor, key: string, drop: DropView): Promise<string> {
  const { tag, payUrl } = await claimOnDiscord(stage.world, key, drop);
  const page = await visitor.visit(payUrl);
  await goToStripe(page);
  stage.world.stripe.completeSession(sessionIn(page), workingCard);
  await eventually(`${tag} is paid`, async () => (await orderOf(stage.world, tag)).fulfilment === 'paid');
  await page.close();
  return tag;
}

/** The Checkout Session that a page of Stripe shows. */
export function sessionIn(page: Page): string {
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** An order as the operator sees it. */
export async function orderOf(world: World, tag: string): Promise<OrderView> {
  return (await world.product.operator.getOrderMoney({ params: { tag } })).order;
}

/** A payment by a session of ours that nobody remembers, after the order's own checkout has ended: what comes behind our back. */
export async function payLate(stage: JourneyStage, endedSessionId: string): Promise<void> {
  const ended = stage.world.stripe.model.sessions.get(endedSessionId);
  const order = ended?.client_reference_id ?? '';
  const price = (amount: number) => ({ amount, currency: 'usd' });
  const stripe = connect(stage.world.stripe, stage.stripeApiKey);
  const { id } = await stripe.checkout.sessions.create({
    mode: 'payment',
    client_reference_id: order,
    metadata: { order },
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 60_00, product_data: { name: 'A board' } } },
    ],
    shipping_address_collection: { allowed_countries: ['US'] },
    shipping_options: [
      { shipping_rate_data: { type: 'fixed_amount', display_name: 'US', fixed_amount: price(12_00) } },
    ],
    payment_intent_data: { transfer_group: order },
    success_url: stage.world.product.origin,
    cancel_url: stage.world.product.origin,
  });
  stage.world.stripe.completeSession(id, workingCard);
}

/** Sends a slash command in the Studio as the person whose Discord it shows. */
export async function sendCommand(page: Page, path: string, values: Readonly<Record<string, string>>): Promise<void> {
  const box = partOf(page, 'Discord').getByRole('combobox', { name: /^Message/ });
  await box.fill(path);
  await box.press('Enter');
  const form = page.getByRole('form', { name: `Command ${path}` });
  for (const [name, value] of Object.entries(values)) await form.getByLabel(name).fill(value);
  await form.getByRole('button', { name: 'Send command' }).click();
  await form.waitFor({ state: 'detached' });
}

/** Starts or ends Kumo's stream, and waits until C500 has heard of it. */
export async function setKumoLive({ twitch, product }: World, isLive: boolean): Promise<void> {
  const kumo = twitchIdOf('kumo');
  if (isLive) twitch.goLive(kumo, 'At the bench');
  else twitch.goOffline(kumo);
  await twitch.settled();
  await eventually('the core has read it', async () => (await product.operator.getMoneyHealth({})).pending.inbox === 0);
}

/** A person's id on Twitch. */
export function twitchIdOf(key: string): string {
  return personCalled(key).twitch?.id ?? '';
}

function discordIdOf(key: string): string {
  return personCalled(key).discord?.id ?? '';
}

/** Waits for the heading with which Stripe's return says that the money is in the Vault, however often one has to look again. */
export async function readPaidAtLast(page: Page, address: string): Promise<void> {
  await eventually('the site is back', async () => {
    const answer = await page.goto(address).catch(() => null);
    return answer?.ok() === true;
  });
  await readPaid(page);
}

/** The card on which a drop's Buy can be pressed right now. */
function findCard({ discord, places }: World, dropId: string): string | undefined {
  const button = new RegExp(`\\{[^{}]*"claim:${dropId}"[^{}]*\\}`);
  const messages = discord.messagesSeenBy(discordIdOf('ash'), places.buildsChannelId);
  return messages.find((message) => {
    const [found] = button.exec(JSON.stringify(message.components)) ?? [];
    return found !== undefined && !found.includes('"disabled":true');
  })?.id;
}
