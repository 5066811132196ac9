import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { second } from '#shared/house-rules.ts';
import { Secret } from '#shared/secret.ts';
import { listOf, liveProblems, sandboxProblems, type Given } from './config-worlds.ts';

const text = z.string().check(z.minLength(1));
const url = z
  .string()
  .check(
    z.regex(/^https?:\/\/[^\s/]+(:\d+)?$/, 'must be an address like https://c500.example, without a slash at the end'),
  );
const secret = z.string().check(z.minLength(24, 'must have at least 24 characters'));
/** An empty secret between two commas would be one that everybody knows. */
const several = z.pipe(
  z
    .string()
    .check(
      z.refine(
        (value) => listOf(value).every((each) => each.length >= 24),
        'must be secrets of at least 24 characters, with a comma between them',
      ),
    ),
  z.transform(listOf),
);

const snowflake = z.string().check(z.regex(/^\d{5,25}$/, 'must be an id of Discord, which is a number'));

/** Every variable that the core reads, flat as the environment has them. */
export const environmentSchema = z.object({
  WORLD: z.enum(['live', 'sandbox'], 'must be "live" or "sandbox"'),
  SITE_URL: url,
  PORT: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535)), 8080),
  BIND: z._default(text, '127.0.0.1'),
  /** How many proxies stand before us and may say who calls. */
  TRUSTED_PROXIES: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(5)), 0),
  REQUESTS_PER_MINUTE: z._default(z.coerce.number().check(z.int(), z.gte(0)), 600),
  LOG_LEVEL: z._default(z.enum(['silent', 'error', 'warn', 'info', 'debug']), 'info'),
  DATA_DIR: z._default(text, 'data'),
  /** Where uploaded pictures are; a folder that all instances share where there are several. */
  PICTURES_DIR: z.optional(text),
  /** Where files from order rooms are; a folder that all instances share where there are several. */
  FILES_DIR: z.optional(text),
  STORE: z._default(z.enum(['sqlite', 'firestore'], 'must be "sqlite" or "firestore"'), 'sqlite'),
  FIRESTORE_PROJECT: z.optional(
    z.string().check(z.regex(/^[a-z][a-z0-9.:-]{2,61}[a-z0-9]$/, 'must be the id of a Google Cloud project')),
  ),
  FIRESTORE_DATABASE: z._default(
    z
      .string()
      .check(z.regex(/^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/, 'must be "(default)" or a database\'s id')),
    '(default)',
  ),
  /** Google's own variables: its client reads them by itself. They are listed here so that what is wrong with them is told at once. */
  FIRESTORE_EMULATOR_HOST: z.optional(z.string().check(z.regex(/^[^\s/]+:\d+$/, 'must be like 127.0.0.1:8081'))),
  GOOGLE_APPLICATION_CREDENTIALS: z.optional(text),
  LEASE_SECONDS: z._default(z.coerce.number().check(z.gte(1), z.lte(120)), 15),
  CURRENCY: z._default(z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code like USD')), 'USD'),
  TWITCH_CHECKOUT: z._default(z.enum(['code', 'link']), 'code'),
  SESSION_SECRET: secret,
  /** Closes the tokens that builders gave us. Several while one is being replaced: the first closes, all of them open. */
  TOKEN_KEYS: several,
  BOT_SERVICE_TOKEN: secret,
  OPERATOR_TOKEN: secret,
  STRIPE_API_KEY: z.string().check(z.regex(/^(sk|rk)_(test|live)_/, 'must be a Stripe key (sk_… or rk_…)')),
  STRIPE_WEBHOOK_SECRETS: several,
  STRIPE_API_URL: z.optional(url),
  /** Asks carriers where parcels are. Without it nobody is asked, and a tracking number counts by time. */
  EASYPOST_API_KEY: z.optional(
    z.string().check(z.regex(/^EZ[AT]K[0-9A-Za-z]{20,}$/, 'must be an EasyPost key (EZAK… or EZTK…)')),
  ),
  EASYPOST_WEBHOOK_SECRET: z.optional(secret),
  EASYPOST_API_URL: z.optional(url),
  TWITCH_CLIENT_ID: text,
  TWITCH_CLIENT_SECRET: text,
  TWITCH_EVENTSUB_SECRET: z.string().check(z.minLength(24, 'must have at least 24 characters'), z.maxLength(100)),
  /** The public host that Twitch calls for EventSub, on https and its standard port; that of SITE_URL unless said. */
  TWITCH_EVENTSUB_HOST: z.optional(text),
  TWITCH_EXTENSION_CLIENT_ID: text,
  TWITCH_EXTENSION_OWNER_ID: z.string().check(z.regex(/^\d+$/, 'must be a Twitch user id')),
  TWITCH_EXTENSION_SECRETS: several,
  TWITCH_EXTENSION_ORIGIN: z.optional(url),
  TWITCH_AUTHORIZE_URL: z._default(text, 'https://id.twitch.tv/oauth2/authorize'),
  TWITCH_TOKEN_URL: z._default(text, 'https://id.twitch.tv/oauth2/token'),
  TWITCH_API_URL: z._default(text, 'https://api.twitch.tv/helix'),
  TWITCH_WATCH_URL: z._default(text, 'https://www.twitch.tv'),
  /** Twurple's own variable. It is listed here so that a live core refuses to start with it. */
  TWURPLE_MOCK_API_PORT: z.optional(text),
  DISCORD_APPLICATION_ID: text,
  DISCORD_CLIENT_SECRET: text,
  DISCORD_AUTHORIZE_URL: z._default(text, 'https://discord.com/oauth2/authorize'),
  DISCORD_API_URL: z._default(text, 'https://discord.com/api/v10'),
  /** With these three, whoever has the role in that community is staff; without, nobody is. */
  DISCORD_BOT_TOKEN: z.optional(text),
  STAFF_COMMUNITY_ID: z.optional(snowflake),
  STAFF_ROLE_ID: z.optional(snowflake),
  /** The application's public key: where it is set, the activity answers only to what Discord's proxy has signed. */
  DISCORD_PUBLIC_KEY: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits'))),
  ACTIVITY_ORIGIN: z.optional(url),
});
type Environment = z.infer<typeof environmentSchema>;

/** What the core needs to know, as it uses it. Secrets print as `[secret]`. */
export type Config = ReturnType<typeof configOf>;

/** The problems of an environment, one line each, saying what to set. */
export type ConfigProblems = { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment. Every problem is told at once, so that nobody mends them one start at a time. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly config: Config } | ConfigProblems {
  // A variable set to nothing is the same as one not set: shells and .env files have no other way to say it.
  const set: Given = Object.fromEntries(
    Object.keys(environmentSchema.shape)
      .map((name) => [name, environment[name]])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environmentSchema.safeParse(set);
  const unread = (read.error?.issues ?? []).map((issue) => {
    const name = issue.path.join('.');
    return `${name}: ${set[name] === undefined ? 'is not set' : issue.message}`;
  });
  const problems = [
    ...unread,
    ...storeProblems(set),
    ...staffProblems(set),
    ...carrierProblems(set),
    ...(set['WORLD'] === 'live' ? liveProblems(set) : sandboxProblems(set)),
  ];
  return read.success && problems.length === 0
    ? { ok: true, config: configOf(read.data) }
    : { ok: false, problems: [...new Set(problems)] };
}

function storeProblems(set: Given): string[] {
  if (set['STORE'] !== 'firestore') {
    // Whoever names a project means it: what is kept on one machine's disk instead would be missed too late.
    return set['FIRESTORE_PROJECT'] ? ['FIRESTORE_PROJECT: is set, but STORE is not "firestore"'] : [];
  }
  const credentials = set['GOOGLE_APPLICATION_CREDENTIALS'];
  return [
    ...(set['FIRESTORE_PROJECT'] ? [] : ['FIRESTORE_PROJECT: is not set, which STORE=firestore needs']),
    ...(credentials === undefined ? [] : credentialProblems(credentials)),
  ];
}

/** Community and role mean nothing without each other, and the bot's token is what Discord is asked with. */
function staffProblems(set: Given): string[] {
  if (!set['STAFF_COMMUNITY_ID'] && !set['STAFF_ROLE_ID']) return [];
  return ['DISCORD_BOT_TOKEN', 'STAFF_COMMUNITY_ID', 'STAFF_ROLE_ID']
    .filter((name) => !set[name])
    .map((name) => `${name}: is not set, which telling who is staff needs`);
}

/** A key without the secret would leave what EasyPost tells us unread, and the other way round. */
function carrierProblems(set: Given): string[] {
  const names = ['EASYPOST_API_KEY', 'EASYPOST_WEBHOOK_SECRET'];
  return names.every((name) => !set[name])
    ? []
    : names.filter((name) => !set[name]).map((name) => `${name}: is not set, which asking carriers needs`);
}

const ServiceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key: z.string(),
});

function credentialProblems(path: string): string[] {
  const name = 'GOOGLE_APPLICATION_CREDENTIALS';
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    // Why it cannot be read is for whoever starts us to see; the path that they gave is all we can add.
    return [`${name}: names a file that cannot be read, ${path}`];
  }
  const isKey = isJson(content) && ServiceAccount.safeParse(JSON.parse(content)).success;
  return isKey ? [] : [`${name}: ${path} is not the JSON key of a service account`];
}

function isJson(content: string): boolean {
  try {
    JSON.parse(content);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Where everything is kept, and for how long a process may be gone before others take over what it alone did. */
export type StoreConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'firestore';
      readonly projectId: string;
      readonly databaseId: string;
      readonly emulatorHost?: string;
      readonly leaseMs: number;
    };

function storeOf(env: Environment): StoreConfig {
  if (env.STORE === 'sqlite') return { kind: 'sqlite', path: join(env.DATA_DIR, 'c500.sqlite') };
  return {
    kind: 'firestore',
    projectId: env.FIRESTORE_PROJECT ?? '',
    databaseId: env.FIRESTORE_DATABASE,
    ...(env.FIRESTORE_EMULATOR_HOST ? { emulatorHost: env.FIRESTORE_EMULATOR_HOST } : {}),
    leaseMs: env.LEASE_SECONDS * second,
  };
}

function carriersOf({
  EASYPOST_API_KEY: apiKey,
  EASYPOST_WEBHOOK_SECRET: webhookSecret,
  EASYPOST_API_URL: address,
}: Environment) {
  if (apiKey === undefined || webhookSecret === undefined) return undefined;
  return { apiKey: new Secret(apiKey), webhookSecret: new Secret(webhookSecret), address };
}

function configOf(env: Environment) {
  const stripeUrl = env.STRIPE_API_URL ? new URL(env.STRIPE_API_URL) : undefined;
  const signIn = (platform: string) => `${env.SITE_URL}/sign-in/${platform}/return`;
  return {
    world: env.WORLD,
    siteUrl: env.SITE_URL,
    port: env.PORT,
    bind: env.BIND,
    trustedProxies: env.TRUSTED_PROXIES,
    requestsPerMinute: env.REQUESTS_PER_MINUTE,
    logLevel: env.LOG_LEVEL,
    dataDir: env.DATA_DIR,
    picturesDir: env.PICTURES_DIR ?? join(env.DATA_DIR, 'pictures'),
    filesDir: env.FILES_DIR ?? join(env.DATA_DIR, 'files'),
    store: storeOf(env),
    leaseMs: env.LEASE_SECONDS * second,
    currency: env.CURRENCY,
    twitchCheckout: env.TWITCH_CHECKOUT,
    sessionSecret: new Secret(env.SESSION_SECRET),
    tokenKeys: env.TOKEN_KEYS.map((each) => new Secret(each)),
    botToken: new Secret(env.BOT_SERVICE_TOKEN),
    operatorToken: new Secret(env.OPERATOR_TOKEN),
    stripe: {
      apiKey: new Secret(env.STRIPE_API_KEY),
      webhookSecrets: env.STRIPE_WEBHOOK_SECRETS.map((each) => new Secret(each)),
      address: stripeUrl && {
        host: stripeUrl.hostname,
        port: Number(stripeUrl.port),
        protocol: stripeUrl.protocol === 'https:' ? ('https' as const) : ('http' as const),
      },
    },
    carriers: carriersOf(env),
    twitch: {
      clientId: env.TWITCH_CLIENT_ID,
      clientSecret: new Secret(env.TWITCH_CLIENT_SECRET),
      eventSubSecret: new Secret(env.TWITCH_EVENTSUB_SECRET),
      eventSubHost: env.TWITCH_EVENTSUB_HOST ?? new URL(env.SITE_URL).host,
      apiUrl: env.TWITCH_API_URL,
      watchUrl: env.TWITCH_WATCH_URL,
      authorizeUrl: env.TWITCH_AUTHORIZE_URL,
      tokenUrl: env.TWITCH_TOKEN_URL,
      redirectUrl: signIn('twitch'),
      connectUrl: `${env.SITE_URL}/connect/twitch/return`,
      extension: {
        clientId: env.TWITCH_EXTENSION_CLIENT_ID,
        ownerId: env.TWITCH_EXTENSION_OWNER_ID,
        secrets: env.TWITCH_EXTENSION_SECRETS.map((each) => new Secret(each)),
        origin: env.TWITCH_EXTENSION_ORIGIN ?? `https://${env.TWITCH_EXTENSION_CLIENT_ID}.ext-twitch.tv`,
      },
    },
    discord: {
      applicationId: env.DISCORD_APPLICATION_ID,
      clientSecret: new Secret(env.DISCORD_CLIENT_SECRET),
      authorizeUrl: env.DISCORD_AUTHORIZE_URL,
      apiUrl: env.DISCORD_API_URL,
      redirectUrl: signIn('discord'),
      botToken: env.DISCORD_BOT_TOKEN === undefined ? undefined : new Secret(env.DISCORD_BOT_TOKEN),
      publicKey: env.DISCORD_PUBLIC_KEY,
      activityOrigin: env.ACTIVITY_ORIGIN ?? `https://${env.DISCORD_APPLICATION_ID}.discordsays.com`,
      staff:
        env.STAFF_COMMUNITY_ID === undefined || env.STAFF_ROLE_ID === undefined
          ? undefined
          : { communityId: env.STAFF_COMMUNITY_ID, roleId: env.STAFF_ROLE_ID },
    },
  };
}
