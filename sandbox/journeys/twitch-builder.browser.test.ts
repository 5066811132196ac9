import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { day, minute } from '#shared/house-rules.ts';
import { chatBot } from '../people.ts';
import { drawPicture } from '../seed/pictures.ts';
import type { World } from '../world.ts';
import { eventually } from './books.ts';
import { panelOf, viewOf } from './hands.ts';
import { buy, listDrop, orderOf, twitchIdOf } from './scenes.ts';
import { openStage, type JourneyStage, type Visitor } from './stage.ts';

const pictures = join(import.meta.dirname, '..', '..', 'artifacts', 'journeys');

jest.setTimeout(240_000);

let stage: JourneyStage;
let world: World;

beforeEach(async () => {
  mkdirSync(pictures, { recursive: true });
  stage = await openStage();
  world = stage.world;
}, 120_000);

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

type Show = 'panel' | 'config' | 'desk';

/** One view of the extension alone in a window of its own. */
async function sit(visitor: Visitor, key: string, show: Show, theme: 'light' | 'dark'): Promise<Page> {
  return visitor.studio(`?twitch=${key}&watch=kumo&show=${show}&panel=${theme}&focus=extension&guide=off`);
}

function picture(page: Page, name: string): Promise<unknown> {
  return page.screenshot({ path: join(pictures, `twitch-${name}.png`) });
}

/** What the bot has said in Kumo's chat. */
function saidInChat(): readonly string[] {
  return world.twitch.model.chat
    .lines(twitchIdOf('kumo'))
    .filter(({ userId }) => userId === chatBot.id)
    .map(({ text }) => text);
}

const askAgainMs = 10_000;

/** Asks in chat until an answer holds these words: whoever asks a bot that has just come back asks again. */
async function ask(question: string, words: string): Promise<void> {
  let askedAt = -askAgainMs;
  await eventually(`chat answers ${question}`, () => {
    if (performance.now() - askedAt >= askAgainMs) {
      world.twitch.say(twitchIdOf('kumo'), twitchIdOf('ash'), question);
      askedAt = performance.now();
    }
    return saidInChat().some((line) => line.includes(words));
  });
}

/** Drags a row of the queue by its dots above another. */
async function dragAbove(page: Page, row: Locator, other: Locator): Promise<void> {
  await row.scrollIntoViewIfNeeded();
  const grip = await row.locator('.rail__grip').boundingBox();
  const target = await other.locator('.rail__grip').boundingBox();
  if (!grip || !target) throw new Error('there is nothing to drag');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x + grip.width / 2, (grip.y + target.y) / 2, { steps: 6 });
  await page.mouse.move(grip.x + grip.width / 2, target.y + 2, { steps: 6 });
  await page.mouse.up();
}

describe('a builder on Twitch', () => {
  test('connects the channel, and works at the live desk, also while Twitch loses its notices and keeps no recordings', async () => {
    const buyers = await stage.visitor();
    const drop = await listDrop(world, 'Made at the desk', 3);
    const [first, second] = [await buy(stage, buyers, 'nova', drop), await buy(stage, buyers, 'mori', drop)];
    const kumo = await stage.visitor({ width: 640, height: 900 });
    const config = await sit(kumo, 'kumo', 'config', 'light');
    await withdrawAndReturn(config);

    world.twitch.model.channels.setKeepsVideos(twitchIdOf('kumo'), false);
    world.twitch.faults.eventsubLost = true;
    world.twitch.goLive(twitchIdOf('kumo'), 'At the bench');
    const desk = await sit(kumo, 'kumo', 'desk', 'dark');
    const table = viewOf(desk, 'live desk');
    const panelSeat = await sit(await stage.visitor({ width: 318, height: 496 }), 'ash', 'panel', 'dark');
    const panel = panelOf(panelSeat);
    await table.getByText('You are offline').waitFor();
    await dragAbove(desk, table.locator('.waits').nth(1), table.locator('.waits').nth(0));
    await eventually('the queue is as it was dragged', async () => {
      const { queue } = await stage.atDesk('kumo').getDesk({});
      return queue[0]?.tag === second;
    });
    // C500 looks for itself every minute at channels of which Twitch tells nothing.
    await world.clock.advance(minute);
    await table.getByText(/^Live since/).waitFor();
    world.twitch.faults.eventsubLost = false;
    await ask('!next', `Next: ${second}`);

    await table.getByRole('button', { name: `Put on the bench: ${second}` }).click();
    await panel.locator('.bench').getByText(second).waitFor();
    const order = table.getByRole('article').filter({ hasText: second });
    await order.getByLabel('Case prepared').check();
    await panel.getByText('1 of 7 steps').waitFor();
    await noteAndPhoto(order);
    await panel.getByText('Filed the edges by hand').first().waitFor();
    await picture(panelSeat, 'panel-note-dark');
    await world.clock.advance(6 * minute);
    await order.getByText(/^6(\.\d)? of 10 live minutes$/).waitFor();
    await picture(desk, 'desk-progress-dark');
    await ask('!bench', second);
    await ask(`!order ${first}`, `${first} is number 1 in the queue`);

    await table.getByRole('button', { name: 'Close: Made at the desk' }).click();
    await table.getByRole('button', { name: 'Yes, close it' }).click();
    await panel.getByRole('button', { name: 'Claim one: Made at the desk' }).waitFor({ state: 'detached' });
    await ask('!drops', 'No open drops here just now.');
    await world.clock.advance(5 * minute);
    await order.getByText('Proved live on stream').waitFor();
    await order.getByRole('button', { name: `Done: ${second}` }).click();
    await panel.getByText('Done today').waitFor();
    await picture(desk, 'desk-done-dark');
    expect((await orderOf(world, second)).proofs).toMatchObject([{ kind: 'stream', moment: { source: 'live-desk' } }]);

    world.twitch.goOffline(twitchIdOf('kumo'));
    await world.clock.advance(2 * day);
    await eventually('the search for a recording is over', async () => {
      const [proof] = (await orderOf(world, second)).proofs;
      return proof?.moment?.recording === 'none';
    });
    await readThatNothingWasRecorded(buyers, second);
    expect(stage.complaints()).toEqual([]);
  });
});

/** The consent is taken back at Twitch, which the configuration says by itself, and is given again in a window of Twitch's. */
async function withdrawAndReturn(config: Page): Promise<void> {
  const settings = viewOf(config, 'config');
  await settings.getByText('Connected as kumo_live').waitFor();
  world.twitch.model.disconnect(twitchIdOf('kumo'));
  await settings.getByText('Our access was taken back at Twitch').waitFor();
  await settings.getByRole('heading', { name: 'Connect your channel' }).waitFor();
  await picture(config, 'config-withdrawn-light');
  const [consent] = await Promise.all([
    config.waitForEvent('popup'),
    settings.getByRole('link', { name: /^Reconnect with Twitch/ }).click(),
  ]);
  await consent.getByRole('link', { name: 'Sign in with Discord' }).click();
  await consent.getByRole('button', { name: 'Authorize as Kumo' }).click();
  for (const scope of ['channel:bot', 'channel:manage:broadcast', 'clips:edit'])
    await consent.getByText(scope).waitFor();
  await consent.getByRole('button', { name: /^Kumo/ }).click();
  await consent.getByRole('heading', { name: 'Your channel kumo_live is connected' }).waitFor();
  await picture(consent, 'connected-light');
  await consent.close();
  await settings.getByText('Connected as kumo_live').waitFor();
  await picture(config, 'config-connected-light');
}

/** Mori reads on the order's own page why there is nothing to watch. */
async function readThatNothingWasRecorded(buyers: Visitor, tag: string): Promise<void> {
  const page = await buyers.visit((await orderOf(world, tag)).orderUrl);
  await page.getByRole('link', { name: 'Sign in with Discord' }).click();
  await page.getByRole('button', { name: 'Authorize as Mori' }).click();
  await page.getByText('The channel keeps no recordings of its streams.').waitFor();
  await page.screenshot({ path: join(pictures, 'twitch-order-without-recording.png'), fullPage: true });
}

/** Writes a note, and shows a photo after having looked at it. */
async function noteAndPhoto(order: Locator): Promise<void> {
  await order.getByText(/^Notes and photos/).click();
  await order.getByLabel('A note for the order').fill('Filed the edges by hand');
  await order.getByRole('button', { name: 'Add note' }).click();
  await order.getByText('Filed the edges by hand').waitFor();
  const file = { name: 'bench.png', mimeType: 'image/png', buffer: Buffer.from(drawPicture('pastel-board')) };
  await order.locator('input[type="file"]').setInputFiles(file);
  await order.getByRole('img', { name: 'The photo you chose' }).waitFor();
  await order.getByRole('button', { name: 'Add photo' }).click();
  await order.getByText('Notes and photos, 2 so far').waitFor();
}
