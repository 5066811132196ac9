import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../sandbox/free-port.ts';
import { chatBot } from '../../../sandbox/people.ts';
import {
  coreEnvironment,
  eventSubHost,
  makeCredentials,
  twitchUsers,
  type Credentials,
  type Places,
} from '../../../sandbox/product/environment.ts';
import { startTwitch, type TwitchStandIn } from '../../../sandbox/twitch/server.ts';
import { createClient, type Client } from '#shared/api/client.ts';
import { channelId } from './buyers.ts';
import type { ChannelAbilities } from './channel-program.ts';
import { startProgram, type Program } from './programs.ts';

/** The core in a process of its own, with a builder who is live and has two orders on the bench, and a Twitch around it. */
export type ChannelStage = {
  readonly core: Program<ChannelAbilities>;
  readonly port: number;
  readonly twitch: TwitchStandIn;
  readonly credentials: Credentials;
  /** Where everything is; nobody is where Discord and Stripe would be. */
  readonly places: Places;
  /** The core as the channel's broadcaster reaches it. */
  readonly desk: Client;
  /** Tags of the orders on the bench, and of some that wait. */
  readonly onBench: readonly string[];
  readonly waiting: readonly string[];
  close(): Promise<void>;
};

const answerMsMax = 20_000;

/** Sets the stage. The extension is served as it was built last. */
export async function setChannelStage(): Promise<ChannelStage> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  mkdirSync(join(root, '.c500'), { recursive: true });
  const dataDir = mkdtempSync(join(root, '.c500', 'bench-channel-'));
  const credentials = makeCredentials();
  const site = `http://127.0.0.1:${await freePort()}`;
  const { extensionClientId: clientId, extensionOwnerId: ownerId, extensionSecretBase64: secretBase64 } = credentials;
  const twitch = await startTwitch({
    clientId: credentials.twitchClientId,
    clientSecret: credentials.twitchClientSecret,
    extension: { clientId, ownerId, secretBase64, distDir: join(root, 'twitch-extension', 'dist'), ebsOrigin: site },
    users: [...twitchUsers(chatBot), { id: channelId, login: 'builder', displayName: 'Builder' }],
    botUserId: chatBot.id,
  });
  twitch.mapHost(eventSubHost, site);
  twitch.model.extension.configure(
    { segment: 'global', broadcasterId: null, version: '1', content: JSON.stringify({ ebs: site }) },
    { counted: false },
  );
  const nobody = 'http://127.0.0.1:9';
  const { origin, extensionOrigin: extension } = twitch;
  const places = { site, stripe: nobody, twitch: origin, extension, discord: null, watch: origin };
  const core = startProgram<ChannelAbilities>(
    './channel-program.ts',
    coreEnvironment(credentials, places, { dataDir, logLevel: 'warn', requestsPerMinute: 0 }),
  );
  const broadcaster = { channelId, userId: channelId, opaqueId: `U${channelId}`, shared: true };
  const desk = createClient({
    baseUrl: site,
    headers: () => ({ authorization: `Bearer ${twitch.extensionToken({ ...broadcaster, role: 'broadcaster' })}` }),
  });
  const close = async () => {
    await Promise.all([core.kill(), twitch.close()]);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { port, tags } = await core.ask('start', undefined);
    const onBench = tags.slice(0, 2);
    await beginStream(twitch, desk, onBench);
    return { core, port, twitch, credentials, places, desk, onBench, waiting: tags.slice(2, 8), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The builder goes live, again until the core has subscribed and hears of it, and puts orders on the bench. */
async function beginStream(twitch: TwitchStandIn, desk: Client, tags: readonly string[]): Promise<void> {
  await until('the core knows of the stream', async () => {
    twitch.goOffline(channelId);
    twitch.goLive(channelId, 'At the bench');
    await twitch.settled();
    await passing(500);
    return (await desk.getDesk({})).live !== null;
  });
  for (const tag of tags) await desk.putOnBench({ body: { tag, requestId: `bench-${tag}` } });
  const { bench } = await desk.getDesk({});
  if (bench.length !== tags.length) throw new Error(`the bench holds ${bench.length} orders of ${tags.length}`);
}

/** Looks until something is so. @throws Error when that takes too long */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + answerMsMax;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error(`it took too long until ${what}`);
    await passing(100);
  }
}

/** Resolves after a while. */
export function passing(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
