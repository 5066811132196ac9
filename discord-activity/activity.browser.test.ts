import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { builder, staff } from '../sandbox/discord/test-world.ts';
import { aClaim, aPaidOrder, aRaffle, kumo } from './test/canned-street.ts';
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

/** What somebody might call a drop or themselves to break a page: markup, writing that runs the other way, words without an end. */
const hostile = {
  title: `<img src=x onerror="document.title='broken'"> \u202Etxet desrever\u202C ${'w'.repeat(160)}`,
  nickname: `\u200B\u200D\u0639\u0644\u064A\u202E \u2066bob${'n'.repeat(50)}`,
} as const;

async function open(seeing: Seeing = {}): Promise<void> {
  stage = await Stage.open(theatre, seeing);
}

/** Looks at a place in light and dark: axe finds nothing, a picture of each is kept, and nothing scrolls sideways however large the text. */
async function look(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await stage.client.emulateMedia({ colorScheme: theme });
    expect([name, theme, await stage.breaches(theme === 'dark' ? 'colours' : 'all')]).toEqual([name, theme, []]);
    await stage.keepPicture(`${name}-${theme}`);
  }
  expect([name, await stage.sidewaysPx()]).toEqual([name, 0]);
  expect([name, await stage.sidewaysPx('200%')]).toEqual([name, 0]);
}

const nova = { key: 'k-nova', nickname: 'nova', lookingAt: 'drp_koi', isYou: false };
const pip = { key: 'k-pip', nickname: 'pip', lookingAt: 'drp_cloud65', isYou: false };
const hana = { key: 'k-hana', nickname: 'hana', lookingAt: null, isYou: false };

describe('a walk down the street', () => {
  test('leads from the first hello to a paid order, and every place can be read in light and dark', async () => {
    const { core } = theatre;
    core.others = [nova, pip, hana];
    core.orders = [aPaidOrder()];
    await open({ userId: newcomers.pop() ?? '' });
    const { frame, client } = stage;
    await client.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByText('You are looking in from outside').waitFor();
    await frame.getByRole('button', { name: 'Look at Koi pond escape key' }).click();
    await frame.getByText('Come in first').waitFor();
    await frame.getByRole('button', { name: 'Street' }).click();
    await frame.getByRole('button', { name: 'Come in' }).click();
    await client.getByRole('button', { name: 'Authorize' }).click();
    await stage.arrived();
    await frame.getByRole('button', { name: 'nova looks at Koi pond escape key' }).waitFor();
    await look('street');
    // Less motion is wished for here: nothing moves for ever.
    const endless = `document.getAnimations().filter((each) => each.effect.getTiming().iterations === Infinity).length`;
    expect(await frame.evaluate(endless)).toBe(0);
    expect(await frame.evaluate(`[...document.fonts].map(({ weight, status }) => weight + ' ' + status)`)).toEqual([
      '500 loaded',
      '700 loaded',
      '500 unloaded',
      '700 unloaded',
    ]);

    await frame.getByRole('button', { name: 'Look at Cloud 65, hand-lubed and tuned' }).click();
    await frame.getByRole('button', { name: /^Claim one/ }).waitFor();
    await look('drop');
    await frame.getByRole('button', { name: /^Claim one/ }).click();
    await frame.getByText('Time left').waitFor();
    expect(await frame.getByText(/^(10:00|9:5\d)$/).count()).toBe(1);
    await look('claim');
    await frame.getByRole('button', { name: 'Pay $450.00' }).click();
    await client.getByText('https://c500.test/pay/QWERT-23456').first().waitFor();
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

  test('can be done with the keyboard alone, and coming back leads to where one was', async () => {
    await open();
    const { frame, client } = stage;
    await stage.arrived();
    await stage.tabTo(/Artisan shop/);
    await client.keyboard.press('Enter');
    await frame.getByText('2 drops', { exact: true }).last().waitFor();
    await stage.tabTo('Look at Koi pond escape key');
    await client.keyboard.press('Enter');
    await frame.getByRole('button', { name: /^Claim one/ }).waitFor();
    expect(await stage.focused()).toBe('Koi pond escape key');
    await client.keyboard.press('Shift+Tab');
    expect(await stage.focused()).toBe('Back');
    await client.keyboard.press('Enter');
    expect(await stage.focused()).toBe('Look at Koi pond escape key');

    await frame.getByRole('button', { name: 'Clear filters' }).press('Enter');
    expect(await stage.focused()).toBe('In the windows');
    await frame.getByRole('button', { name: 'Look at Cloud 65, hand-lubed and tuned' }).press('Enter');
    await stage.tabTo('Next picture');
    await client.keyboard.press('ArrowRight');
    await frame.getByText('Picture 2 of 3', { exact: true }).waitFor();
    await stage.tabTo(/^Claim one/);
    await client.keyboard.press('Enter');
    await frame.getByText('Time left').waitFor();
    expect(await stage.focused()).toBe('Set aside for you');
    await stage.tabTo('Give it back');
    await client.keyboard.press('Enter');
    expect(await stage.focused()).toBe('Yes, give it back');
    await frame.getByRole('button', { name: 'Keep it' }).press('Enter');
    expect(await stage.focused()).toBe('Give it back');
    await client.keyboard.press('Enter');
    await client.keyboard.press('Enter');
    await frame.getByText('The unit is free again. You were not charged.').waitFor();
    expect(await stage.focused()).not.toBe('');
  });

  test('leads on from a broken promise: to more days, or to the money back, asked once more', async () => {
    const broken = aPaidOrder({ actions: ['refund-unproven', 'grant-days'] });
    theatre.core.orders = [broken];
    await open();
    const { frame } = stage;
    await stage.arrived();
    await frame.getByRole('button', { name: 'My orders' }).click();
    await frame.getByRole('button', { name: new RegExp(broken.title) }).click();
    await frame.getByText('What was promised did not come in time.').waitFor();
    await look('broken-promise');
    await frame.getByRole('button', { name: 'Grant 7 more days' }).click();
    await frame.getByText('What was promised did not come in time.').waitFor({ state: 'detached' });
    theatre.core.changeOrder(broken);
    await frame.getByRole('button', { name: 'Take my money back' }).click();
    await frame.getByText('All your money goes back to you, and the order ends.').waitFor();
    await frame.getByRole('button', { name: 'Yes, take it all back' }).click();
    await frame.getByRole('group', { name: 'The promised day has passed' }).waitFor({ state: 'detached' });
  });

  test('enters a raffle and leaves it, where units are drawn for', async () => {
    const { opensAt, closesAt, entries } = aRaffle('drp_koi');
    theatre.core.changeDrop('drp_koi', { raffle: { state: 'open', opensAt, closesAt, entries } });
    await open();
    const { frame } = stage;
    await frame.getByRole('button', { name: 'Look at Koi pond escape key' }).click();
    await frame.getByText('7 to draw for, 41 people in it').waitFor();
    expect(await frame.getByRole('button', { name: /^Claim one/ }).count()).toBe(0);
    await frame.getByRole('button', { name: 'Enter the raffle: Koi pond escape key' }).click();
    await frame.getByText('You are in the raffle').waitFor();
    expect(await stage.breaches('all')).toEqual([]);
    await frame.getByRole('button', { name: 'Leave the raffle: Koi pond escape key' }).click();
    await frame.getByText('This drop is a raffle').waitFor();
    expect(theatre.core.count('leaveRaffle')).toBe(1);
  });

  test('tells in people’s words why a claim was refused, and what to do', async () => {
    theatre.core.claimed = 'exposure-too-high';
    await open();
    await stage.frame.getByRole('searchbox').fill('koi');
    await stage.frame.getByRole('button', { name: /^Look at/ }).click();
    await stage.frame.getByRole('button', { name: /^Claim one/ }).click();
    const refusal = stage.frame.getByRole('alert');
    await refusal.getByText('Once one of them is done, you can claim this.').waitFor();
    expect(await stage.breaches('all')).toEqual([]);
    // Bea reads Discord in German, and the core says its sentences in the language that it is told.
    expect(theatre.core.locale).toBe('de');
  });
});

describe('together', () => {
  test('people see where the others are, point for everyone, and feel what is claimed', async () => {
    const { core } = theatre;
    core.others = [nova, hana];
    await open();
    const { frame } = stage;
    await stage.arrived();
    await frame.getByRole('button', { name: 'nova looks at Koi pond escape key' }).waitFor();
    core.gather({ others: [nova, pip, hana] });
    await frame.getByRole('img', { name: 'pip looking' }).first().waitFor();
    core.gather({ point: { dropId: 'drp_tea', nickname: 'hana', isYours: false, at: 1 } });
    await frame.getByText('hana points at Tea House TKL').waitFor();
    core.changeDrop('drp_cloud65', { units: { total: 8, left: 2 } });
    core.gather({ felt: [{ id: 'f1', dropId: 'drp_cloud65', nickname: 'pip', at: 2 }] });
    await frame.getByText('pip claimed Cloud 65').waitFor();
    await frame.getByText('2 of 8 left').waitFor();
    await frame.getByText('2 left', { exact: true }).waitFor();
    await look('together');
    await frame.getByRole('button', { name: 'Show me' }).click();
    await frame.getByRole('heading', { name: 'Tea House TKL' }).waitFor();
    expect(await frame.getByText('hana points at').count()).toBe(0);
    await frame.getByRole('button', { name: 'Show everyone' }).click();
    await frame.getByText('Everyone here sees it now').waitFor();
  });

  test('the network may go away and come back: what was seen stays, and what changed meanwhile is caught up with', async () => {
    const { core } = theatre;
    await open();
    const { frame } = stage;
    await stage.arrived();
    await stage.set('network=off');
    await frame.getByText('C500 is not answering. We keep trying.').waitFor();
    core.changeDrop('drp_cloud65', { units: { total: 8, left: 1 } });
    core.forgetSessions();
    expect(await frame.getByText('3 of 8 left').count()).toBe(1);
    await stage.set('network=on');
    await frame.getByText('Back again, and caught up.').waitFor();
    expect(await frame.getByText('3 of 8 left').count()).toBe(0);
    core.gather({ others: [nova] });
    await frame.getByRole('button', { name: 'nova looks at Koi pond escape key' }).waitFor();
  });
});

describe('in little room', () => {
  test('a phone has its places below the thumb, and a picture in the corner shows the claim that runs', async () => {
    theatre.core.others = [nova, pip, hana];
    await open({ platform: 'mobile' });
    const { frame } = stage;
    await stage.arrived();
    await look('mobile-street');
    expect(await stage.smallTargets()).toEqual([]);
    theatre.core.changeDrop('drp_koi', { title: hostile.title, builder: { ...kumo, nickname: hostile.nickname } });
    theatre.core.gather({
      others: [pip, { ...nova, nickname: hostile.nickname }],
      point: { dropId: 'drp_koi', nickname: hostile.nickname, isYours: false, at: 3 },
    });
    await frame.getByText('points at').waitFor();
    await frame.getByText('<img src=x').first().waitFor();
    expect([await stage.sidewaysPx(), await frame.title()]).toEqual([0, 'C500 street']);
    await stage.keepPicture('mobile-hostile');
    await frame.getByRole('button', { name: 'Not now' }).click();
    await frame.getByRole('button', { name: 'Look at Cloud 65, hand-lubed and tuned' }).click();
    await frame.getByRole('button', { name: /^Claim one/ }).waitFor();
    expect(await stage.smallTargets()).toEqual([]);
    await stage.keepPicture('mobile-drop');
    await frame.getByRole('button', { name: /^Claim one/ }).click();
    await frame.getByText('Time left').waitFor();
    await look('mobile-claim');
    await stage.set('layout=pip');
    await frame.locator('.pip').getByText('Set aside for you').waitFor();
    await look('mobile-pip');
    await stage.set('layout=grid');
    await look('mobile-grid');
  });

  test('a corner of a desktop shows who is at the bench, and what somebody was doing is there again at full size', async () => {
    await open();
    const { frame } = stage;
    await stage.arrived();
    await frame.getByRole('searchbox').fill('cloud');
    await stage.set('layout=pip');
    await frame.locator('.pip').getByText('On the bench: Cloud 65').waitFor();
    await look('pip');
    await stage.set('layout=grid');
    await look('grid');
    await stage.set('layout=focused');
    await expect(frame.getByRole('searchbox').inputValue()).resolves.toBe('cloud');
  });
});
