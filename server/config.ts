import * as z from 'zod/mini';
import { Secret } from './secret.ts';

const text = z.string().check(z.minLength(1));
const url = z
  .string()
  .check(
    z.regex(/^https?:\/\/[^\s/]+(:\d+)?$/, 'must be an address like https://c500.example, without a slash at the end'),
  );
const secret = z.string().check(z.minLength(24, 'must have at least 24 characters'));
const several = z.pipe(
  text,
  z.transform((value: string) => value.split(',').map((each) => each.trim())),
);

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
  CURRENCY: z._default(z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code like USD')), 'USD'),
  TWITCH_CHECKOUT: z._default(z.enum(['code', 'link']), 'code'),
  SESSION_SECRET: secret,
  BOT_SERVICE_TOKEN: secret,
  OPERATOR_TOKEN: secret,
  STRIPE_API_KEY: z.string().check(z.regex(/^(sk|rk)_(test|live)_/, 'must be a Stripe key (sk_… or rk_…)')),
  STRIPE_WEBHOOK_SECRETS: several,
  STRIPE_API_URL: z.optional(url),
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
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environmentSchema.safeParse(set);
  if (!read.success) {
    return {
      ok: false,
      problems: read.error.issues.map(
        (issue) =>
          `${issue.path.join('.')}: ${issue.path[0] !== undefined && set[String(issue.path[0])] === undefined ? 'is not set' : issue.message}`,
      ),
    };
  }
  const problems = read.data.WORLD === 'live' ? liveProblems(read.data) : sandboxProblems(read.data);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: configOf(read.data) };
}

const loopback = /^(https?|wss?):\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/;

/** Real money must not meet a stand-in, a test key or a weak word. */
function liveProblems(environment: Environment): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (typeof value === 'string' && loopback.test(value))
      problems.push(`${name}: points at this machine, which only WORLD=sandbox may`);
  }
  if (!environment.SITE_URL.startsWith('https://')) problems.push('SITE_URL: must begin with https:// in WORLD=live');
  if (!/_live_/.test(environment.STRIPE_API_KEY))
    problems.push('STRIPE_API_KEY: is a test key, which only WORLD=sandbox may use');
  if (environment.STRIPE_API_URL) problems.push('STRIPE_API_URL: redirects Stripe, which only WORLD=sandbox may');
  if (environment.TWURPLE_MOCK_API_PORT)
    problems.push('TWURPLE_MOCK_API_PORT: redirects Twitch, which only WORLD=sandbox may');
  if (environment.REQUESTS_PER_MINUTE === 0) problems.push('REQUESTS_PER_MINUTE: must not be 0 in WORLD=live');
  for (const name of ['SESSION_SECRET', 'BOT_SERVICE_TOKEN', 'OPERATOR_TOKEN', 'TWITCH_EVENTSUB_SECRET'] as const) {
    if (new Set(environment[name]).size < 10)
      problems.push(`${name}: is too easy to guess; use 32 random bytes in hex`);
  }
  if (new Set([environment.SESSION_SECRET, environment.BOT_SERVICE_TOKEN, environment.OPERATOR_TOKEN]).size < 3)
    problems.push('SESSION_SECRET, BOT_SERVICE_TOKEN, OPERATOR_TOKEN: must differ');
  return problems;
}

function sandboxProblems(environment: Environment): string[] {
  return /_live_/.test(environment.STRIPE_API_KEY)
    ? ['STRIPE_API_KEY: is a live key, which only WORLD=live may use']
    : [];
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
    currency: env.CURRENCY,
    twitchCheckout: env.TWITCH_CHECKOUT,
    sessionSecret: new Secret(env.SESSION_SECRET),
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
    },
  };
}
