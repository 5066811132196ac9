import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { minute } from '#shared/house-rules.ts';
import { aDesk, aDeskOrder, anOrderOnBench, anUnconnected, aConnection, FakeDeskCore } from './test/canned-desk.ts';
import { aDrop, coreNow } from './test/canned-views.ts';
import { buildOnce, DeskStage, type DeskStageOptions } from './test/desk-stage.ts';
import { breaches, cutOff, doubleText, focused, keepPicture, sidewaysPx, tabTo } from './test/look.ts';
import { startBrowser } from '../sandbox/browser.ts';

jest.setTimeout(30_000);
let browser: Browser;
let stage: DeskStage;

type Options = Partial<DeskStageOptions> & { readonly prepare?: (core: FakeDeskCore) => void };

async function open({ prepare, ...options }: Options = {}): Promise<void> {
  const core = new FakeDeskCore();
  prepare?.(core);
  stage = await DeskStage.open(browser, { view: 'live_config', ...options, core });
}
const button = (name: string | RegExp) => stage.frame.getByRole('button', { name });
const step = (name: string) => stage.frame.locator('article').first().getByRole('checkbox', { name });
const refusal = () => stage.frame.getByRole('alert').first();
/** What a stream would show of the queue, from above. */
const queued = () => stage.frame.locator('.queue .code').allInnerTexts();
const see = (text: string | RegExp) => stage.see(text);
/** Opens everything that can be unfolded. */
const unfold = () =>
  stage.frame.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);

/** Waits until something is as it should be, one round trip to the core at a time. */
async function eventually(read: () => unknown, wanted: unknown): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (isDeepStrictEqual(await read(), wanted)) return;
    await stage.arrived();
  }
  expect(await read()).toEqual(wanted);
}

beforeAll(async () => {
  await buildOnce();
  browser = await startBrowser();
}, 60_000);
afterAll(() => browser.close());
afterEach(async () => {
  const faults = [...stage.faults];
  await stage[Symbol.asyncDispose]();
  expect(faults).toEqual([]);
});

/** Looks at what is shown in both themes and with large text, and keeps a picture of each. */
async function inspect(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await stage.say({ action: 'twitch-ext-context', context: { theme } });
    await stage.frame.locator(`html[data-theme=${theme}]`).waitFor();
    expect([name, theme, await breaches(stage)]).toEqual([name, theme, []]);
    await keepPicture(stage, `live-desk-${name}-${theme}`);
  }
  await doubleText(stage);
  expect([name, await sidewaysPx(stage), await cutOff(stage)]).toEqual([name, 0, []]);
}

const hostile = '\u202e<img src=x onerror=alert(1)>\u200b\u2066 كيبورد \u0489\u0489 &amp;amp; ' + 'W'.repeat(400);
const hostileOrder = { title: hostile, buyerNickname: hostile, specs: `${hostile}\n${hostile}` };

describe('in both themes axe finds nothing, and nothing is cut off or scrolls sideways, however large the text, in', () => {
  test('a desk at work, with everything unfolded', async () => {
    await open({ heightPx: 2_900 });
    await see('Kumo’s desk');
    await unfold();
    await inspect('at-work');
  });

  test('a desk at rest on a narrow column, with nothing on it', async () => {
    const rest = aDesk({ live: null, bench: [], queue: [], doneToday: [], drops: [] });
    await open({ widthPx: 320, heightPx: 860, prepare: (core) => (core.desk = rest) });
    await see('You are offline');
    await inspect('at-rest');
  });

  test('questions and refusals in their places', async () => {
    await open({
      heightPx: 1_900,
      prepare: (core) => {
        core.refuses.setDropStatus = 'promises-not-signed';
        core.sighting = 'channel-offline';
      },
    });
    await button('Done: C5-7K3QF2M').click();
    await button('Put on the bench: C5-2M9PTRA').click();
    await button('Open: Pebble macropad').click();
    await button(/^Close: Cloud/).click();
    await see('Close Cloud 65, hand-lubed and tuned for good?');
    await see('The current promises are not signed yet.');
    await see('Your channel is offline, so this cannot count as live.');
    await inspect('asking');
  });

  test('words that mean harm', async () => {
    const desk = aDesk({
      bench: [anOrderOnBench(hostileOrder)],
      queue: [aDeskOrder(hostileOrder), aDeskOrder({ ...hostileOrder, tag: 'C5-X40HD1B', buyerNickname: '\u202e' })],
      drops: [aDrop({ title: hostile })],
      builder: { ...aDesk().builder, nickname: hostile },
    });
    await open({ widthPx: 320, heightPx: 2_400, prepare: (core) => (core.desk = desk) });
    await see('On the bench');
    await unfold();
    await inspect('hostile');
    expect(await stage.frame.locator('img[src=x]').count()).toBe(0);
  });

  test.each<readonly [string, Options, string]>([
    ['loading', { prepare: (core) => core.holdAnswers() }, 'Setting up your desk'],
    ['a-moderator', { who: 'moderator' }, 'This page is for the broadcaster'],
    [
      'unlinked',
      {
        prepare: (core) => {
          core.refuses.getDesk = 'no-builder-channel';
          core.connection = anUnconnected();
        },
      },
      'Link your channel first',
    ],
  ])('what stands before a desk: %s', async (name, options, shows) => {
    await open({ ...options, heightPx: 860 });
    await stage.frame.getByText(shows).first().waitFor({ state: 'attached' });
    await inspect(name);
  });
});

describe('what the desk shows', () => {
  test('bench, queue, drops and what was done, with who is paid and what the Vault waits for', async () => {
    await open();
    await see('6 of 10 live minutes');
    await unfold();
    const text = await stage.text();
    for (const words of [
      '1 of 3',
      'C5-7K3QF2M for nova',
      '3 of 7 steps',
      'Springs are swapped for the long ones',
      'Hand-lubed linears, long springs.',
      'The Vault waits for the first proof',
      '$336.00',
      'Proved. The Vault lets go',
      'Certified build',
      'The first proof was promised',
      '3 of 8 left',
      '2 in line',
    ])
      expect(text).toContain(words);
    expect(await queued()).toEqual(['C5-2M9PTRA', 'C5-X40HD1B', 'C5-P8W1NCE']);
  });

  test('nothing private of a buyer, whatever the core sends, and no amount where there is none', async () => {
    const secrets = {
      buyerName: 'Ada Lovelace',
      email: 'ada@example.com',
      address: '12 Elm Street',
      buyerId: 'cit_ada',
    };
    const bare = { shares: [{ nickname: 'Kumo', part: 0.85, amount: null }] };
    const order = { ...anOrderOnBench(bare), ...secrets };
    const desk = {
      ...aDesk({ queue: [], doneToday: [], drops: [] }),
      bench: [order],
      queue: [{ ...aDeskOrder(bare), ...secrets }],
    };
    await open({ prepare: (core) => (core.unchecked = desk) });
    await see('for nova');
    await unfold();
    const page = String(await stage.frame.evaluate('document.documentElement.outerHTML'));
    for (const secret of Object.values(secrets)) expect(page).not.toContain(secret);
    expect(await stage.text()).toContain('85% of the talent pool');
    expect(await stage.text()).not.toMatch(/[$€£]\d/);
  });

  test('minutes that run on while the channel is live, and stand still once it is not', async () => {
    await open({ clock: 'held' });
    await see('6 of 10 live minutes');
    stage.core.isReachable = false;
    await stage.page.clock.runFor(40_000);
    await see('7 of 10 live minutes');
    stage.core.isReachable = true;
    stage.core.desk = aDesk({ live: null, now: coreNow + 60_000, asOf: coreNow + 60_000, revision: 'd2' });
    await stage.page.clock.runFor(16_000);
    await see('Resting until you are live');
    await see('6 of 10 live minutes');
    await stage.page.clock.runFor(40_000);
    await see('6 of 10 live minutes');
  });

  test('what changed, within a second of a message, within 15 seconds without, and nothing while hidden', async () => {
    await open({ clock: 'held' });
    await see('3 of 8 left');
    const left = (units: number, revision: string) =>
      aDesk({ revision, now: coreNow + units, drops: [aDrop({ units: { total: 8, left: units } })] });
    stage.core.desk = left(2, 'd2');
    await stage.nudge('d2');
    await stage.page.clock.runFor(1_000);
    await see('2 of 8 left');
    stage.core.desk = left(1, 'd3');
    await stage.page.clock.runFor(15_000);
    await see('1 of 8 left');
    const asked = stage.core.count('getDesk');
    await stage.say({ action: 'twitch-ext-visibility-changed', isVisible: false });
    await stage.nudge('d4');
    await stage.page.clock.runFor(120_000);
    await stage.arrived();
    expect(stage.core.count('getDesk')).toBe(asked);
    stage.core.desk = left(0, 'd4');
    await stage.say({ action: 'twitch-ext-visibility-changed', isVisible: true });
    await see('0 of 8 left');
  });

  test('what was seen last, under a strip, when the network is gone', async () => {
    await open();
    await see('Kumo’s desk');
    stage.core.isReachable = false;
    await stage.page.context().setOffline(true);
    await see('You are offline. This is what we saw last.');
    await step('Switches in').click();
    await see('That did not reach us.');
    expect(await step('Switches in').isChecked()).toBe(false);
    stage.core.isReachable = true;
    await stage.page.context().setOffline(false);
    await step('Switches in').click();
    await refusal().waitFor({ state: 'detached' });
    expect(await step('Switches in').isChecked()).toBe(true);
  });

  test('a way to link the channel once it is nobody’s, in the middle of a build, and the desk by itself once it is linked', async () => {
    await open({ clock: 'held' });
    await see('Kumo’s desk');
    stage.core.refuses.getDesk = 'no-builder-channel';
    stage.core.connection = anUnconnected({ builder: null, endedWhy: 'revoked' });
    await stage.nudge('d2');
    await stage.page.clock.runFor(1_000);
    await see('Link your channel first');
    await see('Our access was taken back at Twitch');
    const popup = stage.page.waitForEvent('popup');
    await stage.frame.getByRole('link', { name: 'Reconnect with Twitch' }).click();
    await popup;
    await see('Waiting for you in the other tab');
    delete stage.core.refuses.getDesk;
    stage.core.connection = aConnection();
    await stage.page.clock.runFor(3_100);
    await see('Kumo’s desk');
  });
});

describe('ticking steps', () => {
  test('is seen at once, sent in order, and nothing is lost on a slow network', async () => {
    await open();
    await see('3 of 7 steps');
    stage.core.holdAnswers();
    await step('Switches in').click();
    await step('Keycaps on').click();
    await see('5 of 7 steps');
    expect(stage.core.count('tickStep')).toBe(1);
    stage.core.letGo();
    await eventually(() => stage.core.count('tickStep'), 2);
    await stage.arrived();
    expect(stage.core.desk.bench[0]?.build.steps.filter(({ doneAt }) => doneAt !== null)).toHaveLength(5);
    await see('5 of 7 steps');
  });

  test('twice comes to what it was', async () => {
    await open();
    await step('Switches in').dblclick();
    await eventually(() => stage.core.bodies('tickStep'), [{ done: true }, { done: false }]);
    expect(await step('Switches in').isChecked()).toBe(false);
  });

  test('is put right where the core refuses, and says why below', async () => {
    await open({ prepare: (core) => (core.refuses.tickStep = 'order-ended') });
    await step('Switches in').click();
    expect(await refusal().innerText()).toContain('That order has ended.');
    expect(await step('Switches in').isChecked()).toBe(false);
    await see('3 of 7 steps');
  });
});

describe('arranging the queue', () => {
  test('with the keyboard alone: the arrow keeps the focus, and the new place is told', async () => {
    await open();
    await button('Move C5-X40HD1B down').focus();
    await tabTo(stage, 'Move C5-P8W1NCE up');
    await stage.page.keyboard.press('Enter');
    await eventually(queued, ['C5-2M9PTRA', 'C5-P8W1NCE', 'C5-X40HD1B']);
    expect(await focused(stage)).toBe('Move C5-P8W1NCE up');
    await stage.frame.getByText('C5-P8W1NCE is now number 2 of 3.').waitFor({ state: 'attached' });
    await stage.page.keyboard.press('Enter');
    await stage.page.keyboard.press('Enter');
    await eventually(() => stage.core.desk.queue.map(({ tag }) => tag), ['C5-P8W1NCE', 'C5-2M9PTRA', 'C5-X40HD1B']);
    expect(stage.core.count('arrangeQueue')).toBe(2);
  });

  test('by dragging: rows make way, Escape leaves everything as it was, and letting go sends it once', async () => {
    await open({ heightPx: 1_200 });
    // The house's typeface comes when the page stands, and moves what is measured before it.
    await stage.frame.locator('html.dressed').waitFor();
    await stage.frame.evaluate('document.fonts.ready');
    const grip = stage.frame.locator('.rail__grip');
    const box = await grip.first().boundingBox();
    const last = await grip.last().boundingBox();
    if (!box || !last) throw new Error('there is nothing to take hold of');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const { mouse } = stage.page;
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x, last.y + 60, { steps: 4 });
    await stage.frame.locator('.waits--held').waitFor();
    await stage.frame.locator('.waits[style*="translateY(-"]').first().waitFor();
    await keepPicture(stage, 'live-desk-dragging');
    await stage.page.keyboard.press('Escape');
    await stage.frame.locator('.waits--held').waitFor({ state: 'detached' });
    await mouse.up();
    expect(stage.core.count('arrangeQueue')).toBe(0);
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x, last.y + 60, { steps: 4 });
    await mouse.up();
    await eventually(queued, ['C5-X40HD1B', 'C5-P8W1NCE', 'C5-2M9PTRA']);
    await eventually(() => stage.core.bodies('arrangeQueue'), [{ tags: ['C5-X40HD1B', 'C5-P8W1NCE', 'C5-2M9PTRA'] }]);
  });

  test('that is refused goes back, and says why', async () => {
    await open({ prepare: (core) => (core.refuses.arrangeQueue = 'conflict-try-again') });
    await button('Move C5-2M9PTRA down').click();
    expect(await refusal().innerText()).toContain('Something changed while we were looking.');
    expect(await queued()).toEqual(['C5-2M9PTRA', 'C5-X40HD1B', 'C5-P8W1NCE']);
  });
});

describe('the bench', () => {
  test('takes an order with one press, once however often it is pressed, and brings the focus along', async () => {
    await open();
    await see('Up next');
    stage.core.holdAnswers();
    await button('Put on the bench: C5-2M9PTRA').dblclick();
    await button('Putting…: C5-2M9PTRA').waitFor();
    stage.core.letGo();
    await see('2 of 3');
    expect(stage.core.count('putOnBench')).toBe(1);
    await eventually(() => stage.frame.evaluate('document.activeElement.id'), 'bench-C5-2M9PTRA');
    await stage.frame.getByText('C5-2M9PTRA is on the bench.').waitFor({ state: 'attached' });
    await see('2 orders share the minutes');
  });

  test('says why an order does not count, and what to do, beside it', async () => {
    await open({ prepare: (core) => (core.sighting = 'channel-offline') });
    await button('Put on the bench: C5-X40HD1B').click();
    const row = stage.frame.locator('.waits', { hasText: 'C5-X40HD1B' });
    const words = await row.getByRole('alert').innerText();
    expect(words).toContain('Your channel is offline, so this cannot count as live.');
    expect(words).toContain('Go live, then type the tag again.');
  });

  test('asks again under the same request after a network that failed', async () => {
    await open();
    await see('Up next');
    stage.core.isReachable = false;
    const requests: unknown[] = [];
    stage.page.on('request', (request) => {
      if (request.method() === 'POST') requests.push(request.postDataJSON());
    });
    await button('Put on the bench: C5-2M9PTRA').click();
    await see('That did not reach us.');
    stage.core.isReachable = true;
    await button('Put on the bench: C5-2M9PTRA').click();
    await see('2 of 3');
    expect(requests).toHaveLength(2);
    expect(requests[0]).toEqual(requests[1]);
  });

  test('asks before an order is called done whose minutes are not full, and takes it off without asking when they are', async () => {
    const proved = { since: coreNow, earnedMs: 10 * minute, neededMs: 10 * minute, sharedBy: 1 };
    const desk = aDesk({
      doneToday: [],
      bench: [anOrderOnBench(), anOrderOnBench({ tag: 'C5-FU11BAR', progress: proved })],
    });
    await open({ prepare: (core) => (core.desk = desk) });
    await button('Done: C5-7K3QF2M').click();
    await see('It has 6 of 10 live minutes.');
    expect(await focused(stage)).toContain('Call C5-7K3QF2M done?');
    await button('Keep building').click();
    expect(await focused(stage)).toBe('Done: C5-7K3QF2M');
    expect(stage.core.count('finishBuild')).toBe(0);
    await button('Done: C5-FU11BAR').click();
    await see('Done today');
    await button('Done: C5-7K3QF2M').click();
    await button('Yes, it is made').dblclick();
    await see('The bench is clear');
    expect(stage.core.count('finishBuild')).toBe(2);
  });

  test('lets an order go', async () => {
    await open();
    await button('Take off').click();
    await see('The bench is clear');
    expect(await queued()).toContain('C5-7K3QF2M');
    expect(await focused(stage)).toBe('On the bench');
  });
});

describe('telling along the way', () => {
  test('a note stays in its field until the core has it, under one request, and is added once', async () => {
    await open({ prepare: (core) => (core.refuses.addNote = 'upstream-unavailable') });
    await see('Kumo’s desk');
    await unfold();
    const field = stage.frame.locator('article').first().getByRole('textbox', { name: 'A note for the order' });
    await field.fill('Long springs are in');
    await field.press('Enter');
    expect(await refusal().innerText()).toContain('A partner of ours is not answering right now.');
    expect(await field.inputValue()).toBe('Long springs are in');
    delete stage.core.refuses.addNote;
    await button('Add note').first().dblclick();
    await see('Long springs are in');
    expect(await field.inputValue()).toBe('');
    const [first, second, ...more] = stage.core.bodies('addNote');
    expect(first).toEqual(second);
    expect(more).toEqual([]);
  });

  test('a photo is made smaller, looked at, and sent only then', async () => {
    await open();
    await see('Kumo’s desk');
    await unfold();
    const pick = stage.frame.locator('article input[type=file]');
    const large = await stage.frame.evaluate(
      `(() => { const c = document.createElement('canvas'); c.width = 2400; c.height = 1200; const g = c.getContext('2d'); g.fillStyle = '#f2b8c6'; g.fillRect(0, 0, 2400, 1200); return c.toDataURL('image/jpeg').split(',')[1]; })()`,
    );
    await pick.setInputFiles({
      name: 'bench.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(String(large), 'base64'),
    });
    await stage.frame.getByRole('img', { name: 'The photo you chose' }).waitFor();
    expect(stage.core.count('addPhoto')).toBe(0);
    await keepPicture(stage, 'live-desk-photo');
    stage.core.holdAnswers();
    await button('Add photo').dblclick();
    await button('Adding…').waitFor();
    stage.core.letGo();
    await stage.frame.getByRole('img', { name: 'The photo you chose' }).waitFor({ state: 'detached' });
    const [sent, ...more] = stage.core.bodies('addPhoto');
    expect(more).toEqual([]);
    const size = await stage.frame.evaluate(
      `(async () => { const i = new Image(); i.src = 'data:image/jpeg;base64,' + ${JSON.stringify(sent)}.base64; await i.decode(); return [i.naturalWidth, i.naturalHeight]; })()`,
    );
    expect(size).toEqual([1_600, 800]);
  });

  test('a file that is no picture is refused kindly, and nothing is sent', async () => {
    await open();
    await see('Kumo’s desk');
    await unfold();
    const pick = stage.frame.locator('article input[type=file]');
    await pick.setInputFiles({ name: 'tax.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
    await see('That file does not open as a picture.');
    expect(stage.core.count('addPhoto')).toBe(0);
  });
});

describe('drops and chat', () => {
  test('a drop is paused, opened and, once asked, closed', async () => {
    await open();
    await button('Pause: Cloud 65, hand-lubed and tuned').click();
    await button('Open: Cloud 65, hand-lubed and tuned').click();
    await button('Pause: Cloud 65, hand-lubed and tuned').waitFor();
    await button('Close: Pebble macropad').click();
    await see('Close Pebble macropad for good?');
    await button('Leave it').click();
    expect(await focused(stage)).toBe('Close: Pebble macropad');
    await button('Close: Pebble macropad').click();
    stage.core.holdAnswers();
    await button('Yes, close it').dblclick();
    stage.core.letGo();
    await button('Close: Pebble macropad').waitFor({ state: 'detached' });
    expect(stage.core.bodies('setDropStatus')).toEqual([
      { status: 'paused' },
      { status: 'open' },
      { status: 'closed' },
    ]);
  });

  test('the bot’s answers are switched at once, and switched back where the core refuses', async () => {
    await open();
    const answers = stage.frame.getByRole('switch', { name: 'Chat answers' });
    await answers.click();
    expect(await answers.getAttribute('aria-checked')).toBe('false');
    await eventually(() => stage.core.desk.chatAnswers, false);
    stage.core.refuses.setChatAnswers = 'conflict-try-again';
    await answers.click();
    await refusal().waitFor();
    expect(await answers.getAttribute('aria-checked')).toBe('false');
  });
});
