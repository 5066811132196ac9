import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { second } from '#shared/house-rules.ts';
import { Secret } from '#shared/secret.ts';

const text = z.string().check(z.minLength(1));
const secret = z.string().check(z.minLength(24, 'must have at least 24 characters'));
const snowflake = z.string().check(z.regex(/^\d{17,20}$/, 'must be a Discord id of 17 to 20 digits'));
const address = (protocols: RegExp, example: string) => {
  const problem = `must be an address like ${example}`;
  return z.string().check(z.refine((value) => URL.canParse(value) && protocols.test(new URL(value).protocol), problem));
};
const hosts = z.pipe(
  text,
  z.transform((value) => value.split(',').map((each) => each.trim().toLowerCase())),
);

/** Every variable that the bot reads, flat as the environment has them. */
export const environmentSchema = z.object({
  WORLD: z.enum(['live', 'sandbox'], 'must be "live" or "sandbox"'),
  LOG_LEVEL: z._default(z.enum(['silent', 'error', 'warn', 'info', 'debug']), 'info'),
  BOT_CORE_URL: address(/^https?:$/, 'https://core.c500.example'),
  BOT_SERVICE_TOKEN: secret,
  /** After a process died, others take over what it alone did within this. */
  LEASE_SECONDS: z._default(z.coerce.number().check(z.gte(1), z.lte(120)), 15),
  DISCORD_BOT_TOKEN: text,
  DISCORD_APPLICATION_ID: snowflake,
  /** The house's own community, and the channel in it where its people are told of cases and applications. */
  STAFF_COMMUNITY_ID: z.optional(snowflake),
  STAFF_CHANNEL_ID: z.optional(snowflake),
  /** Into how many connections the communities are divided, the same for every process; Discord demands a second at 2,500. */
  DISCORD_SHARDS: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_000)), 1),
  /** How many of them one process serves at most; all unless said. */
  DISCORD_SHARDS_PER_PROCESS: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(1_000))),
  DISCORD_API_URL: z.optional(address(/^https?:$/, 'http://127.0.0.1:4010/api')),
  /** Hosts, with their port if it is not the usual one, from which pictures in forms are fetched. */
  DISCORD_CDN_HOSTS: z._default(hosts, ['cdn.discordapp.com', 'media.discordapp.net']),
  TWITCH_CLIENT_ID: text,
  TWITCH_CLIENT_SECRET: text,
  TWITCH_BOT_USER_ID: z.string().check(z.regex(/^\d+$/, 'must be a Twitch user id')),
  TWITCH_BOT_ACCESS_TOKEN: text,
  TWITCH_BOT_REFRESH_TOKEN: text,
  TWITCH_CHAT_URL: z.optional(address(/^ws:$/, 'ws://127.0.0.1:4020')),
  /** Twurple's own variable, listed here so that a live bot refuses to start with it. */
  TWURPLE_MOCK_API_PORT: z.optional(text),
});
type Environment = z.infer<typeof environmentSchema>;

/** What the bot needs to know, as it uses it. Secrets print as `[secret]`. */
export type Config = ReturnType<typeof configOf>;

type Read =
  | { readonly ok: true; readonly config: Config }
  /** One line each, saying what to set. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment, the process's own unless another is given, and tells all its problems at once. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Read {
  // A variable set to nothing counts as not set: shells and .env files have no other way to say it.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const read = environmentSchema.safeParse(set);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}: ${set[name] === undefined ? 'is not set' : issue.message}`;
    });
    return { ok: false, problems };
  }
  const problems = read.data.WORLD === 'live' ? findLiveProblems(read.data) : [];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: configOf(read.data) };
}

/** Real people must not meet a stand-in. */
function findLiveProblems(environment: Environment): string[] {
  const redirecting = ['DISCORD_API_URL', 'TWITCH_CHAT_URL', 'TWURPLE_MOCK_API_PORT'] as const;
  const problems = redirecting
    .filter((name) => environment[name] !== undefined)
    .map((name) => `${name}: redirects a platform, which only WORLD=sandbox may`);
  if (isLoopback(new URL(environment.BOT_CORE_URL).hostname))
    problems.push('BOT_CORE_URL: points at this machine, which only WORLD=sandbox may');
  for (const host of environment.DISCORD_CDN_HOSTS) {
    if (!URL.canParse(`https://${host}`) || isLoopback(new URL(`https://${host}`).hostname))
      problems.push(`DISCORD_CDN_HOSTS: ${host} is no host on the internet`);
  }
  if (new Set(environment.BOT_SERVICE_TOKEN).size < 10)
    problems.push('BOT_SERVICE_TOKEN: is too easy to guess; use 32 random bytes in hex');
  return problems;
}

/** Whether a host, as `URL` normalises it, is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) === 6) return host === '::1' || host === '::' || host.startsWith('::ffff:7f') || host === '::ffff:0:0';
  return host === 'localhost' || host.endsWith('.localhost') || /^(127|0)\./.test(host);
}

function configOf(env: Environment) {
  return {
    world: env.WORLD,
    logLevel: env.LOG_LEVEL,
    leaseMs: env.LEASE_SECONDS * second,
    core: { url: env.BOT_CORE_URL.replace(/\/$/, ''), token: new Secret(env.BOT_SERVICE_TOKEN) },
    discord: {
      token: new Secret(env.DISCORD_BOT_TOKEN),
      applicationId: env.DISCORD_APPLICATION_ID,
      staffCommunityId: env.STAFF_COMMUNITY_ID ?? null,
      staffChannelId: env.STAFF_CHANNEL_ID ?? null,
      shards: env.DISCORD_SHARDS,
      shardsPerProcess: env.DISCORD_SHARDS_PER_PROCESS ?? env.DISCORD_SHARDS,
      // discord.js adds the version itself.
      apiUrl: env.DISCORD_API_URL?.replace(/\/?(v\d+\/?)?$/, '') ?? null,
      cdnHosts: env.DISCORD_CDN_HOSTS,
    },
    twitch: {
      clientId: env.TWITCH_CLIENT_ID,
      clientSecret: new Secret(env.TWITCH_CLIENT_SECRET),
      botUserId: env.TWITCH_BOT_USER_ID,
      accessToken: new Secret(env.TWITCH_BOT_ACCESS_TOKEN),
      refreshToken: new Secret(env.TWITCH_BOT_REFRESH_TOKEN),
      chatUrl: env.TWITCH_CHAT_URL ?? null,
    },
  } as const;
}
