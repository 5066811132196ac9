import { DiscordAPIError, type RawFile, REST, type RouteLike, Routes } from 'discord.js';
import * as z from 'zod/mini';
import type { DiscordAddress } from './connect.ts';
import type { Shown } from './messages.ts';
import type { Pace } from './pace.ts';

/** A file that goes along with a message. */
export type SentFile = { readonly name: string; readonly bytes: Uint8Array; readonly description?: string };

/** A message to be written: in Components V2 where `shown` is given, else plain words with rows of buttons. */
export type Outgoing = {
  readonly shown?: Pick<Shown, 'flags' | 'components'>;
  readonly content?: string;
  readonly rows?: readonly { toJSON(): unknown }[];
  /** Discord answers with the message that it already has when the same comes again within minutes, of whichever process. */
  readonly nonce?: string;
  /** Who is notified by what the words mention: nobody, unless named here. */
  readonly notifies?: { readonly users?: readonly string[]; readonly roles?: readonly string[] };
  readonly files?: readonly SentFile[];
  /** The message in the same channel that it answers. */
  readonly answers?: string;
  /** Files that the message has are replaced by these. */
  readonly replacesFiles?: boolean;
};

const Component: z.ZodMiniType<SeenComponent> = z.object({
  id: z.optional(z.number()),
  custom_id: z.optional(z.string()),
  components: z.optional(z.array(z.lazy(() => Component))),
});
/** A part of a message, as far as we read our own. */
export type SeenComponent = {
  readonly id?: number | undefined;
  readonly custom_id?: string | undefined;
  readonly components?: readonly SeenComponent[] | undefined;
};
const Attachment = z.object({ id: z.string(), filename: z.string(), size: z.number(), url: z.string() });

/** A message as Discord tells of it. */
export const SeenMessage = z.object({
  id: z.string(),
  channel_id: z.string(),
  content: z.string(),
  timestamp: z.string(),
  type: z.optional(z.number()),
  author: z.object({ id: z.string(), bot: z.optional(z.boolean()) }),
  message_reference: z.optional(z.object({ message_id: z.optional(z.string()) })),
  attachments: z.array(Attachment),
  components: z.optional(z.array(Component)),
});
export type SeenMessage = z.infer<typeof SeenMessage>;
/** Discord's kinds of messages that people write: plain ones and replies. */
export const writtenTypes: readonly number[] = [0, 19];

const Named = z.object({ id: z.string(), name: z.optional(z.nullable(z.string())) });
const Thread = z.object({
  id: z.string(),
  name: z.string(),
  parent_id: z.optional(z.nullable(z.string())),
  owner_id: z.optional(z.string()),
});
const Role = z.object({ id: z.string(), permissions: z.string() });
const Community = z.object({
  id: z.string(),
  name: z.string(),
  owner_id: z.string(),
  preferred_locale: z.optional(z.string()),
  system_channel_id: z.optional(z.nullable(z.string())),
  roles: z.array(Role),
});
const Member = z.object({ roles: z.array(z.string()) });
const Ban = z.object({ reason: z.nullable(z.string()) });
const BulkBan = z.object({ banned_users: z.array(z.string()), failed_users: z.array(z.string()) });

/** A thread under a channel of a community. */
export type SeenThread = z.infer<typeof Thread>;
/** A community as Discord tells of it. */
export type SeenCommunity = z.infer<typeof Community>;

/** Discord's REST API, as far as no gateway is needed for it. Every function throws what discord.js throws. */
export type DiscordRest = ReturnType<typeof createDiscordRest>;

/** Files of one message together; the limit where nobody pays for more. A little is left for the rest of the request. */
export const uploadBytesMax = 10 * 1024 * 1024 - 64 * 1024;
/** Channels with people that are remembered, so that each notice is one request. */
const directsMax = 10_000;

/** What a message says as JSON. */
function bodyOf(message: Outgoing) {
  const { shown, content, rows, nonce, notifies, files, answers } = message;
  return {
    ...(shown ? { flags: shown.flags, components: shown.components.map((each) => each.toJSON()) } : {}),
    ...(content === undefined ? {} : { content }),
    ...(answers === undefined ? {} : { message_reference: { message_id: answers, fail_if_not_exists: false } }),
    ...(rows ? { components: rows.map((each) => each.toJSON()) } : {}),
    ...(nonce === undefined ? {} : { nonce, enforce_nonce: true }),
    ...(files || message.replacesFiles
      ? {
          attachments: (files ?? []).map(({ name, description }, id) => ({
            id: String(id),
            filename: name,
            description,
          })),
        }
      : {}),
    allowed_mentions: { parse: [], users: notifies?.users ?? [], roles: notifies?.roles ?? [] },
  };
}

function filesOf({ files }: Outgoing): { files?: RawFile[] } {
  return files && files.length > 0
    ? { files: files.map(({ name, bytes }) => ({ name, data: Buffer.from(bytes) })) }
    : {};
}

type Asked = { readonly body?: unknown; readonly files?: RawFile[]; readonly query?: URLSearchParams; reason?: string };

/**
 * Makes a way to Discord's REST API.
 *
 * @param pace waited for before each request: it keeps to the budget of the whole bot
 * @param signal gives up on what is under way, whatever became of it
 */
export function createDiscordRest({ token, apiUrl }: DiscordAddress, pace: Pace, signal?: AbortSignal) {
  const rest = new REST({
    version: '10',
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    ...(apiUrl === null ? {} : { api: apiUrl }),
  }).setToken(token);
  async function ask(method: 'get' | 'post' | 'put' | 'patch' | 'delete', route: RouteLike, asked: Asked = {}) {
    await pace.turn(signal);
    return rest[method](route, { ...asked, ...(signal ? { signal } : {}) });
  }
  const directs = new Map<string, string>();
  const members = (communityId: string, userId: string) => Routes.guildMember(communityId, userId);
  return {
    async post(channelId: string, message: Outgoing): Promise<SeenMessage> {
      const sent = { body: bodyOf(message), ...filesOf(message) };
      return SeenMessage.parse(await ask('post', Routes.channelMessages(channelId), sent));
    },
    async edit(channelId: string, messageId: string, message: Outgoing): Promise<void> {
      await ask('patch', Routes.channelMessage(channelId, messageId), { body: bodyOf(message), ...filesOf(message) });
    },
    async getMessage(channelId: string, messageId: string): Promise<SeenMessage> {
      return SeenMessage.parse(await ask('get', Routes.channelMessage(channelId, messageId)));
    },
    /** Up to `limit` messages, at most 100: the newest, or those that came next after one; the oldest first. */
    async listMessages(channelId: string, { limit, after }: { limit: number; after?: string }): Promise<SeenMessage[]> {
      const query = new URLSearchParams({ limit: String(limit), ...(after === undefined ? {} : { after }) });
      const listed = z.array(SeenMessage).parse(await ask('get', Routes.channelMessages(channelId), { query }));
      return listed.toSorted((one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1));
    },
    /** The channel in which the bot writes to somebody; it is always the same one. */
    async openDirect(userId: string): Promise<string> {
      const known = directs.get(userId);
      if (known !== undefined) return known;
      const { id } = Named.parse(await ask('post', Routes.userChannels(), { body: { recipient_id: userId } }));
      directs.set(userId, id);
      for (const other of directs.keys()) if (directs.size > directsMax) directs.delete(other);
      return id;
    },
    async getUser(userId: string): Promise<{ readonly id: string; readonly username: string }> {
      return z.object({ id: z.string(), username: z.string() }).parse(await ask('get', Routes.user(userId)));
    },
    /** The communities in which the bot is, in the order of their ids. */
    async listOwnCommunities(): Promise<{ readonly id: string; readonly name: string }[]> {
      const all: { id: string; name: string }[] = [];
      for (;;) {
        const query = new URLSearchParams({ limit: '200', after: all.at(-1)?.id ?? '0' });
        const listed = z.array(z.object({ id: z.string(), name: z.string() }));
        const page = listed.parse(await ask('get', Routes.userGuilds(), { query }));
        all.push(...page);
        if (page.length < 200) return all;
      }
    },
    async getCommunity(communityId: string): Promise<SeenCommunity> {
      return Community.parse(await ask('get', Routes.guild(communityId)));
    },
    /** The roles of a member; undefined for whoever is none. */
    async findMember(communityId: string, userId: string): Promise<{ readonly roles: string[] } | undefined> {
      try {
        return Member.parse(await ask('get', members(communityId, userId)));
      } catch (error) {
        if (isDiscordError(error, codes.unknownMember, codes.unknownUser)) return undefined;
        throw error;
      }
    },
    async giveRole(communityId: string, userId: string, roleId: string, reason: string): Promise<void> {
      await ask('put', Routes.guildMemberRole(communityId, userId, roleId), { reason });
    },
    async takeRole(communityId: string, userId: string, roleId: string, reason: string): Promise<void> {
      await ask('delete', Routes.guildMemberRole(communityId, userId, roleId), { reason });
    },
    async getChannelName(channelId: string): Promise<string> {
      return Named.parse(await ask('get', Routes.channel(channelId))).name ?? '';
    },
    async renameChannel(channelId: string, name: string): Promise<void> {
      await ask('patch', Routes.channel(channelId), { body: { name } });
    },
    async ban(communityId: string, userId: string, reason: string): Promise<void> {
      await ask('put', Routes.guildBan(communityId, userId), { body: { delete_message_seconds: 0 }, reason });
    },
    async banMany(communityId: string, userIds: readonly string[], reason: string) {
      const body = { user_ids: userIds, delete_message_seconds: 0 };
      return BulkBan.parse(await ask('post', Routes.guildBulkBan(communityId), { body, reason }));
    },
    /** Why somebody is banned in a community; undefined for whoever is not. */
    async findBan(communityId: string, userId: string): Promise<{ readonly reason: string | null } | undefined> {
      try {
        return Ban.parse(await ask('get', Routes.guildBan(communityId, userId)));
      } catch (error) {
        if (isDiscordError(error, codes.unknownBan, codes.unknownUser)) return undefined;
        throw error;
      }
    },
    async liftBan(communityId: string, userId: string, reason: string): Promise<void> {
      await ask('delete', Routes.guildBan(communityId, userId), { reason });
    },
    /** Opens a private thread into which only the bot and moderators invite. */
    async openThread(channelId: string, name: string): Promise<SeenThread> {
      const body = { name, type: 12, invitable: false, auto_archive_duration: 10_080 };
      return Thread.parse(await ask('post', Routes.threads(channelId), { body }));
    },
    async listActiveThreads(communityId: string): Promise<SeenThread[]> {
      const listed = z.object({ threads: z.array(Thread) });
      return listed.parse(await ask('get', Routes.guildActiveThreads(communityId))).threads;
    },
    async addToThread(threadId: string, userId: string): Promise<void> {
      await ask('put', Routes.threadMembers(threadId, userId));
    },
    async closeThread(threadId: string): Promise<void> {
      await ask('patch', Routes.channel(threadId), { body: { locked: true, archived: true } });
    },
  };
}

/** Discord's codes that are told apart here. */
export const codes = {
  unknownChannel: 10_003,
  unknownCommunity: 10_004,
  unknownMember: 10_007,
  unknownMessage: 10_008,
  unknownRole: 10_011,
  unknownUser: 10_013,
  unknownBan: 10_026,
  missingAccess: 50_001,
  closedDirect: 50_007,
  missingPermissions: 50_013,
  invalidForm: 50_035,
  threadArchived: 50_083,
  noMutualCommunity: 50_278,
  noneBanned: 500_000,
} as const;

/** Whether Discord refused with one of these codes. */
export function isDiscordError(error: unknown, ...of: readonly number[]): error is DiscordAPIError {
  return error instanceof DiscordAPIError && of.includes(Number(error.code));
}

/** Whether Discord refused, in contrast to not answering or being broken. */
export function isRefused(error: unknown): error is DiscordAPIError {
  return error instanceof DiscordAPIError && error.status < 500;
}
