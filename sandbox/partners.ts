import { join } from 'node:path';
import { GatewayIntentBits } from 'discord-api-types/v10';
import { day, hour } from '#shared/house-rules.ts';
import { startDiscord, type DiscordStandIn } from './discord/server.ts';
import { startEasyPost, type EasyPostStandIn } from './easypost/server.ts';
import type { Keep } from './keep.ts';
import { chatBot, personCalled } from './people.ts';
import { eventSubHost, redirectUris, twitchUsers, type Credentials, type Ports } from './product/environment.ts';
import { communitySeeds, discordUsers } from './seed/community.ts';
import { startStripe, type StripeStandIn } from './stripe/server.ts';
import { ordinaryLimits } from './twitch/chat-limits.ts';
import { startTwitch, type TwitchStandIn } from './twitch/server.ts';

const root = join(import.meta.dirname, '..');

/** Stripe, as it was left. */
export async function openStripe(
  keep: Keep,
  credentials: Credentials,
  ports: Ports,
  site: string,
): Promise<StripeStandIn> {
  const stripe = await startStripe({
    port: ports.stripe,
    apiKey: credentials.stripeApiKey,
    webhook: { url: `${site}/webhooks/stripe`, secret: credentials.stripeWebhookSecret },
    snapshot: keep.read('stripe'),
    merchantName: 'The C500 Collective',
  });
  stripe.onChange(() => keep.writeSoon('stripe', () => stripe.snapshot()));
  return stripe;
}

/** The sandbox's carriers fetch what was handed over the same day, and are quick. */
const carrierPace = { scanMs: 6 * hour, deliverMs: 3 * day };

/** EasyPost with its carriers, on the clock of the world. */
export async function openEasyPost(
  keep: Keep,
  credentials: Credentials,
  ports: Ports,
  site: string,
  now: () => number,
): Promise<EasyPostStandIn> {
  const easypost = await startEasyPost({
    port: ports.easypost,
    apiKey: credentials.easyPostApiKey,
    webhook: { url: `${site}/webhooks/easypost`, secret: credentials.easyPostWebhookSecret },
    snapshot: keep.read('easypost'),
    now,
    pace: carrierPace,
  });
  easypost.onChange(() => keep.writeSoon('easypost', () => easypost.snapshot()));
  return easypost;
}

/** Twitch, with everybody's accounts and the extension as it was built. */
export async function openTwitch(
  keep: Keep,
  credentials: Credentials,
  ports: Ports,
  site: string,
  isHurried = false,
): Promise<TwitchStandIn> {
  const { extensionClientId: clientId, extensionOwnerId: ownerId, extensionSecretBase64: secretBase64 } = credentials;
  const juno = personCalled('juno').twitch?.id ?? '';
  const twitch = await startTwitch({
    port: ports.twitch,
    extensionPort: ports.extension,
    clientId: credentials.twitchClientId,
    clientSecret: credentials.twitchClientSecret,
    redirectUris: redirectUris(site).twitch,
    extension: { clientId, ownerId, secretBase64, distDir: join(root, 'twitch-extension', 'dist'), ebsOrigin: site },
    users: twitchUsers(chatBot),
    botUserId: chatBot.id,
    ...(isHurried ? { chatLimits: { ...ordinaryLimits, lines: 100 } } : {}),
    moderators: { [personCalled('kumo').twitch?.id ?? '']: [juno] },
    snapshot: keep.read('twitch'),
  });
  twitch.mapHost(eventSubHost, site);
  // The extension learns from its configuration where its own server is, as a released one would.
  twitch.model.extension.configure(
    { segment: 'global', broadcasterId: null, version: '1', content: JSON.stringify({ ebs: site }) },
    { counted: false },
  );
  twitch.onChange(() => keep.writeSoon('twitch', () => twitch.snapshot()));
  return twitch;
}

/** Discord, with the communities of the sandbox. */
export async function openDiscord(
  keep: Keep,
  credentials: Credentials,
  ports: Ports,
  site: string,
  isHurried = false,
): Promise<DiscordStandIn> {
  const discord = await startDiscord({
    port: ports.discord,
    ...(isHurried ? { limits: null } : {}),
    botToken: credentials.discordBotToken,
    applicationId: credentials.discordApplicationId,
    clientSecret: credentials.discordClientSecret,
    redirectUris: redirectUris(site).discord,
    users: discordUsers(),
    communities: communitySeeds,
    // Order rooms need what people write in them; Discord grants that on application.
    privilegedIntents: GatewayIntentBits.MessageContent,
    snapshot: keep.read('discord'),
  });
  discord.onChange(() => keep.writeSoon('discord', () => discord.snapshot()));
  return discord;
}
