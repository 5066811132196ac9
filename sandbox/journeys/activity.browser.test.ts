import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openActivityStage, type ActivityStage, type Seat } from './activity-stage.ts';
import { goToStripe, payAtStripe, readPaid } from './hands.ts';

jest.setTimeout(90_000);
let stage: ActivityStage;
const seats: Seat[] = [];

beforeAll(async () => {
  stage = await openActivityStage();
}, 120_000);
afterAll(async () => {
  await stage[Symbol.asyncDispose]();
});
afterEach(async () => {
  for (const { context } of seats.splice(0)) await context.close();
  expect(stage.complaints()).toEqual([]);
});

async function sit(...how: Parameters<ActivityStage['sit']>): Promise<Seat> {
  const seat = await stage.sit(...how);
  seats.push(seat);
  return seat;
}

describe('the activity in Discord', () => {
  test('leads from the street to a paid order and the passport', async () => {
    const { client, frame, context, picture } = await sit('mori');
    const windows = frame.getByRole('button', { name: /^Look at / });
    await windows.first().waitFor();
    await picture('street');
    await frame.getByRole('button', { name: 'I can claim' }).click();
    await frame.getByRole('searchbox').fill('koi');
    await expect(windows.count()).resolves.toBe(1);
    await windows.first().click();
    await picture('drop');
    await frame.getByRole('button', { name: /^Claim one/ }).click();
    await frame.getByText('Time left').waitFor();
    await picture('claim');

    await frame.getByRole('button', { name: /^Pay \$/ }).click();
    const [shop] = await Promise.all([
      context.waitForEvent('page'),
      client.getByRole('button', { name: 'Visit site' }).click(),
    ]);
    await goToStripe(shop);
    await payAtStripe(shop);
    await readPaid(shop);
    await shop.close();
    await frame.getByText('Your money waits in the Vault').first().waitFor();
    await picture('paid');
    await frame.getByRole('button', { name: 'My orders' }).click();
    await frame.getByRole('heading', { name: 'Under way' }).waitFor();
    await frame.getByRole('button', { name: 'Passport' }).click();
    await frame.getByText('What opens VIP').waitFor();
    await picture('passport');
  });

  test('lets two people in one channel see each other, point, and feel what the other claims', async () => {
    const [mori, nova] = [await sit('mori'), await sit('nova')];
    await mori.frame.getByRole('img', { name: 'Nova is here' }).waitFor();
    await nova.frame.getByRole('button', { name: /^Look at Full tune/ }).click();
    await mori.frame.getByRole('button', { name: /^Nova looks at Full tune/ }).waitFor();
    await nova.frame.getByRole('button', { name: 'Show everyone' }).click();
    await mori.frame.getByText(/^Nova points at Full tune/).waitFor();
    await mori.picture('together');
    await mori.frame.getByRole('button', { name: 'Show me' }).click();
    await nova.frame.getByRole('button', { name: /^Claim one/ }).click();
    await mori.frame.getByText(/^Nova claimed Full tune/).waitFor();
    await mori.picture('felt');
  });

  test('survives its network and its core, and is looked at small, in the grid and on a phone', async () => {
    const mori = await sit('mori');
    await mori.set('network=off');
    await mori.frame.getByText('We keep trying').waitFor();
    const nova = await sit('nova', { platform: 'mobile' });
    await nova.picture('phone');
    await mori.set('network=on');
    await mori.frame.getByRole('img', { name: 'Nova is here' }).waitFor();
    await stage.world.product.kill();
    await stage.world.product.ready();
    await nova.frame.getByRole('button', { name: /^Look at Restored/ }).click();
    await nova.frame.getByRole('button', { name: 'Show everyone' }).click();
    await mori.frame.getByText(/^Nova points at Restored/).waitFor();
    await nova.set('layout=pip&theme=light');
    await nova.frame
      .getByText(/drops in the windows|is live|Set aside for you/)
      .first()
      .waitFor();
    await nova.picture('phone-small');
    await mori.set('layout=pip&theme=light');
    await mori.frame
      .getByText(/drops in the windows|is live|Set aside for you/)
      .first()
      .waitFor();
    await mori.picture('small');
    await mori.set('layout=grid&theme=light');
    await mori.picture('grid');
  });
});
