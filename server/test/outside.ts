import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscord, type DiscordStandIn } from '../../sandbox/discord/server.ts';
import { startEasyPost, type EasyPostStandIn } from '../../sandbox/easypost/server.ts';
import { freePort } from '../../sandbox/free-port.ts';
import { chatBot, people } from '../../sandbox/people.ts';
import {
  coreEnvironment,
  eventSubHost,
  makeCredentials,
  redirectUris,
  twitchUsers,
  type Credentials,
} from '../../sandbox/product/environment.ts';
import type { SeedAccounts } from '../../sandbox/product/seed.ts';
import { communitySeeds, discordUsers } from '../../sandbox/seed/community.ts';
import { startStripe, type StripeStandIn } from '../../sandbox/stripe/server.ts';
import { startTwitch, type TwitchStandIn } from '../../sandbox/twitch/server.ts';
import { newDatabase } from './databases.ts';

/** What a test may want otherwise. Everybody of a test shares one address, so requests are not counted unless said. */
export type WorldOptions = {
  readonly twitchCheckout?: 'link' | 'code';
  readonly requestsPerMinute?: number;
  readonly withDiscord?: boolean;
  /** Whether carriers are asked about parcels. */
  readonly withCarriers?: boolean;
  /** Variables of the core's environment that are to be otherwise. */
  readonly environment?: Readonly<Record<string, string>>;
};

/** Everything around the core: a folder and a database for it, credentials, its partners, and the environment that leads there. */
export type Outside = {
  readonly stripe: StripeStandIn;
  /** Only where the world was asked to have carriers. */
  readonly easypost: EasyPostStandIn | null;
  readonly twitch: TwitchStandIn;
  /** Only where the world was asked to have one: otherwise Discord does not answer the core. */
  readonly discord: DiscordStandIn | null;
  readonly credentials: Credentials;
  readonly site: string;
  readonly accounts: SeedAccounts;
  /** What the core is started with. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

/** Starts what is around a core, which is not started. */
export async function startOutside(
  { withDiscord = false, withCarriers = false, ...options }: WorldOptions = {},
  now: () => number = Date.now,
): Promise<Outside> {
  const dataDir = mkdtempSync(join(tmpdir(), 'c500-'));
  const credentials = makeCredentials();
  const site = `http://127.0.0.1:${await freePort()}`;
  const stripe = await startStripe({
    apiKey: credentials.stripeApiKey,
    webhook: { url: `${site}/webhooks/stripe`, secret: credentials.stripeWebhookSecret },
  });
  const easypost = withCarriers
    ? await startEasyPost({
        apiKey: credentials.easyPostApiKey,
        webhook: { url: `${site}/webhooks/easypost`, secret: credentials.easyPostWebhookSecret },
        now,
      })
    : null;
  const { extensionClientId: clientId, extensionOwnerId: ownerId, extensionSecretBase64: secretBase64 } = credentials;
  const twitch = await startTwitch({
    clientId: credentials.twitchClientId,
    clientSecret: credentials.twitchClientSecret,
    extension: { clientId, ownerId, secretBase64, distDir: dataDir, ebsOrigin: site },
    redirectUris: redirectUris(site).twitch,
    users: twitchUsers(chatBot),
    botUserId: chatBot.id,
  });
  twitch.mapHost(eventSubHost, site);
  const accounts: SeedAccounts = Object.fromEntries(
    people
      .filter((person) => person.part === 'builder' || person.part === 'marketer')
      .map(({ key, name }) => [
        key,
        stripe.createAccount({ displayName: name, email: `${key}@example.com`, active: true }),
      ]),
  );
  const { origin, extensionOrigin: extension } = twitch;
  const discord = withDiscord ? await openDiscord(credentials, site) : null;
  const places = {
    site,
    stripe: stripe.origin,
    ...(easypost ? { easypost: easypost.origin } : {}),
    twitch: origin,
    extension,
    discord: discord?.origin ?? null,
    watch: origin,
  };
  const settings = { dataDir, logLevel: 'silent', requestsPerMinute: 0, ...options };
  return {
    stripe,
    easypost,
    twitch,
    discord,
    credentials,
    site,
    accounts,
    environment: { ...coreEnvironment(credentials, places, settings), ...newDatabase(), ...options.environment },
    async close() {
      await Promise.all([stripe.close(), easypost?.close(), twitch.close(), discord?.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function openDiscord(credentials: Credentials, site: string): Promise<DiscordStandIn> {
  return startDiscord({
    botToken: credentials.discordBotToken,
    applicationId: credentials.discordApplicationId,
    clientSecret: credentials.discordClientSecret,
    redirectUris: redirectUris(site).discord,
    users: discordUsers(),
    communities: communitySeeds,
  });
}
