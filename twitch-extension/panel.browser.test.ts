import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { hour, minute } from '#shared/house-rules.ts';
import type { ChannelView } from './src/use-channel.ts';
import {
  aBenchEntry,
  aChannel,
  aDrop,
  aLastBuild,
  aRaffle,
  coreNow,
  coreOrigin,
  kumo,
  stepsDone,
} from './test/canned-views.ts';
import { FakeCore } from './test/fake-core.ts';
import { breaches, cutOff, doubleText, hostile, keepPicture, lightOf, sidewaysPx } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';
import { Stage, type StageOptions } from './test/panel-stage.ts';

jest.setTimeout(60_000);
let browser: Browser;
let stage: Stage;
let turn = 1;

async function open(part: Partial<ChannelView> = {}, options: StageOptions = {}): Promise<void> {
  const core = new FakeCore();
  core.channel = aChannel(part);
  stage = await Stage.open(browser, { ...options, core });
}
const see = (text: string | RegExp) => stage.frame.getByText(text).filter({ visible: true }).first().waitFor();
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
const scrollTo = (text: string) =>
  stage.frame.evaluate(
    `[...document.querySelectorAll('h2, h3')].find((each) => each.textContent.includes(${JSON.stringify(text)})).scrollIntoView()`,
  );

/** Changes the channel as the core would, and lets the panel hear of it. */
async function change(part: Partial<ChannelView>): Promise<void> {
  const revision = `r${(turn += 1)}`;
  stage.core.channel = { ...stage.core.channel, ...part, revision };
  await stage.nudge(revision);
}

/** All that axe, a wide reader's eye and the browser's console have against what is shown. */
async function expectSound(): Promise<void> {
  expect(await breaches(stage)).toEqual([]);
  expect(await sidewaysPx(stage)).toBe(0);
  expect(await cutOff(stage)).toEqual([]);
}

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

const photo = { url: `${coreOrigin}/pictures/pebble.svg`, alt: 'Stabilisers on a mat' };
const busy = [
  aBenchEntry({ note: 'Stabs are quiet as a library now. Plate next!', photo }),
  aBenchEntry({ tag: 'C5-W2E6RTY', buyerNickname: 'mori', steps: stepsDone(1) }),
];
const locked = [
  aDrop({ id: 'd1', title: 'Aurora 75, one of five', grail: true, units: { total: 5, left: 5 } }),
  aDrop({ id: 'd2', title: 'Pebble', earlyBirdUntil: coreNow + 12 * minute, units: { total: 30, left: 17 } }),
  aDrop({ id: 'd3', title: 'Moss 40', liveOnly: true }),
  aDrop({ id: 'd5', title: 'Plum', earlyBirdUntil: coreNow + 5 * hour + minute }),
  aDrop({ id: 'd4', title: 'Tea caps', units: { total: 4, left: 0 }, waiting: 6 }),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test('the workshop, an offline channel and its locks are drawn without a fault', async () => {
    await open({ bench: busy }, { theme });
    await see('Stabs are quiet');
    await keepPicture(stage, `panel-${theme}-bench`);
    await expectSound();
    await scrollTo('Open drops');
    await keepPicture(stage, `panel-${theme}-drops`);
    await scrollTo('Up next');
    await keepPicture(stage, `panel-${theme}-queue`);
    await change({ live: null, bench: [], lastBuild: aLastBuild(), drops: locked });
    await see('Built here last');
    await stage.frame.evaluate('scrollTo(0, 0)');
    await keepPicture(stage, `panel-${theme}-offline`);
    await scrollTo('Open drops');
    await keepPicture(stage, `panel-${theme}-locks`);
    await expectSound();
  });

  test('a channel without a builder, one that is quiet, and one that does not answer are no blanks', async () => {
    await open({ builder: null, live: null, drops: [], bench: [], queue: [], doneToday: [] }, { theme });
    await see('This channel has no builder linked yet.');
    await keepPicture(stage, `panel-${theme}-not-linked`);
    await expectSound();
    await change({ builder: { ...kumo, ordersCompleted: 0, ordersBuiltLive: 0, onTimeRate: null } });
    await see('No open drops just now.');
    await see('First builds are under way');
    await keepPicture(stage, `panel-${theme}-quiet`);
    await stage.page.context().setOffline(true);
    await see('You are offline.');
    await keepPicture(stage, `panel-${theme}-no-network`);
    await expectSound();
    await stage.page.context().setOffline(false);
  });

  test('refusals and questions fit below the button that was pressed', async () => {
    await open({}, { theme, who: 'guest' });
    await button(/^Claim one/)
      .first()
      .click();
    await see('Log in to Twitch first');
    await keepPicture(stage, `panel-${theme}-guest`);
    await stage.become('unlinked');
    await see('Who shall we set it aside for?');
    await keepPicture(stage, `panel-${theme}-not-shared`);
    await stage.become('linked');
    stage.core.claimed = 'tier-too-low';
    await button(/^Claim one/)
      .first()
      .click();
    await see('This one needs the Member tier.');
    await keepPicture(stage, `panel-${theme}-refused`);
    await expectSound();
  });
});

describe('before anything is known', () => {
  test('on a dark page nothing bright is painted until the theme is there, whatever the system prefers', async () => {
    await open({}, { theme: null, clock: 'held' });
    await stage.page.emulateMedia({ colorScheme: 'light' });
    await stage.frame.locator('[aria-busy=true]').waitFor();
    await stage.arrived();
    expect((await lightOf(stage, { x: 0, y: 0, width: 318, height: 496 })).most).toBeLessThan(0.4);
    await keepPicture(stage, 'panel-dark-first-paint');
    await stage.tell({ theme: 'dark' });
    await see("Kumo's workshop");
    expect(await stage.frame.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(29, 27, 41)');
  });

  test('where Twitch tells no theme the reader’s own is taken after a moment', async () => {
    await open({}, { theme: null, clock: 'held' });
    await stage.page.emulateMedia({ colorScheme: 'dark' });
    await stage.page.clock.runFor(3_100);
    await stage.frame.locator('html[data-theme=dark]').waitFor();
  });
});

describe('a build', () => {
  test('shows each step that is ticked, says what is next, tells it to who cannot see, and counts what it does not know', async () => {
    await open();
    await see('Next: Switches in');
    await change({ bench: [aBenchEntry({ steps: stepsDone(4) })] });
    await see('Next: Keycaps on');
    await see('4 of 7 steps');
    expect(await stage.frame.getByRole('listitem').filter({ hasText: ', done' }).count()).toBe(4);
    await change({ bench: [aBenchEntry({ steps: stepsDone(7), certifiedBuild: true })] });
    await see('Every step is done');
    await see('Certified build');
    const unknown = [
      { key: 'toString', doneAt: coreNow },
      { key: 'levitation', doneAt: null },
    ];
    await change({ bench: [aBenchEntry({ steps: unknown })] });
    await see('Next: Step 2');
    await see('1 of 2 steps');
  });

  test('its minutes run on between answers, and stop where only the core may say more', async () => {
    await open({}, { clock: 'held' });
    await see('6 of 10 live minutes');
    stage.core.holdAnswers();
    await stage.page.clock.runFor(40_000);
    await see('7 of 10 live minutes');
    await stage.page.clock.runFor(10 * minute);
    await see('7 of 10 live minutes');
  });
});

describe('while the channel is offline', () => {
  test('the last build leads to its moment in the recording, and to nowhere but Twitch', async () => {
    await open({ live: null, bench: [], lastBuild: aLastBuild() });
    const link = stage.frame.getByRole('link', { name: 'Watch the recording (opens in a new tab)' });
    expect(await link.getAttribute('href')).toBe('https://www.twitch.tv/videos/2014005001?t=1h12m40s');
    await change({ lastBuild: aLastBuild({ watchUrl: 'https://twitch.tv.evil.example/' }) });
    await link.waitFor({ state: 'detached' });
    await change({ lastBuild: aLastBuild({ watchUrl: null }) });
    await see('No recording of it is left.');
  });
});

describe('a drop that is shut', () => {
  test('says what opens it, opens by itself in time, and has no button that would only be refused', async () => {
    await open({ live: null, drops: locked }, { clock: 'held' });
    await see('Three completed orders make you one. You have 2.');
    await see('It opens for everybody in 12:00.');
    await see('It opens for everybody in 5 hours.');
    await see('Only while Kumo is live.');
    expect(await button(/^Claim one|claim one/).count()).toBe(0);
    stage.core.holdAnswers();
    await stage.page.clock.runFor(12 * minute);
    await button('Claim one: Pebble').waitFor();
  });
});

describe('a drop of which every unit is taken', () => {
  test('has a line, which tells one’s place and can be left', async () => {
    await open({ drops: locked });
    await see('6 people are in line.');
    await button('Join the line: Tea caps').click();
    await see('You are number 3 of 3 in line');
    await keepPicture(stage, 'panel-light-in-line');
    await button('Leave the line: Tea caps').click();
    await see('6 people are in line.');
    expect([stage.core.count('joinWaitlist'), stage.core.count('leaveWaitlist')]).toEqual([1, 1]);
  });

  test('asks who one is before there is a place, and says why there is none; so does a shut one that may be open', async () => {
    await open({ drops: locked }, { who: 'unlinked' });
    await button('I am a VIP: claim one: Aurora 75, one of five').click();
    await see('Who shall we set it aside for?');
    await button('Not now').click();
    await button('Join the line: Tea caps').click();
    await see('Who shall we keep a place for?');
    expect(stage.core.count('joinWaitlist')).toBe(0);
    stage.core.joined = 'waitlist-full';
    await stage.become('linked');
    await button('Join the line: Tea caps').click();
    await see('The line for this drop is full.');
    stage.core.claimed = 'waitlist-first';
    stage.core.joined = 2;
    await change({ drops: [aDrop({ title: 'Plum', waiting: 1 })] });
    await button('Claim one: Plum').click();
    await see('People are waiting in line for this drop, and the next unit is theirs.');
    await button('Join the line: Plum').click();
    await see('You are number 2 of 2 in line');
  });
});

describe('a drop whose units are drawn for', () => {
  const { opensAt, closesAt, entries } = aRaffle();
  const raffle = { state: 'open', opensAt, closesAt, entries } as const;
  const drop = aDrop({ id: 'd6', title: 'Koi', units: { total: 3, left: 3 }, price: null, raffle });

  test('is entered and left, and tells one’s place once it was drawn', async () => {
    await open({ drops: [drop] }, { clock: 'held' });
    await see('3 to draw for, 41 people in it');
    await see(/It is drawn in (29|30) minutes/);
    expect(await button(/claim one/i).count()).toBe(0);
    await button('Enter the raffle: Koi').click();
    await see('You are in the raffle');
    await keepPicture(stage, 'panel-light-raffle');
    expect(await breaches(stage)).toEqual([]);
    await button('Leave the raffle: Koi').click();
    await see('This drop is a raffle');
    stage.core.raffled = aRaffle({ state: 'drawn', reached: 3, entered: { key: '0a1b2c', place: 7 } });
    await change({ drops: [{ ...drop, units: { total: 3, left: 0 }, raffle: { ...raffle, state: 'drawn' } }] });
    await see('You are number 7 of 41 in the draw');
    await button('Join the line: Koi').waitFor();
  });

  test('asks who one is before there is an entry, and says why there is none', async () => {
    await open({ drops: [drop] }, { who: 'unlinked' });
    await button('Enter the raffle: Koi').click();
    await see('Who shall we enter?');
    expect(stage.core.count('enterRaffle')).toBe(0);
    stage.core.raffled = 'raffle-full';
    await stage.become('linked');
    await button('Enter the raffle: Koi').click();
    await see('Ask the builder about the next drop.');
  });
});

test('what people type to break a page stays text, within its box, also in large letters', async () => {
  const entry = aBenchEntry({ title: hostile.title, buyerNickname: hostile.nickname, note: hostile.note });
  await open({
    builder: { ...kumo, nickname: hostile.nickname },
    live: { since: coreNow, title: hostile.title },
    bench: [entry, { ...entry, tag: 'C5-B' }],
    queue: [{ ...entry, tag: 'C5-C' }],
    drops: [aDrop({ title: hostile.title, specs: hostile.note })],
  });
  await see('Open drops');
  await keepPicture(stage, 'panel-light-hostile');
  await expectSound();
  await doubleText(stage);
  expect(await sidewaysPx(stage)).toBe(0);
  expect(await cutOff(stage)).toEqual([]);
  expect(await stage.frame.evaluate('document.title')).toBe('C500 workshop');
  expect(await stage.frame.locator('main img:not(.picture img), blockquote script').count()).toBe(0);
});
