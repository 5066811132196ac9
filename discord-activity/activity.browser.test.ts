import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { builder, staff } from '../sandbox/discord/test-world.ts';
import { aClaim, aPaidOrder } from './test/canned-street.ts';
import { openTheatre, Stage, type Seeing, type Theatre } from './test/stage.ts';

/** Discord asks each of them once, however often a test is tried. */
const newcomers = [staff, builder];

let theatre: Theatre;
let stage: Stage;

beforeAll(async () => {
  theatre = await openTheatre();
}, 30_000);
afterAll(() => theatre.close());
beforeEach(() => theatre.core.reset());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

async function open(seeing: Seeing = {}): Promise<void> {
  stage = await Stage.open(theatre, seeing);
}

/** Looks at a place in light and dark: axe finds nothing, nothing scrolls sideways, and a picture of each is kept. */
async function look(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await stage.client.emulateMedia({ colorScheme: theme });
    expect([name, theme, await stage.breaches()]).toEqual([name, theme, []]);
    await stage.keepPicture(`${name}-${theme}`);
  }
  expect([name, await stage.sidewaysPx()]).toEqual([name, 0]);
}

const nova = { key: 'k-nova', nickname: 'nova', lookingAt: 'drp_koi', isYou: false };
const pip = { key: 'k-pip', nickname: 'pip', lookingAt: 'drp_cloud65', isYou: false };
const hana = { key: 'k-hana', nickname: 'hana', lookingAt: null, isYou: false };

describe('a walk down the street', () => {
  test('from the first hello to an order, every place seen in both themes', async () => {
    const { core } = theatre;
    core.others = [nova, pip, hana];
    core.orders = [aPaidOrder()];
    await open({ userId: newcomers.pop() ?? '' });
    const { frame, client } = stage;
    await client.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByText('You are looking in from outside').waitFor();
    await frame.getByRole('button', { name: 'Come in' }).click();
    await client.getByRole('button', { name: 'Authorize' }).click();
    await stage.arrived();
    await frame.getByRole('button', { name: 'nova looks at Koi pond escape key' }).waitFor();
    await look('street');

    await frame.getByRole('button', { name: 'Look at Cloud 65, hand-lubed and tuned' }).click();
    await frame.getByRole('button', { name: /^Claim one/ }).waitFor();
    await look('drop');
    await frame.getByRole('button', { name: /^Claim one/ }).click();
    await frame.getByText('Time left').waitFor();
    await look('claim');
    await frame.getByRole('button', { name: 'Pay $450.00' }).click();
    await client.getByRole('button', { name: 'Go back' }).click();
    await frame.getByText('Discord did not open the page').waitFor();
    core.changeOrder(aPaidOrder({ tag: aClaim().tag, title: aClaim().title }));
    await frame.getByText('Your money waits in the Vault').first().waitFor();
    await look('order');
    await frame.getByRole('button', { name: 'My orders' }).click();
    await frame.getByRole('heading', { name: 'Under way' }).waitFor();
    await look('orders');
    await frame.getByRole('button', { name: 'Passport' }).click();
    await frame.getByText('What opens VIP').waitFor();
    await look('passport');
    await frame.getByRole('button', { name: 'Live 2' }).click();
    await frame.getByText('Quiet 65% build, tea and rain').waitFor();
    await look('live');
  });
});

describe('layouts', () => {
  test('on a phone', async () => {
    theatre.core.others = [nova, pip, hana];
    await open({ platform: 'mobile' });
    await stage.arrived();
    await look('mobile-street');
    await stage.frame.getByRole('button', { name: 'Look at Cloud 65, hand-lubed and tuned' }).click();
    await stage.frame.getByRole('button', { name: /^Claim one/ }).click();
    await stage.frame.getByText('Time left').waitFor();
    await look('mobile-claim');
    await stage.frame.getByRole('button', { name: 'Back', exact: true }).click();
    await look('mobile-drop');
    await stage.set('layout=pip');
    await stage.frame.getByText('Set aside for you').first().waitFor();
    await look('mobile-pip');
    await stage.set('layout=grid');
    await look('mobile-grid');
  });
  test('small', async () => {
    theatre.core.others = [nova, pip, hana];
    await open();
    await stage.arrived();
    await stage.set('layout=pip');
    await stage.frame.getByText('Kumo is live').first().waitFor();
    await look('pip-live');
    await stage.set('layout=grid');
    await look('grid');
    await stage.set('layout=focused');
    theatre.core.gather({
      point: { dropId: 'drp_koi', nickname: 'nova', isYours: false, at: 1 },
      felt: [{ id: 'f1', dropId: 'drp_cloud65', nickname: 'pip', at: 2 }],
    });
    await stage.frame.getByText('pip claimed').waitFor();
    await look('together');
  });
});
