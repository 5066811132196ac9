import { UserState, type ChatClient } from '@twurple/chat';
import type { Post, Said } from './voice.ts';

const answerWithinMs = 5_000;

/**
 * Lets a chat client speak, and hears from Twitch's server whether it took a line: it shows who spoke their own state in the room,
 * or says why not. Only one line per room may be under way at a time.
 */
export function createPost(client: ChatClient, isIn: (room: string) => boolean): Post {
  const waiting = new Map<string, (said: Said) => void>();
  const answer = (channel: string, said: Said) => waiting.get(channel.replace(/^#/, ''))?.(said);
  const refuse = (channel: string, reason: string) => answer(channel, { outcome: 'refused', reason });
  client.irc.onTypedMessage(UserState, ({ channel }) => answer(channel, { outcome: 'taken' }));
  client.onMessageRatelimit((channel) => refuse(channel, 'msg_ratelimit'));
  client.onMessageFailed(refuse);
  client.onNoPermission((channel) => refuse(channel, 'no_permission'));
  client.onDisconnect(() => {
    for (const resolve of waiting.values()) resolve({ outcome: 'unsure' });
  });
  return {
    isIn,
    async send(room, text, replyTo) {
      const { promise, resolve } = Promise.withResolvers<Said>();
      const timer = setTimeout(() => resolve({ outcome: 'unsure' }), answerWithinMs);
      waiting.set(room, resolve);
      // Twurple's limiter has room whenever ours has, unless the line has just broken: then nothing is to wait in it.
      client
        .say(room, text, replyTo === null ? {} : { replyTo }, { limitReachedBehavior: 'throw' })
        .catch(() => resolve({ outcome: 'refused', reason: 'not_connected' }));
      const said = await promise;
      clearTimeout(timer);
      waiting.delete(room);
      return said;
    },
  };
}
