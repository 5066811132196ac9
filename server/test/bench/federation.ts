import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message } from '../../../sandbox/discord/model.ts';
import { startDiscord, type DiscordStandIn } from '../../../sandbox/discord/server.ts';
import { freePort } from '../../../sandbox/free-port.ts';
import { chatBot } from '../../../sandbox/people.ts';
import { botEnvironment, coreEnvironment, makeCredentials, twitchUsers } from '../../../sandbox/product/environment.ts';
import { keepProcess, type ProductProcess } from '../../../sandbox/product/process.ts';
import { startTwitch } from '../../../sandbox/twitch/server.ts';
import { createClient, type Client } from '#shared/api/client.ts';
import { passing } from './channel-stage.ts';
import type { FederationAbilities } from './federation-program.ts';
import { formatCount } from './figures.ts';
import { startProgram } from './programs.ts';

const communities = 200;
const units = 100;
const rushMs = 10_000;
/** All cards are to be true within this long after the last unit was claimed. */
const trueWithinMs = 30_000;
const patienceMs = 90_000;
const owner = '100000000000000003';

type Scene = {
  readonly discord: DiscordStandIn;
  readonly bot: ProductProcess;
  readonly dropId: string;
  /** The core as the bot reaches it, for itself or for a person by number. */
  readonly own: Client;
  readonly as: (buyer: number) => Client;
  close(): Promise<void>;
};

/**
 * How soon the cards in 200 communities are true when one drop sells a hundred units in ten seconds: through the real core and the real
 * bot, against a Discord that keeps to its limits. The second time the bot is killed in the middle.
 *
 * @returns sentences on what was wrong
 */
export async function benchFederation(say: (sentence: string) => void): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const isKilled of [false, true]) {
    const scene = await setScene();
    try {
      wrong.push(...(await rush(scene, isKilled, say)));
    } finally {
      await scene.close();
    }
  }
  return wrong;
}

async function rush(scene: Scene, isKilled: boolean, say: (sentence: string) => void): Promise<string[]> {
  const { discord, bot, dropId, as, own } = scene;
  const name = isKilled ? 'with the bot killed in the middle' : 'undisturbed';
  const isIn = (words: string) => countCards(discord, words);
  const beganAt = performance.now();
  await bot.ready();
  await untilTrue(discord, () => isIn(`${units} of ${units} left`) === communities);
  const postedMs = performance.now() - beganAt;
  const rushAt = performance.now();
  for (let buyer = 1; buyer <= units; buyer += 1) {
    await as(buyer).claimUnit({ params: { dropId } });
    if (isKilled && buyer === units / 2) void bot.kill();
    await passing(Math.max(0, rushAt + (buyer * rushMs) / units - performance.now()));
  }
  const soldAt = performance.now();
  const isTrue = await untilTrue(discord, () => isIn('All taken.') === communities);
  const trueMs = performance.now() - soldAt;
  const { cards } = await own.listCards({ query: { dropId } });
  const { traffic } = discord.model;
  const edits = traffic.routes.get('PATCH /channels/:channelId/messages/:messageId')?.requests ?? 0;
  say(
    `${communities} communities, ${units} units in ${((soldAt - rushAt) / 1_000).toFixed(1)} s, ${name}: all posted after ` +
      `${(postedMs / 1_000).toFixed(1)} s, all true ${(trueMs / 1_000).toFixed(1)} s after the last claim, of ${trueWithinMs / 1_000}; ` +
      `${formatCount(edits)} edits for ${formatCount(units * communities)} changes, at most ${traffic.busiestSecond} requests in a second, ` +
      `${traffic.limited} answered with 429.`,
  );
  return [
    ...(isTrue && trueMs <= trueWithinMs ? [] : [`cards were not true within ${trueWithinMs / 1_000} s (${name})`]),
    ...(isIn('') === communities && cards.length === communities ? [] : [`there are ${isIn('')} cards (${name})`]),
    ...(traffic.limited === 0 ? [] : [`Discord's limits were exceeded ${traffic.limited} times (${name})`]),
  ];
}

function countCards(discord: DiscordStandIn, words: string): number {
  const { botUserId, messages } = discord.model;
  const isCard = ({ authorId, components }: Message) =>
    authorId === botUserId && components.length > 0 && JSON.stringify(components).includes('claim:');
  return [...messages.values()].filter((each) => isCard(each) && JSON.stringify(each.components).includes(words))
    .length;
}

async function untilTrue(discord: DiscordStandIn, isSo: () => boolean): Promise<boolean> {
  const latest = performance.now() + patienceMs;
  while (!isSo()) {
    if (performance.now() > latest) return false;
    await passing(100);
  }
  return discord.model.messages.size > 0;
}

/** A core, a Discord with its limits, a Twitch for the bot's chat, and the bot as in production. */
async function setScene(): Promise<Scene> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  mkdirSync(join(root, '.c500'), { recursive: true });
  const dataDir = mkdtempSync(join(root, '.c500', 'bench-federation-'));
  const credentials = makeCredentials();
  const site = `http://127.0.0.1:${await freePort()}`;
  const discord = await startDiscord({
    botToken: credentials.discordBotToken,
    applicationId: credentials.discordApplicationId,
    clientSecret: credentials.discordClientSecret,
    redirectUris: [],
    users: [{ id: owner, username: 'nao', displayName: 'Nao' }],
    communities: [],
  });
  const twitch = await startTwitch({
    clientId: credentials.twitchClientId,
    clientSecret: credentials.twitchClientSecret,
    extension: {
      clientId: credentials.extensionClientId,
      ownerId: credentials.extensionOwnerId,
      secretBase64: credentials.extensionSecretBase64,
      distDir: dataDir,
      ebsOrigin: site,
    },
    users: twitchUsers(chatBot),
    botUserId: chatBot.id,
  });
  const nobody = 'http://127.0.0.1:9';
  const { origin, extensionOrigin: extension } = twitch;
  const places = { site, stripe: nobody, twitch: origin, extension, discord: discord.origin, watch: origin };
  const core = startProgram<FederationAbilities>(
    './federation-program.ts',
    coreEnvironment(credentials, places, { dataDir, logLevel: 'warn', requestsPerMinute: 0 }),
  );
  const { dropId } = await core.ask('start', { units });
  const headers = { authorization: `Bearer ${credentials.botServiceToken}` };
  const own = createClient({ baseUrl: site, headers: () => headers });
  const as = (buyer: number) => {
    const acting = {
      'x-c500-acting': `discord:${600_000_000_000_000_000n + BigInt(buyer)}`,
      'x-c500-handle': `b${buyer}`,
    };
    return createClient({ baseUrl: site, headers: () => ({ ...headers, ...acting }) });
  };
  for (const [index, { id: communityId, dropsChannelId }] of discord
    .createManyCommunities(communities, owner)
    .entries()) {
    const params = { communityId };
    await own.meetCommunity({ params, body: { name: `Community ${index + 1}`, isPresent: true } });
    await own.changeCommunity({ params, body: { by: owner, settings: { dropsChannelId } } });
  }
  const bot = keepProcess({
    name: 'The bot',
    entry: join(root, 'sandbox', 'product', 'bot.ts'),
    logFile: join(root, '.c500', 'logs', 'bench-federation.log'),
    environment: () => ({ ...botEnvironment(credentials, places, { token: twitch.botToken() }), LOG_LEVEL: 'warn' }),
  });
  return {
    discord,
    bot,
    dropId,
    own,
    as,
    async close() {
      await bot.stop();
      await Promise.all([core.kill(), twitch.close(), discord.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
