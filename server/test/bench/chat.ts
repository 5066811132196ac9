import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startDiscord } from '../../../sandbox/discord/server.ts';
import { botEnvironment } from '../../../sandbox/product/environment.ts';
import { keepProcess } from '../../../sandbox/product/process.ts';
import { community, discordUsers } from '../../../sandbox/seed/community.ts';
import { channelId, twitchIdOf } from './buyers.ts';
import { passing, setChannelStage, until, type ChannelStage } from './channel-stage.ts';
import { formatCount, median } from './figures.ts';
import { serveFramePage, startChromium } from './frame-page.ts';

const samples = 24;
/** Half of the lines are to be seen on the bench within this long. */
const medianMsMax = 500;
/** A channel is told of news once a second at most: who speaks sooner waits for that, and it is not what is measured. */
const restMs = 1_300;

/** When a line was typed, when the channel's message went out, and when the panel had drawn it, in milliseconds since 1970. */
type Sample = { readonly typedAt: number; readonly toldAt: number; readonly drawnAt: number };

/**
 * How long it takes from the broadcaster's line in chat until a viewer's panel shows the order on the bench: through the real bot,
 * the real core, the channel's message, and the panel in Chromium.
 *
 * @returns sentences on what was wrong
 */
export async function benchChat(say: (sentence: string) => void): Promise<readonly string[]> {
  const stage = await setChannelStage();
  const bot = await startBot(stage);
  const page = await serveFramePage(stage.twitch, channelId, twitchIdOf(1));
  const browser = await startChromium();
  const taken: Sample[] = [];
  try {
    const viewer = await browser.newPage({ viewport: { width: 318, height: 496 } });
    await viewer.addInitScript(`(${watchBench.toString()})()`);
    await viewer.goto(page.url);
    await until('the panel shows the bench', async () => (await benchIn(viewer)).includes(stage.onBench[0] ?? ''));
    await joinChat(stage, viewer);
    for (let index = 0; index < samples; index++) {
      const tag = stage.waiting[index % stage.waiting.length] ?? '';
      taken.push(await timeLine(stage, viewer, tag));
      await clear(stage, viewer, tag);
    }
  } finally {
    await browser.close();
    await page.close();
    await bot.stop();
    await stage.close();
  }
  const whole = taken.map(({ typedAt, drawnAt }) => drawnAt - typedAt);
  const told = taken.map(({ typedAt, toldAt }) => toldAt - typedAt);
  say(
    `From the broadcaster's line in chat to the panel that shows it: median ${median(whole)} ms in ${samples} lines ` +
      `(${Math.min(...whole)} to ${formatCount(Math.max(...whole))}), of ${medianMsMax}: ${median(whole) <= medianMsMax ? 'kept' : 'not kept'} here. ` +
      `${median(told)} ms of it until the channel is told; the panel then waits up to 600 ms, so that not all ask at once.`,
  );
  return [];
}

/** The bot as in production. It wants a Discord, too. */
async function startBot({ credentials, places, twitch }: ChannelStage): Promise<{ stop(): Promise<void> }> {
  const discord = await startDiscord({
    botToken: credentials.discordBotToken,
    applicationId: credentials.discordApplicationId,
    clientSecret: credentials.discordClientSecret,
    redirectUris: [],
    users: discordUsers(),
    communities: [community.seed],
  });
  const bot = keepProcess({
    name: 'The bot',
    entry: fileURLToPath(new URL('../../../sandbox/product/bot.ts', import.meta.url)),
    logFile: fileURLToPath(new URL('../../../.c500/logs/bench-bot.log', import.meta.url)),
    environment: () =>
      botEnvironment(credentials, { ...places, discord: discord.origin }, { token: twitch.botToken() }),
  });
  const stop = async () => {
    await bot.stop();
    await discord.close();
  };
  try {
    await bot.ready();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** The bot comes into a channel when it next asks the core for channels: lines are typed until one is heard. */
async function joinChat(stage: ChannelStage, viewer: Page): Promise<void> {
  const [tag = ''] = stage.waiting;
  await until('the bot is in chat', async () => {
    stage.twitch.say(channelId, channelId, tag);
    await passing(1_000);
    return (await benchIn(viewer)).includes(tag);
  });
  await clear(stage, viewer, tag);
}

async function timeLine({ twitch }: ChannelStage, viewer: Page, tag: string): Promise<Sample> {
  let toldAt = 0;
  const stopHearing = twitch.onPubSub((message) => {
    if (message.channelId === channelId && toldAt === 0) toldAt = Date.now();
  });
  const typedAt = Date.now();
  twitch.say(channelId, channelId, `now on the bench: ${tag}`);
  await until(`the panel shows ${tag}`, async () => (await drawnAt(viewer, tag)) !== undefined);
  stopHearing();
  return { typedAt, toldAt, drawnAt: (await drawnAt(viewer, tag)) ?? 0 };
}

async function clear({ desk }: ChannelStage, viewer: Page, tag: string): Promise<void> {
  await desk.takeOffBench({ params: { tag } });
  await until(`${tag} is off the bench`, async () => !(await benchIn(viewer)).includes(tag));
  await askFrame(viewer, 'window.drawn = {}');
  await passing(restMs);
}

async function benchIn(viewer: Page): Promise<string> {
  return String(await askFrame(viewer, `document.querySelector('[aria-labelledby="bench-title"]')?.textContent ?? ''`));
}

async function drawnAt(viewer: Page, tag: string): Promise<number | undefined> {
  const at = await askFrame(viewer, `window.drawn['${tag}']`);
  return typeof at === 'number' ? at : undefined;
}

async function askFrame(viewer: Page, question: string): Promise<unknown> {
  const frame = viewer.frames().find((each) => each.url().includes('/panel.html'));
  return frame?.evaluate(question);
}

/** Runs in the panel's page before anything of ours, and writes down when each tag is first drawn on the bench. */
function watchBench(): void {
  const page: { drawn: Record<string, number> } = Object.assign(window, { drawn: {} });
  const observer = new MutationObserver(() => {
    const text = document.querySelector('[aria-labelledby="bench-title"]')?.textContent ?? '';
    const found = text.match(/C5-[0-9A-Z]{7}/g) ?? [];
    if (found.some((tag) => page.drawn[tag] === undefined))
      requestAnimationFrame(() => {
        for (const tag of found) page.drawn[tag] ??= Date.now();
      });
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}
