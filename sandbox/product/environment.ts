import { randomBytes } from 'node:crypto';
import { freePort, isFree } from '../free-port.ts';
import { people, personCalled } from '../people.ts';
import { community } from '../seed/community.ts';

/** What product and stand-ins must agree on. Made once for a world and kept with it. */
export type Credentials = {
  readonly sessionSecret: string;
  readonly tokenKey: string;
  readonly botServiceToken: string;
  readonly operatorToken: string;
  readonly stripeApiKey: string;
  readonly stripeWebhookSecret: string;
  readonly easyPostApiKey: string;
  readonly easyPostWebhookSecret: string;
  readonly twitchClientId: string;
  readonly twitchClientSecret: string;
  readonly eventSubSecret: string;
  readonly extensionClientId: string;
  readonly extensionOwnerId: string;
  readonly extensionSecretBase64: string;
  readonly discordBotToken: string;
  readonly discordApplicationId: string;
  readonly discordClientSecret: string;
};

/** The public name under which the sandbox's Twitch knows the core. Twitch calls https on its standard port and nothing else. */
export const eventSubHost = 'core.c500.test';

/** Makes a world's credentials. The lengths are those of the real things; no two worlds share any. */
export function makeCredentials(): Credentials {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex');
  return {
    sessionSecret: hex(32),
    tokenKey: hex(32),
    botServiceToken: hex(32),
    operatorToken: hex(32),
    stripeApiKey: `sk_test_${hex(24)}`,
    stripeWebhookSecret: `whsec_${hex(24)}`,
    easyPostApiKey: `EZTK${hex(24)}`,
    easyPostWebhookSecret: hex(24),
    twitchClientId: hex(15),
    twitchClientSecret: hex(15),
    eventSubSecret: hex(24),
    extensionClientId: hex(15),
    extensionOwnerId: personCalled('sol').twitch?.id ?? '1',
    extensionSecretBase64: randomBytes(32).toString('base64'),
    discordBotToken: `${hex(12)}.${hex(3)}.${hex(16)}`,
    discordApplicationId: '300000000000000001',
    discordClientSecret: hex(16),
  };
}

/** Where everything listens. */
export type Places = {
  readonly site: string;
  readonly stripe: string;
  /** Where carriers are asked; nobody asks any where it is left out. */
  readonly easypost?: string;
  readonly twitch: string;
  readonly extension: string;
  readonly discord: string | null;
  readonly watch: string;
};

/** The environment of the core: ordinary settings that point at the stand-ins, and nothing that a live core does not read as well. */
export function coreEnvironment(
  credentials: Credentials,
  places: Places,
  options: {
    readonly dataDir: string;
    readonly logLevel: string;
    readonly twitchCheckout?: 'link' | 'code';
    readonly requestsPerMinute?: number;
    /** From where the activity's pages call, where that is not Discord's own proxy. */
    readonly activityOrigin?: string;
    /** With which Discord's proxy signs, in hex; where it is left out, nothing is signed. */
    readonly activityPublicKey?: string;
  },
): Record<string, string> {
  const site = new URL(places.site);
  const discord = places.discord ?? 'http://127.0.0.1:9';
  return {
    WORLD: 'sandbox',
    SITE_URL: places.site,
    PORT: site.port,
    BIND: '127.0.0.1',
    LOG_LEVEL: options.logLevel,
    DATA_DIR: options.dataDir,
    REQUESTS_PER_MINUTE: String(options.requestsPerMinute ?? 6_000),
    TWITCH_CHECKOUT: options.twitchCheckout ?? 'link',
    SESSION_SECRET: credentials.sessionSecret,
    TOKEN_KEYS: credentials.tokenKey,
    BOT_SERVICE_TOKEN: credentials.botServiceToken,
    OPERATOR_TOKEN: credentials.operatorToken,
    STRIPE_API_KEY: credentials.stripeApiKey,
    STRIPE_WEBHOOK_SECRETS: credentials.stripeWebhookSecret,
    STRIPE_API_URL: places.stripe,
    ...(places.easypost === undefined
      ? {}
      : {
          EASYPOST_API_KEY: credentials.easyPostApiKey,
          EASYPOST_WEBHOOK_SECRET: credentials.easyPostWebhookSecret,
          EASYPOST_API_URL: places.easypost,
        }),
    TWITCH_CLIENT_ID: credentials.twitchClientId,
    TWITCH_CLIENT_SECRET: credentials.twitchClientSecret,
    TWITCH_EVENTSUB_SECRET: credentials.eventSubSecret,
    TWITCH_EVENTSUB_HOST: eventSubHost,
    TWITCH_EXTENSION_CLIENT_ID: credentials.extensionClientId,
    TWITCH_EXTENSION_OWNER_ID: credentials.extensionOwnerId,
    TWITCH_EXTENSION_SECRETS: credentials.extensionSecretBase64,
    TWITCH_EXTENSION_ORIGIN: places.extension,
    TWITCH_AUTHORIZE_URL: `${places.twitch}/oauth2/authorize`,
    TWITCH_TOKEN_URL: `${places.twitch}/auth/token`,
    TWITCH_API_URL: `${places.twitch}/helix`,
    TWITCH_WATCH_URL: places.watch,
    TWURPLE_MOCK_API_PORT: new URL(places.twitch).port,
    DISCORD_APPLICATION_ID: credentials.discordApplicationId,
    DISCORD_CLIENT_SECRET: credentials.discordClientSecret,
    DISCORD_AUTHORIZE_URL: `${discord}/oauth2/authorize`,
    DISCORD_API_URL: `${discord}/api/v10`,
    DISCORD_BOT_TOKEN: credentials.discordBotToken,
    STAFF_COMMUNITY_ID: community.places.communityId,
    STAFF_ROLE_ID: community.places.staffRoleId,
    ...(options.activityOrigin === undefined ? {} : { ACTIVITY_ORIGIN: options.activityOrigin }),
    ...(options.activityPublicKey === undefined ? {} : { DISCORD_PUBLIC_KEY: options.activityPublicKey }),
  };
}

/** The environment of the bot. The token is Twitch's for the bot's own account. */
export function botEnvironment(
  credentials: Credentials,
  places: Places,
  options: {
    readonly token: { readonly userId: string; readonly accessToken: string; readonly refreshToken: string };
    readonly isHurried?: boolean;
  },
): Record<string, string> {
  const discord = new URL(places.discord ?? 'http://127.0.0.1:9');
  const twitch = new URL(places.twitch);
  return {
    WORLD: 'sandbox',
    LOG_LEVEL: 'info',
    BOT_CORE_URL: places.site,
    BOT_SERVICE_TOKEN: credentials.botServiceToken,
    DISCORD_BOT_TOKEN: credentials.discordBotToken,
    DISCORD_APPLICATION_ID: credentials.discordApplicationId,
    DISCORD_API_URL: `${discord.origin}/api`,
    DISCORD_CDN_HOSTS: discord.host,
    STAFF_COMMUNITY_ID: community.places.communityId,
    STAFF_CHANNEL_ID: community.places.staffChannelId,
    TWITCH_CLIENT_ID: credentials.twitchClientId,
    TWITCH_CLIENT_SECRET: credentials.twitchClientSecret,
    TWITCH_BOT_USER_ID: options.token.userId,
    TWITCH_BOT_ACCESS_TOKEN: options.token.accessToken,
    TWITCH_BOT_REFRESH_TOKEN: options.token.refreshToken,
    TWITCH_CHAT_URL: `ws://${twitch.host}`,
    TWURPLE_MOCK_API_PORT: twitch.port,
    ...(options.isHurried ? { SANDBOX_HURRIED: 'yes' } : {}),
  };
}

/** The addresses to which sign-ins may lead back. */
export function redirectUris(site: string): { readonly discord: string[]; readonly twitch: string[] } {
  return {
    discord: [`${site}/sign-in/discord/return`],
    twitch: [`${site}/sign-in/twitch/return`, `${site}/connect/twitch/return`],
  };
}

/** Everybody's account on Twitch, the bot's included. */
export function twitchUsers(bot: { readonly id: string; readonly login: string; readonly name: string }) {
  const own = people.flatMap((person) =>
    person.twitch ? [{ id: person.twitch.id, login: person.twitch.login, displayName: person.name }] : [],
  );
  return [...own, { id: bot.id, login: bot.login, displayName: bot.name }];
}

/** Where the world's parts listen. The Studio's own port is the one that people know. */
export type Ports = {
  readonly site: number;
  readonly stripe: number;
  readonly easypost: number;
  readonly twitch: number;
  readonly extension: number;
  readonly discord: number;
};

/** The ports of an earlier run where they are still free, so that links in old messages go on working; free ones else. */
export async function pickPorts(before: Ports | undefined): Promise<Ports> {
  const pick = async (port: number | undefined) =>
    port !== undefined && port !== 0 && (await isFree(port)) ? port : freePort();
  const [site, stripe, easypost, twitch, extension, discord] = [
    await pick(before?.site),
    await pick(before?.stripe),
    await pick(before?.easypost),
    await pick(before?.twitch),
    await pick(before?.extension),
    await pick(before?.discord),
  ];
  return { site, stripe, easypost, twitch, extension, discord };
}
