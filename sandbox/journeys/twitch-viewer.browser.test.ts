import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import { minute } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { eventually } from './books.ts';
import { goToStripe, panelOf, payAtStripe, readPaid, viewOf } from './hands.ts';
import { setKumoLive, twitchIdOf } from './scenes.ts';
import { openStage, type JourneyStage } from './stage.ts';

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'journeys');
const panelSize = { width: 318, height: 496 };
const playerSize = { width: 1280, height: 720 };

jest.setTimeout(180_000);
let stage: JourneyStage;

beforeEach(async () => {
  mkdirSync(pictures, { recursive: true });
  stage = await openStage();
}, 120_000);

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

type Wish = { readonly title: string; readonly units: number; readonly earlyBirdMinutes?: number };

/** Kumo opens a drop that the form in Discord has no field for. */
function openDrop({ title, units, earlyBirdMinutes = 0 }: Wish): Promise<DropView> {
  return stage.as('kumo').createDrop({
    body: {
      requestId: randomUUID(),
      guild: 'builder',
      kind: 'commission',
      units,
      proofDays: 21,
      title,
      priceTyped: '60',
      specs: 'Quiet and soft.',
      pictures: [],
      vodUrl: null,
      earlyBirdMinutes,
    },
  });
}

type Seat = { readonly key: string; readonly show: 'panel' | 'overlay' | 'phone'; readonly theme: 'light' | 'dark' };

/** One view of the extension alone, as large as Twitch shows it. */
async function sit(
  { key, show, theme }: Seat,
  size: { readonly width: number; readonly height: number },
): Promise<Page> {
  const visitor = await stage.visitor(size);
  return visitor.studio(`?twitch=${key}&watch=kumo&show=${show}&panel=${theme}&focus=extension&guide=off`);
}

function picture(page: Page, name: string): Promise<unknown> {
  return page.screenshot({ path: join(pictures, `twitch-${name}.png`) });
}

/** What any view says of an order on the bench: the panel and a phone in a card, the overlay in its strip. */
function benchOf(frame: FrameLocator, tag: string) {
  return frame.locator('.bench, .nowstrip').filter({ hasText: tag });
}

/** Moves the pointer onto the player, as whoever wants something of it does: what lies over the stream comes with its controls. */
async function touchPlayer(page: Page): Promise<void> {
  await page.getByRole('figure').hover({ position: { x: 900, y: 200 } });
}

describe('a viewer on Twitch', () => {
  test('finds drops that open for VIPs first, stands in line, and sees the order made in every view', async () => {
    await openDrop({ title: 'Cloud for early birds', units: 3, earlyBirdMinutes: 60 });
    const single = await openDrop({ title: 'One cloud only', units: 1 });
    const [mori, nova] = await Promise.all([
      sit({ key: 'mori', show: 'panel', theme: 'light' }, panelSize),
      sit({ key: 'nova', show: 'phone', theme: 'dark' }, { width: 390, height: 664 }),
    ]);
    const [panel, phone] = [panelOf(mori), viewOf(nova, 'mobile')];

    await panel.getByText('VIPs go first').first().waitFor();
    await picture(mori, 'panel-drops-light');
    await claimOnPhone(nova, 'Cloud for early birds');
    await panel.getByText('2 of 3 left').waitFor();

    const hers = await stage.as('nova').claimUnit({ params: { dropId: single.id } });
    await standInLine(mori, 'One cloud only');
    await picture(mori, 'panel-in-line-light');
    await stage.as('nova').cancelClaim({ params: { tag: hers.tag } });
    await panel.getByRole('button', { name: /^C5-\w+ is set aside for you/ }).waitFor();

    const tag = await payFor(mori, single.id);
    await setKumoLive(stage.world, true);
    const overlaySeat = await sit({ key: 'mori', show: 'overlay', theme: 'dark' }, playerSize);
    const overlay = viewOf(overlaySeat, 'overlay');
    await touchPlayer(overlaySeat);
    await overlay.getByText('Open the workshop').waitFor({ state: 'attached' });

    const kumo = twitchIdOf('kumo');
    stage.world.twitch.say(kumo, kumo, `Here we go: ${tag.toLowerCase()}`);
    for (const frame of [panel, phone, overlay]) await benchOf(frame, tag).waitFor();
    await Promise.all([
      picture(mori, 'panel-bench-light'),
      picture(nova, 'phone-bench-dark'),
      picture(overlaySeat, 'overlay-bench-dark'),
    ]);

    const desk = stage.atDesk('kumo');
    await desk.tickStep({ params: { tag, step: 'case' }, body: { done: true } });
    await panel.getByText('1 of 7 steps').waitFor();
    await phone.getByText('1 of 7 steps').waitFor();
    await stage.world.clock.advance(10 * minute);
    await panel.getByText('Proved live on stream').first().waitFor();
    await desk.finishBuild({ params: { tag } });
    await overlay.getByText('An order is finished').waitFor();
    await picture(overlaySeat, 'overlay-moment-dark');
    await panel.getByText('Done today').waitFor();
    await phone.getByText('Done today').waitFor();
    await benchOf(panel, tag).waitFor({ state: 'detached' });

    await touchPlayer(overlaySeat);
    await overlay.getByRole('button', { name: /Open the workshop/ }).click();
    await overlay.getByText('Done today').waitFor();
    await picture(overlaySeat, 'overlay-open-dark');
    expect(stage.complaints()).toEqual([]);
  });
});

/** A VIP claims on a phone, after saying who she is. */
async function claimOnPhone(page: Page, title: string): Promise<void> {
  const phone = viewOf(page, 'mobile');
  await phone.getByRole('button', { name: `I am a VIP: claim one: ${title}` }).click();
  await phone.getByRole('button', { name: 'Share my identity with C500' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
  await phone.getByText('Thank you, now we know you. You can claim.').waitFor();
  await phone.getByRole('button', { name: new RegExp(`claim one: ${title}$`, 'i') }).click();
  await phone.getByText('Time left').waitFor();
  await phone.getByRole('button', { name: 'Back' }).click();
}

/** Joins the line of a drop whose last unit is taken, after saying who one is. */
async function standInLine(page: Page, title: string): Promise<void> {
  const panel = panelOf(page);
  const join = panel.getByRole('button', { name: `Join the line: ${title}` });
  await join.click();
  await panel.getByRole('button', { name: 'Share my identity with C500' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Share' }).click();
  await join.click();
  await panel.getByText('You are next in line').waitFor();
}

/** Pays for what was set aside, through the panel's own link. Answers the order's tag. */
async function payFor(page: Page, dropId: string): Promise<string> {
  const panel = panelOf(page);
  await panel.getByRole('button', { name: /is set aside for you/ }).click();
  const [checkout] = await Promise.all([
    page.waitForEvent('popup'),
    panel.getByRole('link', { name: /^Pay \$/ }).click(),
  ]);
  await goToStripe(checkout);
  await payAtStripe(checkout);
  await readPaid(checkout);
  await panel.getByRole('button', { name: 'Back' }).click();
  return eventually('the order is paid', async () => {
    const { orders } = await stage.world.product.operator.listOrders({});
    return orders.find((order) => order.dropId === dropId && order.fulfilment === 'paid')?.tag;
  });
}
