import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { World } from '../world.ts';
import { booksAgree, eventually } from './books.ts';
import { goToStripe, partOf, payAtStripe, readPaid } from './hands.ts';
import { listDrop, orderOf, sendCommand } from './scenes.ts';
import { openStage, type JourneyStage, type Visitor } from './stage.ts';

jest.setTimeout(240_000);
let stage: JourneyStage;
let world: World;
let visitor: Visitor;

beforeAll(async () => {
  stage = await openStage();
  world = stage.world;
  visitor = await stage.visitor();
}, 60_000);
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});

/** The newest message in the Studio's Discord that has these words. */
function message(page: Page, words: string): Locator {
  return partOf(page, 'Discord').getByRole('article').filter({ hasText: words }).last();
}

async function press(page: Page, words: string, button: string): Promise<void> {
  await message(page, words).getByRole('button', { name: button, exact: true }).click();
}

test('with a mouse: a drop is paused and opened again from its card, bought, shipped, looked up and confirmed', async () => {
  await listDrop(world, 'Clicked through');
  const kumo = await visitor.studio('?discord=kumo&guide=off');
  await press(kumo, 'Made by Kumo', 'For the builder');
  await press(kumo, 'Your drop', 'Pause');
  await message(kumo, 'paused').getByRole('button', { name: 'Open again' }).click();
  await message(kumo, 'An edit touches later claims only.').getByRole('button', { name: 'Pause' }).waitFor();

  const nova = await (await stage.visitor()).studio('?discord=nova&guide=off');
  await press(nova, 'Clicked through', 'Buy one');
  const link = message(nova, 'Only you can see this').getByRole('link', { name: /^Pay \$60\.00/ });
  const [checkout] = await Promise.all([nova.waitForEvent('popup'), link.click()]);
  await goToStripe(checkout);
  await payAtStripe(checkout);
  await readPaid(checkout);
  const tag = await eventually('the order is paid', async () => {
    const { orders } = await world.product.operator.listOrders({});
    return orders.find(({ title, fulfilment }) => title === 'Clicked through' && fulfilment === 'paid')?.tag;
  });

  await sendCommand(kumo, '/c500 ship', { order: tag, tracking: '1Z999AA10123456784' });
  await message(kumo, 'Is this the parcel?').getByText('UPS').waitFor();
  await press(kumo, 'Is this the parcel?', 'Yes, send it');
  await message(kumo, 'The buyer has been told.').waitFor();

  await sendCommand(nova, '/c500 orders', {});
  await press(nova, 'Your orders', 'Details');
  await press(nova, 'What happened', 'It has arrived');
  await press(nova, 'as it should be?', 'Yes');
  await message(nova, 'Thank you.').waitFor();
  await eventually('it has arrived', async () =>
    ['delivered', 'completed'].includes((await orderOf(world, tag)).fulfilment),
  );

  await sendCommand(nova, '/c500 profile', {});
  await message(nova, 'Your passport')
    .getByRole('img', { name: /^Passport of Nova: VIP/ })
    .waitFor();
  await booksAgree(world);
  expect(stage.complaints()).toEqual([]);
});

test('with a mouse: an admin chooses where cards go, in a menu', async () => {
  const sol = await visitor.studio('?discord=sol&guide=off');
  await sendCommand(sol, '/c500 community', {});
  await press(sol, 'C500 in The Cloud', 'Channels');
  const menu = message(sol, 'Where cards of drops are posted').getByRole('button', { name: /available-builds/ });
  await menu.click();
  await partOf(sol, 'Discord')
    .getByRole('button', { name: /lounge/ })
    .last()
    .click();
  await message(sol, 'Where cards of drops are posted')
    .getByRole('button', { name: /Nothing chosen: # lounge/ })
    .waitFor();
  expect(stage.complaints()).toEqual([]);
});
