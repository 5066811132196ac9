import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Browser, Route } from 'playwright-core';
import { minute } from '#shared/house-rules.ts';
import { booksAgree, buy, listDrop, orderOf, twitchIdOf } from '../server/test/stories.ts';
import { signIn, startWorld, viewerToken, type TestWorld } from '../server/test/world.ts';
import { coreOrigin } from './test/canned-views.ts';
import { buildOnce, DeskStage } from './test/desk-stage.ts';
import { startBrowser } from '../sandbox/browser.ts';

jest.setTimeout(60_000);
let browser: Browser;
let world: TestWorld;

beforeAll(async () => {
  await buildOnce();
  [browser, world] = await Promise.all([startBrowser(), startWorld()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Hands a request of the page to the real core, whose own address is another. Which origins it lets in is proved elsewhere. */
async function handOver(route: Route): Promise<void> {
  const request = route.request();
  const cors = {
    'access-control-allow-origin': '*',
    'access-control-allow-headers': '*',
    'access-control-allow-methods': '*',
  };
  if (request.method() === 'OPTIONS') return route.fulfill({ status: 204, headers: cors });
  const authorization = (await request.headerValue('authorization')) ?? '';
  const body = request.postData();
  const answer = await fetch(request.url().replace(coreOrigin, world.site), {
    method: request.method(),
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === null ? {} : { body }),
  });
  const contentType = answer.headers.get('content-type') ?? '';
  const bytes = Buffer.from(await answer.arrayBuffer());
  const told = contentType.includes('json') ? bytes.toString().replaceAll(world.site, coreOrigin) : bytes;
  await route.fulfill({ status: answer.status, contentType, headers: cors, body: told });
}

test('a builder takes an order from the queue to proved and done, all at the live desk, and closes the drop', async () => {
  const drop = await listDrop(world, { price: '60', title: 'Cloud 65', units: 3 });
  const [first, second] = [await buy(world, 'nova', drop), await buy(world, 'mori', drop)];
  const token = viewerToken(world.twitch, 'kumo', 'kumo', true);
  await using stage = await DeskStage.open(browser, {
    view: 'live_config',
    heightPx: 1_400,
    behind: { answer: handOver, token },
  });
  const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
  const news = () => stage.nudge(`news ${Math.random()}`);

  // Offline one can arrange, tick, and read why nothing counts yet.
  await stage.see('You are offline');
  await button(`Move ${second.tag} up`).click();
  await stage.frame.getByText(`${second.tag} is now number 1 of 2.`).waitFor({ state: 'attached' });
  await stage.frame.locator('.queue summary').first().click();
  await stage.frame.locator('.waits').first().getByRole('checkbox', { name: 'Case prepared' }).click();
  await stage.see('1 of 7 steps');

  world.twitch.goLive(twitchIdOf('kumo'), 'evening build');
  await world.settle();
  await news();
  await button(`Put on the bench: ${second.tag}`).click();
  await stage.see('1 of 3');
  await stage.see('0 of 10 live minutes');
  const bench = stage.frame.locator('article').first();
  await bench.getByRole('checkbox', { name: 'Switches in' }).click();
  await bench.getByText('Notes and photos').click();
  await bench.getByRole('textbox', { name: 'A note for the order' }).fill('Long springs are in');
  await bench.getByRole('button', { name: 'Add note' }).click();
  await bench.getByRole('listitem').getByText('Long springs are in').waitFor();
  await bench.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: onePixel });
  await bench.getByRole('button', { name: 'Add photo' }).click();
  await bench.locator('.thumb img').last().waitFor();

  await world.pass(6 * minute);
  await news();
  await stage.see('6 of 10 live minutes');
  await world.pass(5 * minute);
  await news();
  await stage.see('Proved live on stream');
  await button(`Done: ${second.tag}`).click();
  await stage.see('The bench is clear');
  await stage.see('Certified build');
  await button(/^Close: Cloud 65/).click();
  await button('Yes, close it').click();
  await button(/^Close: Cloud 65/).waitFor({ state: 'detached' });

  const made = await orderOf(world, 'mori', second.tag);
  expect(made.certifiedBuild).toBe(true);
  expect(made.build?.steps.filter(({ doneAt }) => doneAt !== null).map(({ key }) => key)).toEqual(['case', 'switches']);
  expect(made.build?.notes.map(({ text }) => text)).toEqual(['Long springs are in']);
  expect(made.build?.photos).toHaveLength(1);
  expect((await orderOf(world, 'nova', first.tag)).fulfilment).toBe('paid');
  expect((await world.inPanel('pip', 'kumo').getChannel({})).drops.map(({ id }) => id)).not.toContain(drop.id);
  await booksAgree(world);
  expect(stage.faults).toEqual([]);
});

test('a builder disconnects the channel, and connects it again through Twitch, at its configuration', async () => {
  const token = viewerToken(world.twitch, 'kumo', 'kumo', true);
  await using stage = await DeskStage.open(browser, { view: 'config', behind: { answer: handOver, token } });
  await stage.see('Connected as kumo_live since');
  await stage.frame.getByRole('button', { name: 'Disconnect this channel' }).click();
  await stage.frame.getByRole('button', { name: 'Yes, disconnect' }).click();
  await stage.see('You disconnected this channel');
  const link = stage.frame.getByRole('link', { name: 'Reconnect with Twitch' });
  await agreeAtTwitch((await link.getAttribute('href')) ?? '');
  await stage.frame.evaluate(`window.dispatchEvent(new Event('focus'))`);
  await stage.see('Connected as kumo_live since');
  await stage.see('You have given it.');
  expect(stage.faults).toEqual([]);
});

/** Goes where the page's link leads, signed in as its builder, and says yes at Twitch. */
async function agreeAtTwitch(link: string): Promise<void> {
  const { person } = await signIn(world, 'kumo');
  const left = await person.visit(link.slice(coreOrigin.length));
  const asked = new URL(left.headers.get('location') ?? '');
  asked.searchParams.set('as', twitchIdOf('kumo'));
  const agreed = await fetch(asked, { redirect: 'manual' });
  expect((await person.visit(agreed.headers.get('location') ?? '')).status).toBe(200);
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
