import { connect } from 'node:net';
import { RefreshingAuthProvider, type AccessToken } from '@twurple/auth';
import { ChatClient } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { withoutQueries } from '#shared/describe-error.ts';

/** Twurple tells warnings and errors; below them it would write down what it sends, the token included. */
const levelOfWarnings = 'warning';

type Token = Pick<AccessToken, 'accessToken' | 'refreshToken'>;

/**
 * Makes a chat client, not yet connected. Twurple renews the access token by itself; `onRefresh` is told, because a new client
 * needs the newest.
 */
export function createChatClient(
  config: Config['twitch'],
  token: Token,
  log: Logger,
  onRefresh: (token: Token) => void,
): ChatClient {
  const authProvider = new RefreshingAuthProvider({
    clientId: config.clientId,
    clientSecret: config.clientSecret.reveal(),
  });
  authProvider.onRefresh((_userId, refreshed) => onRefresh(refreshed));
  const scope = ['chat:read', 'chat:edit'];
  // How old the configured token is, nobody knows: Twurple asks Twitch when it connects.
  authProvider.addUser(config.botUserId, { ...token, scope, expiresIn: null, obtainmentTimestamp: 0 }, ['chat']);
  const tell = (level: number, message: string) => {
    log[level <= 1 ? 'error' : 'warn']({ detail: withoutQueries(message) }, 'twurple complained');
  };
  return new ChatClient({
    authProvider,
    logger: { minLevel: levelOfWarnings, custom: tell },
    ...(config.chatUrl === null ? {} : redirectTo(new URL(config.chatUrl))),
  });
}

/** Twurple fixes the ports of chat; only the socket below the WebSocket can be led elsewhere. */
function redirectTo({ hostname, port }: URL) {
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    ssl: false,
    hostName: hostname,
    connectionOptions: { wsOptions: { createConnection: () => connect(Number(port || 80), host) } },
  };
}
