import * as z from 'zod/mini';
import { second } from '#shared/house-rules.ts';
import type { Activities } from '../../ports/activities.ts';
import { UpstreamError } from '../../ports/payments.ts';

/** Our application at Discord, and where its API is. */
export type ActivitySettings = {
  readonly apiUrl: string;
  readonly applicationId: string;
  readonly clientSecret: string;
  /** Without it no instance is known, and nobody gets in. */
  readonly botToken: string | undefined;
};

const timeoutMs = 8 * second;
/** The longest name of an account that is kept; as for everybody whom the bot tells of. */
const handleMax = 40;

const Token = z.object({ access_token: z.string() });
const User = z.object({ id: z.string(), username: z.string() });
const Instance = z.object({
  application_id: z.string(),
  location: z.object({
    channel_id: z.string(),
    guild_id: z.optional(z.nullable(z.string())),
  }),
  users: z.array(z.string()),
});

/**
 * `Activities` at Discord. Activities have no page to be sent back to, so their codes are bound to no address: what binds them is the
 * verifier, which the page that asked has kept for itself.
 *
 * @see platforms.md "C1"
 */
export function discordActivities(settings: ActivitySettings): Activities {
  const { apiUrl, applicationId, clientSecret, botToken } = settings;
  return {
    async signIn(code, codeVerifier) {
      const form = {
        grant_type: 'authorization_code',
        client_id: applicationId,
        client_secret: clientSecret,
        code,
        code_verifier: codeVerifier,
      };
      const answer = await ask(`${apiUrl}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
      if (answer.status === 400) return undefined;
      const { access_token: accessToken } = await read(answer, Token);
      const asPerson = await ask(`${apiUrl}/users/@me`, { headers: { authorization: `Bearer ${accessToken}` } });
      // A token that does not even tell who its person is was given for something else.
      if (asPerson.status === 401 || asPerson.status === 403) return undefined;
      const { id, username } = await read(asPerson, User);
      return { account: { platform: 'discord', id, handle: username.slice(0, handleMax) }, accessToken };
    },
    async instance(id) {
      if (botToken === undefined) return undefined;
      const address = `${apiUrl}/applications/${applicationId}/activity-instances/${encodeURIComponent(id)}`;
      const answer = await ask(address, { headers: { authorization: `Bot ${botToken}` } });
      if (answer.status === 404) return undefined;
      const { application_id: owner, location, users } = await read(answer, Instance);
      if (owner !== applicationId) return undefined;
      return { channelId: location.channel_id, communityId: location.guild_id ?? null, userIds: users };
    },
  };
}

async function ask(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new UpstreamError('discord', 'Discord did not answer an activity', { retryable: true, cause });
  }
}

async function read<T extends z.ZodMiniType>(answer: Response, shape: T): Promise<z.output<T>> {
  if (!answer.ok) {
    const retryable = answer.status >= 500 || answer.status === 429;
    throw new UpstreamError('discord', `asked about an activity, Discord answered ${answer.status}`, { retryable });
  }
  try {
    return shape.parse(await answer.json());
  } catch (cause) {
    throw new UpstreamError('discord', 'Discord answered an activity with something unreadable', {
      retryable: true,
      cause,
    });
  }
}
