import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sign } from 'jsonwebtoken';
import type { Page } from 'playwright-core';
import { createClient } from '#shared/api/client.ts';
import { ApiProblem } from '#shared/api/problem.ts';
import { minute } from '#shared/house-rules.ts';
import type { World } from '../world.ts';
import { booksAgree, eventually } from './books.ts';
import { claimInPanel, goToStripe, panelOf, partOf, payAtStripe, readPaid } from './hands.ts';
import {
  buy,
  claimOnDiscord,
  listDrop,
  orderOf,
  payLate,
  readPaidAtLast,
  sendCommand,
  sessionIn,
  setKumoLive,
  twitchIdOf,
} from './scenes.ts';
import { openStage, type JourneyStage, type Visitor } from './stage.ts';

jest.setTimeout(240_000);
let stage: JourneyStage;
let world: World;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  world = stage.world;
}, 60_000);

afterEach(async () => {
  await stage.sendVisitorsHome();
  await booksAgree(world);
  expect(stage.complaints().filter((each) => !isOfTheNetwork(each))).toEqual([]);
});

afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** Refusals are answers such as 409, which browsers write down as resources that failed to load. */
function isOfTheNetwork(complaint: string): boolean {
  return /Failed to load resource|ERR_/.test(complaint);
}

/** The Studio as one person sees it: the panel in Kumo's channel, and their messages from C500. */
async function studioOf(key: string): Promise<Page> {
  visitor = await stage.visitor();
  return visitor.studio(`?twitch=${key}&discord=${key}&watch=kumo&channel=dm&guide=off`);
}

/** Presses Pay in the panel, and goes on to Stripe's page. */
async function openCheckout(page: Page): Promise<Page> {
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    panelOf(page)
      .getByRole('link', { name: /^Pay \$/ })
      .click(),
  ]);
  await goToStripe(opened);
  return opened;
}

/** Reads what C500 wrote to the person whose Studio this is. */
function letter(page: Page, words: string): Promise<void> {
  return partOf(page, 'Discord').getByRole('log', { name: 'Messages' }).getByText(words).last().waitFor();
}

function newestTag(title: string): Promise<string> {
  return eventually(`an order of ${title}`, async () => {
    const { orders } = await world.product.operator.listOrders({});
    return orders.find((order) => order.title === title)?.tag;
  });
}

function vaultTitle(page: Page): Promise<void> {
  return panelOf(page).getByText('Your money waits in the Vault', { exact: true }).waitFor();
}

describe('a buyer', () => {
  test('whose card is declined reads so, and pays with another', async () => {
    await listDrop(world, 'Declined once');
    const nova = await studioOf('nova');
    await claimInPanel(nova, 'Declined once');
    const checkout = await openCheckout(nova);
    await payAtStripe(checkout, { card: 'Use a declined card' });
    await checkout
      .getByRole('alert')
      .getByText(/declined/)
      .waitFor();
    await panelOf(nova).getByText('Time left').waitFor();
    await payAtStripe(checkout);
    await readPaid(checkout);
    await vaultTitle(nova);
    const charges = world.stripe.summary().charges.filter(({ status }) => status === 'succeeded');
    expect(charges).toHaveLength(1);
  });

  test('who walks away from Stripe is told that nothing was charged, and can come back and pay', async () => {
    await listDrop(world, 'Walked away');
    const nova = await studioOf('nova');
    await claimInPanel(nova, 'Walked away');
    const checkout = await openCheckout(nova);
    await checkout.getByRole('link', { name: /Back to/ }).click();
    await checkout.getByRole('heading', { name: 'You were not charged' }).waitFor();
    await checkout.getByRole('link', { name: 'Go back and pay' }).click();
    await goToStripe(checkout);
    await payAtStripe(checkout);
    await readPaid(checkout);
    await vaultTitle(nova);
  });

  test('who clicks twice claims one unit, opens one checkout and is charged once', async () => {
    const drop = await listDrop(world, 'Clicked twice');
    const charged = world.stripe.summary().charges.length;
    const sessions = world.stripe.model.sessions.size;
    const nova = await studioOf('nova');
    await panelOf(nova).getByRole('button', { name: 'Claim one: Clicked twice' }).dblclick();
    await panelOf(nova).getByText('Time left').waitFor();
    const { payUrl } = await claimOnDiscord(world, 'nova', drop);
    const page = await visitor.visit(payUrl);
    await page.getByLabel('United States').check();
    await page.getByRole('button', { name: 'Pay with Stripe' }).dblclick();
    await page.getByRole('button', { name: 'Fill an example address' }).click();
    await page.getByRole('button', { name: 'Use a working card' }).click();
    await page.getByRole('button', { name: /^Pay \$/ }).dblclick();
    await readPaid(page);
    const { orders } = await world.product.operator.listOrders({});
    expect(orders.filter(({ title }) => title === 'Clicked twice')).toHaveLength(1);
    expect(world.stripe.model.sessions.size).toBe(sessions + 1);
    expect(world.stripe.summary().charges).toHaveLength(charged + 1);
  });

  test('who has Stripe open in two tabs pays in one and reads in the other that it is paid', async () => {
    await listDrop(world, 'Two tabs');
    const nova = await studioOf('nova');
    await claimInPanel(nova, 'Two tabs');
    const [one, two] = [await openCheckout(nova), await openCheckout(nova)];
    expect(sessionIn(two)).toBe(sessionIn(one));
    await payAtStripe(one);
    await readPaid(one);
    const charged = world.stripe.summary().charges.length;
    await payAtStripe(two);
    await readPaid(two);
    await two.goBack();
    await two.getByRole('heading', { name: 'This is already paid' }).waitFor();
    expect(world.stripe.summary().charges).toHaveLength(charged);
  });

  test('who presses Buy in Discord gets a link that nobody else sees, and pays with it', async () => {
    await listDrop(world, 'Bought in Discord');
    visitor = await stage.visitor();
    const nova = await visitor.studio('?discord=nova&guide=off');
    const card = partOf(nova, 'Discord').getByRole('article').filter({ hasText: 'Bought in Discord' }).first();
    await card.getByRole('button', { name: 'Buy one' }).click();
    const answer = partOf(nova, 'Discord')
      .getByRole('article')
      .filter({ hasText: 'Bought in Discord' })
      .filter({ hasText: 'Only you can see this' });
    const link = answer.getByRole('link', { name: /^Pay \$60\.00/ });
    await link.waitFor();
    const mori = await (await stage.visitor()).studio('?discord=mori&guide=off');
    await partOf(mori, 'Discord').getByText('Bought in Discord').first().waitFor();
    expect(await mori.getByRole('link', { name: /^Pay \$60\.00/ }).count()).toBe(0);
    const [page] = await Promise.all([nova.waitForEvent('popup'), link.click()]);
    await goToStripe(page);
    await payAtStripe(page);
    await readPaid(page);
  });
});

describe('one unit', () => {
  test('that two people press for at once goes to one of them, and the other reads that it is taken', async () => {
    await listDrop(world, 'Only one', 1);
    const [nova, mori] = [await studioOf('nova'), await studioOf('mori')];
    await listenUntilKnown(mori, 'Only one');
    // Held in hand first: once one of them has pressed, the other's button may be gone before a second look at it.
    const buttonOf = (page: Page) => panelOf(page).getByRole('button', { name: 'Claim one: Only one' }).elementHandle();
    const buttons = [await buttonOf(nova), await buttonOf(mori)];
    await Promise.all(
      buttons.map((button) => button?.evaluate((element) => element instanceof HTMLElement && element.click())),
    );
    const outcomes = await Promise.all(
      [nova, mori].map(async (page) => {
        const [mine, taken] = [
          panelOf(page).getByText('Time left'),
          panelOf(page).getByText(/Every unit of this drop is taken|in line yet/),
        ];
        await mine.or(taken).first().waitFor();
        return (await mine.isVisible()) ? 'mine' : 'taken';
      }),
    );
    expect(outcomes.toSorted()).toEqual(['mine', 'taken']);
  });
});

/** Lets somebody share who they are before it matters who is first. */
async function listenUntilKnown(page: Page, title: string): Promise<void> {
  const panel = panelOf(page);
  await panel.getByRole('button', { name: 'My orders' }).click();
  const share = panel.getByRole('button', { name: 'Share my identity with C500' });
  const passport = panel.getByText(/completed$/);
  await share.or(passport).first().waitFor();
  if (await share.isVisible()) {
    await share.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
  }
  await passport.waitFor();
  await panel.getByRole('button', { name: 'Back' }).click();
  await panel.getByRole('button', { name: `Claim one: ${title}` }).waitFor();
}

describe('a payment after its claim has ended', () => {
  test('takes a unit that is free, and the buyer reads that it was just in time', async () => {
    await listDrop(world, 'Late, one free');
    const juno = await studioOf('juno');
    await claimInPanel(juno, 'Late, one free');
    const checkout = await openCheckout(juno);
    await world.clock.advance(11 * minute);
    await panelOf(juno).getByText('The claim ended', { exact: true }).waitFor();
    await letter(juno, 'Your claim ended');
    await checkout.reload();
    await checkout.getByRole('heading', { name: 'This checkout has expired' }).waitFor();
    await payLate(stage, sessionIn(checkout));
    await letter(juno, 'Just in time');
    await vaultTitle(juno);
  });

  test('goes back whole when every unit is taken, and the buyer reads that too', async () => {
    const drop = await listDrop(world, 'Late, none free', 1);
    const hana = await studioOf('hana');
    await claimInPanel(hana, 'Late, none free');
    const checkout = await openCheckout(hana);
    await world.clock.advance(11 * minute);
    await panelOf(hana).getByText('The claim ended', { exact: true }).waitFor();
    await buy(stage, visitor, 'mori', drop);
    await payLate(stage, sessionIn(checkout));
    await letter(hana, 'arrived after the ten minutes and every unit was taken. All of $72.00 goes back to you.');
    expect(world.stripe.summary().refunds[0]).toMatchObject({ amount: 72_00, status: 'succeeded' });
  });
});

describe('what is not from whom it says', () => {
  test('a webhook that is repeated changes nothing, and one that is forged is turned away', async () => {
    const drop = await listDrop(world, 'Replayed');
    visitor = await stage.visitor();
    const tag = await buy(stage, visitor, 'nova', drop);
    const before = await orderOf(world, tag);
    const event = [...world.stripe.model.events.values()].findLast(({ type }) => type === 'checkout.session.completed');
    for (let time = 0; time < 3; time++) await world.stripe.redeliver(event?.id ?? '');
    const claimed = await claimOnDiscord(world, 'mori', drop);
    const forged = JSON.stringify(event).replaceAll(before.tag, claimed.tag);
    for (const signature of ['', 't=1,v1=00', `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`]) {
      const answer = await fetch(`${world.product.origin}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'stripe-signature': signature },
        body: forged,
      });
      expect(answer.status).toBe(400);
    }
    await booksAgree(world);
    expect((await orderOf(world, tag)).timeline).toEqual(before.timeline);
    expect((await orderOf(world, claimed.tag)).fulfilment).toBe('reserved');
  });

  test('a token that Twitch did not sign, or somebody else’s signature under it, claims nothing', async () => {
    const drop = await listDrop(world, 'Forged');
    const real = world.twitch.extensionToken({
      channelId: twitchIdOf('kumo'),
      userId: twitchIdOf('nova'),
      opaqueId: `U${twitchIdOf('nova')}`,
      shared: true,
      role: 'viewer',
    });
    const [head = '', body = '', signature = ''] = real.split('.');
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
    const other = Buffer.from(JSON.stringify({ ...Object(claims), user_id: twitchIdOf('mori') })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const forgeries = [
      sign(Object(claims), 'a secret that is not Twitch’s'),
      `${head}.${other}.${signature}`,
      `${unsigned}.${body}.`,
    ];
    for (const token of forgeries) {
      const client = createClient({
        baseUrl: world.product.origin,
        headers: () => ({ authorization: `Bearer ${token}` }),
      });
      const refused = await client.claimUnit({ params: { dropId: drop.id } }).catch((error: unknown) => error);
      expect(refused instanceof ApiProblem && refused.problem.code).toBe('not-signed-in');
    }
    const { drops } = await world.product.operator.listDrops({});
    expect(drops.find(({ id }) => id === drop.id)?.units.left).toBe(3);
  });
});

describe('a tag in chat', () => {
  test('counts neither from a viewer, nor while the channel is offline, nor once the order was refunded', async () => {
    const drop = await listDrop(world, 'Tagged in vain');
    const kumo = await (await stage.visitor()).studio('?twitch=kumo&discord=kumo&watch=kumo&guide=off');
    const nova = await studioOf('nova');
    const tag = await buy(stage, visitor, 'nova', drop);
    const lines = kumo.getByRole('log', { name: 'Chat lines' });
    const sayAs = async (page: Page, name: string) => {
      await page.getByLabel(`Chat as ${name}`).fill(tag);
      await page.getByLabel(`Chat as ${name}`).press('Enter');
    };

    await sayAs(kumo, 'Kumo');
    await lines.getByText('Your channel is offline, so this cannot count as live.').waitFor();
    await setKumoLive(world, true);
    await sayAs(nova, 'Nova');
    const seen = partOf(nova, 'Sightings');
    await seen.getByText('Only the broadcaster can put an order on the bench.').waitFor();
    await panelOf(nova).getByText('The bench is clear right now.').waitFor();

    await sendCommand(kumo, '/c500 refund', { order: tag, reason: 'The plate cracked' });
    await partOf(kumo, 'Discord').getByText('all of it goes back to the buyer. Do not build it.').last().waitFor();
    await letter(nova, 'Reason: The plate cracked.');
    await sayAs(kumo, 'Kumo');
    await lines.getByText('That order was refunded.').waitFor();
    await panelOf(nova).getByText('The bench is clear right now.').waitFor();
    expect((await orderOf(world, tag)).vault).toMatchObject({ heldMinor: 0, releasedMinor: 0, refundedMinor: 72_00 });
    await setKumoLive(world, false);
  });
});

describe('a parcel', () => {
  test('whose number was used for somebody else is refused to the builder, and nothing ships', async () => {
    const drop = await listDrop(world, 'Shipped once');
    visitor = await stage.visitor();
    const [first, second] = [await buy(stage, visitor, 'nova', drop), await buy(stage, visitor, 'mori', drop)];
    const kumo = await visitor.studio('?twitch=kumo&discord=kumo&guide=off');
    const number = '1000000002';
    const ship = async (order: string) => {
      await sendCommand(kumo, '/c500 ship', { order, tracking: number });
      await partOf(kumo, 'Discord').getByRole('button', { name: 'Yes, send it' }).last().click();
    };
    await ship(first);
    await partOf(kumo, 'Discord').getByText('The buyer has been told.').last().waitFor();
    await ship(second);
    await partOf(kumo, 'Discord').getByText('That tracking number was already used for another order.').waitFor();
    expect((await orderOf(world, first)).fulfilment).toBe('shipped');
    expect((await orderOf(world, second)).fulfilment).toBe('paid');
  });
});

describe('when something breaks', () => {
  test('a release that finds Stripe down waits, and is made once Stripe is back', async () => {
    const drop = await listDrop(world, 'Released late');
    visitor = await stage.visitor();
    const tag = await buy(stage, visitor, 'nova', drop);
    const studio = await visitor.studio('?twitch=kumo&watch=kumo&guide=off');
    await setKumoLive(world, true);
    await studio.getByLabel('Chat as Kumo').fill(tag);
    await studio.getByLabel('Chat as Kumo').press('Enter');
    await panelOf(studio).getByText('0 of 10 live minutes').waitFor();
    const river = partOf(studio, 'Money river');
    await studio.getByRole('switch', { name: /^Stripe is down/ }).click();
    await studio.getByRole('button', { name: /^\+10m/ }).click();
    await river.getByRole('row', { name: 'On its way to Kumo $66.00' }).waitFor();
    await studio.getByRole('switch', { name: /^Stripe is down/ }).click();
    await studio.getByRole('button', { name: /^\+10m/ }).click();
    await river.getByRole('row', { name: 'With Kumo $66.00' }).waitFor();
    await studio.getByText('ledger = Stripe ✓ to the cent').waitFor();
    expect(world.stripe.summary().transfers.filter(({ amount }) => amount === 66_00)).toHaveLength(1);
    await setKumoLive(world, false);
  });

  test('a server that dies while somebody pays comes back with the claim and the payment', async () => {
    await listDrop(world, 'Paid in the dark');
    const nova = await studioOf('nova');
    await claimInPanel(nova, 'Paid in the dark');
    const tag = await newestTag('Paid in the dark');
    const checkout = await openCheckout(nova);
    const session = world.stripe.model.sessions.get(sessionIn(checkout));
    await nova.getByRole('button', { name: 'End the server now' }).click();
    await nova
      .getByText('The server is down, the bot is running.')
      .or(nova.getByText(/server is starting/))
      .waitFor();
    await payAtStripe(checkout);
    await eventually(
      'Stripe has the money',
      () => session && world.stripe.model.sessions.get(session.id)?.status === 'complete',
    );
    await readPaidAtLast(checkout, (session?.success_url ?? '').replace('{CHECKOUT_SESSION_ID}', session?.id ?? ''));
    await nova.getByText('The server is running, the bot is running.').waitFor();
    await vaultTitle(nova);
    expect((await orderOf(world, tag)).vault).toMatchObject({ chargedMinor: 72_00, heldMinor: 72_00 });
  });
});
