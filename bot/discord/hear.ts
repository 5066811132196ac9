import { type Client, GatewayDispatchEvents } from 'discord.js';
import * as z from 'zod/mini';
import { SeenMessage } from './rest.ts';

/** Who is told of what was heard. */
export type Ears = {
  /** Somebody wrote to the bot. */
  readonly onDirect: (message: SeenMessage) => void;
  /** Somebody wrote in a thread that the bot has opened, or in one that it does not know. */
  readonly onThread: (threadId: string) => void;
  /** The bot has lost a thread, which may be one that it has opened. */
  readonly onThreadGone: (threadId: string) => void;
};

/** A community that Discord itself has trouble with is not gone. */
const Deleted = z.object({ id: z.string(), unavailable: z.optional(z.boolean()) });
const Heard = z.extend(SeenMessage, { guild_id: z.optional(z.string()) });

/**
 * Listens to messages as the gateway tells of them. discord.js would tell of those in channels that it knows only, which leaves out the
 * first direct message of somebody.
 */
export function hearMessages(client: Client, { onDirect, onThread, onThreadGone }: Ears): void {
  client.ws.on(GatewayDispatchEvents.MessageCreate, (data: unknown) => {
    const read = Heard.safeParse(data);
    if (!read.success || read.data.author.bot === true) return;
    const { guild_id: communityId, channel_id: channelId } = read.data;
    if (communityId === undefined) return onDirect(read.data);
    if (mayBeRoom(client, channelId)) onThread(channelId);
    return undefined;
  });
  client.ws.on(GatewayDispatchEvents.ThreadDelete, (data: unknown) => onThreadGone(Deleted.parse(data).id));
  // What stood under a channel is gone with it; of a community that the bot was sent away from it sees nothing any more.
  for (const lost of [GatewayDispatchEvents.ChannelDelete, GatewayDispatchEvents.GuildDelete] as const)
    client.ws.on(lost, (data: unknown) => {
      const { id, unavailable } = Deleted.parse(data);
      if (unavailable === true) return;
      for (const each of client.channels.cache.values())
        if (each.isThread() && (each.parentId === id || each.guildId === id) && mayBeRoom(client, each.id))
          onThreadGone(each.id);
    });
}

/** The threads of this shard that the bot has opened and that stand open. */
export function ownThreads(client: Client): readonly string[] {
  return [...client.channels.cache.values()].filter(({ id }) => mayBeRoom(client, id)).map(({ id }) => id);
}

/** Whether a channel is a thread of ours, or one of which nothing is known. */
function mayBeRoom(client: Client, channelId: string): boolean {
  const channel = client.channels.cache.get(channelId);
  return !channel || (channel.isThread() && channel.ownerId === client.user?.id);
}
