import * as z from 'zod/mini';
import { second } from '#shared/house-rules.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Staff } from '../../ports/staff.ts';

/** Where Discord's API is, with the bot's token, and the role in a community that makes somebody staff. */
export type StaffSettings = {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly communityId: string;
  readonly roleId: string;
  readonly now: () => number;
};

const Member = z.object({ roles: z.array(z.string()) });
const rememberMs = 30 * second;
const timeoutMs = 5 * second;
/** People remembered at once: far more than a house has staff, and few enough to forget all of them when strangers fill it. */
const rememberedMax = 1_000;

/** `Staff` by asking Discord for the person's roles. A failure of Discord's is never an answer. */
export function discordStaff(settings: StaffSettings): Staff {
  const remembered = new Map<string, { readonly isStaff: boolean; readonly until: number }>();
  return {
    async isStaff(discordId) {
      const known = remembered.get(discordId);
      if (known && settings.now() < known.until) return known.isStaff;
      const askedAt = settings.now();
      const isStaff = await hasRole(settings, discordId);
      if (remembered.size >= rememberedMax) remembered.clear();
      remembered.set(discordId, { isStaff, until: askedAt + rememberMs });
      return isStaff;
    },
  };
}

/** `Staff` of a house that has named no role. */
export const nobodyIsStaff: Staff = { isStaff: () => Promise.resolve(false) };

async function hasRole({ apiUrl, botToken, communityId, roleId }: StaffSettings, discordId: string): Promise<boolean> {
  const response = await ask(`${apiUrl}/guilds/${communityId}/members/${encodeURIComponent(discordId)}`, botToken);
  // Whoever is no member of the house's own community is not its staff. Anything else that is missing is our mistake.
  if (response.status === 404 && (await isUnknownMember(response))) return false;
  if (!response.ok)
    throw new UpstreamError('discord', `asked for a member, Discord answered ${response.status}`, {
      retryable: response.status >= 500 || response.status === 429,
    });
  const member = Member.safeParse(await bodyOf(response));
  if (!member.success)
    throw new UpstreamError('discord', 'Discord told of a member without roles', { retryable: true });
  return member.data.roles.includes(roleId);
}

/** Discord's codes for an account that does not exist, and for one that is not in the community. */
const unknownUser = 10_013;
const unknownMember = 10_007;
const Fault = z.object({ code: z.number() });

async function isUnknownMember(response: Response): Promise<boolean> {
  const fault = Fault.safeParse(await bodyOf(response));
  return fault.success && (fault.data.code === unknownMember || fault.data.code === unknownUser);
}

async function ask(address: string, botToken: string): Promise<Response> {
  try {
    return await fetch(address, {
      headers: { authorization: `Bot ${botToken}`, 'user-agent': 'DiscordBot (https://c500.example, 1)' },
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new UpstreamError('discord', 'Discord did not answer who somebody is', { retryable: true, cause });
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new UpstreamError('discord', 'Discord answered with something unreadable', { retryable: true, cause });
  }
}
