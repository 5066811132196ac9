import { readIrcLine, formatTags, type IrcLine } from './irc-line.ts';
import { badgesOf, type ChatRefusal } from './chat-room.ts';
import type { TwitchModel } from './model.ts';
import type { ChatLine, TwitchChannel, TwitchUser } from './records.ts';

const server = 'tmi.twitch.tv';
const capabilities: readonly string[] = ['twitch.tv/commands', 'twitch.tv/membership', 'twitch.tv/tags'];
const joinsMax = 1000;
const windowMs = 30_000;

/** One connected chat client. */
export type IrcSession = {
  receive(text: string): void;
  /** Shows a line of chat if the client is in its room. */
  show(line: ChatLine): void;
  ping(): void;
  /** Asks the client to connect anew, as Twitch does before it restarts a server. */
  askToReconnect(): void;
};

/** What a session needs. `post` sends one line without its ending; `hangUp` closes the connection. */
export type IrcSessionOptions = {
  readonly model: TwitchModel;
  readonly post: (line: string) => void;
  readonly hangUp: () => void;
  readonly wallNow: () => number;
};

type Account =
  { readonly kind: 'anonymous' } | { readonly kind: 'person'; readonly user: TwitchUser; readonly mayWrite: boolean };

const refusalNotices: Readonly<Record<ChatRefusal['reason'], readonly [id: string, text: string]>> = {
  'unknown-channel': ['msg_channel_suspended', 'This channel does not exist or has been suspended.'],
  'unknown-chatter': ['no_permission', "You don't have permission to perform that action."],
  empty: ['msg_rejected', 'Your message is empty.'],
  'too-long': ['msg_rejected', 'Your message is too long.'],
};

/** Tags that say who somebody is in a room; shared by what others see of them and what they see of themselves. */
function personTags(user: TwitchUser, badges: readonly string[]): Record<string, string> {
  const isModerator = badges.includes('moderator/1');
  return {
    'badge-info': '',
    badges: badges.join(','),
    color: user.color ?? '',
    'display-name': user.displayName,
    mod: isModerator ? '1' : '0',
    subscriber: '0',
    'user-type': isModerator ? 'mod' : '',
  };
}

/** The tags of a PRIVMSG, with `source-*` in shared chat and `reply-*` in an answer. */
export function lineTags(line: ChatLine, user: TwitchUser, parent: TwitchUser | undefined): Record<string, string> {
  const { source, replyTo } = line;
  return {
    ...personTags(user, line.badges),
    emotes: '',
    'first-msg': '0',
    flags: '',
    id: line.id,
    'returning-chatter': '0',
    'room-id': line.channelId,
    'tmi-sent-ts': String(line.at),
    turbo: '0',
    'user-id': user.id,
    ...(source === null
      ? {}
      : {
          'source-badge-info': '',
          'source-badges': source.badges.join(','),
          'source-id': source.lineId,
          'source-only': '0',
          'source-room-id': source.channelId,
        }),
    ...(replyTo === null || parent === undefined
      ? {}
      : {
          'reply-parent-msg-id': replyTo.lineId,
          'reply-parent-user-id': parent.id,
          'reply-parent-user-login': parent.login,
          'reply-parent-display-name': parent.displayName,
          'reply-parent-msg-body': replyTo.text,
          'reply-thread-parent-msg-id': replyTo.lineId,
          'reply-thread-parent-user-login': parent.login,
        }),
  };
}

function hostmask(login: string): string {
  return `${login}!${login}@${login}.${server}`;
}

/** Builds a session: registration, rooms and the commands that Twitch's chat servers know. */
export function createIrcSession(options: IrcSessionOptions): IrcSession {
  const { model, post, hangUp, wallNow } = options;
  const granted = new Set<string>();
  const rooms = new Set<string>();
  const sentAt: number[] = [];
  let password = '';
  let nick = '';
  let account: Account | null = null;
  let isNegotiating = false;

  function send(tags: Readonly<Record<string, string>>, line: string): void {
    post(granted.has('twitch.tv/tags') && Object.keys(tags).length > 0 ? `@${formatTags(tags)} ${line}` : line);
  }
  function notice(target: string, id: string | null, text: string): void {
    send(id === null ? {} : { 'msg-id': id }, `:${server} NOTICE ${target} :${text}`);
  }
  function negotiate(line: IrcLine): void {
    const [verb = '', ...rest] = line.params;
    if (verb === 'LS') {
      isNegotiating = true;
      post(`:${server} CAP * LS :${capabilities.join(' ')}`);
    }
    if (verb === 'REQ') {
      const asked = rest.join(' ').split(' ');
      const isKnown = asked.every((name) => capabilities.includes(name));
      if (isKnown) for (const name of asked) granted.add(name);
      post(`:${server} CAP * ${isKnown ? 'ACK' : 'NAK'} :${asked.join(' ')}`);
    }
    if (verb === 'END') {
      isNegotiating = false;
      register();
    }
  }
  function readAccount(): Account | string {
    if (/^justinfan\d+$/.test(nick)) return { kind: 'anonymous' };
    if (!password.startsWith('oauth:')) return 'Improperly formatted auth';
    const access = model.tokens.find(password.slice('oauth:'.length));
    const user = access?.userId === undefined || access.userId === null ? undefined : model.user(access.userId);
    if (access === undefined || user === undefined) return 'Login authentication failed';
    if (user.login !== nick || !access.scopes.includes('chat:read')) return 'Login authentication failed';
    return { kind: 'person', user, mayWrite: access.scopes.includes('chat:edit') };
  }
  function register(): void {
    if (account !== null || nick === '' || isNegotiating) return;
    const outcome = readAccount();
    if (typeof outcome === 'string') {
      notice('*', null, outcome);
      hangUp();
      return;
    }
    account = outcome;
    post(`:${server} 001 ${nick} :Welcome, GLHF!`);
    post(`:${server} 002 ${nick} :Your host is ${server}`);
    post(`:${server} 003 ${nick} :This server is rather new`);
    post(`:${server} 004 ${nick} :-`);
    post(`:${server} 375 ${nick} :-`);
    post(`:${server} 372 ${nick} :You are in a maze of twisty passages, all alike.`);
    post(`:${server} 376 ${nick} :>`);
    if (outcome.kind === 'person' && granted.has('twitch.tv/commands'))
      send(
        { ...personTags(outcome.user, []), 'emote-sets': '0', 'user-id': outcome.user.id },
        `:${server} GLOBALUSERSTATE`,
      );
  }
  function showOwnState(channel: TwitchChannel, login: string, lineId?: string): void {
    if (account?.kind !== 'person' || !granted.has('twitch.tv/commands')) return;
    const tags = { ...personTags(account.user, badgesOf(channel, account.user.id)), 'emote-sets': '0' };
    send(lineId === undefined ? tags : { ...tags, id: lineId }, `:${server} USERSTATE #${login}`);
  }
  function join(name: string): void {
    const room = model.userByLogin(name.replace(/^#/, '').toLowerCase());
    const channel = room === undefined ? undefined : model.channels.find(room.id);
    if (room === undefined || channel === undefined) return notice(name, ...refusalNotices['unknown-channel']);
    if (rooms.size >= joinsMax) return;
    rooms.add(room.id);
    post(`:${hostmask(nick)} JOIN #${room.login}`);
    post(`:${nick}.${server} 353 ${nick} = #${room.login} :${nick}`);
    post(`:${nick}.${server} 366 ${nick} #${room.login} :End of /NAMES list`);
    showOwnState(channel, room.login);
    if (!granted.has('twitch.tv/commands')) return;
    const state = {
      'emote-only': '0',
      'followers-only': '-1',
      r9k: '0',
      'room-id': room.id,
      slow: '0',
      'subs-only': '0',
    };
    send(state, `:${server} ROOMSTATE #${room.login}`);
  }
  function part(name: string): void {
    const room = model.userByLogin(name.replace(/^#/, '').toLowerCase());
    if (room !== undefined && rooms.delete(room.id)) post(`:${hostmask(nick)} PART #${room.login}`);
  }
  /** Twitch's own limits: 100 lines in 30 seconds where one is broadcaster or moderator, else 20. */
  function isTooFast(badges: readonly string[]): boolean {
    const now = wallNow();
    while (sentAt.length > 0 && (sentAt[0] ?? now) <= now - windowMs) sentAt.shift();
    if (sentAt.length >= (badges.length > 0 ? 100 : 20)) return true;
    sentAt.push(now);
    return false;
  }
  function say(line: IrcLine): void {
    const [target = '', typed = ''] = line.params;
    const room = model.userByLogin(target.replace(/^#/, '').toLowerCase());
    const channel = room === undefined ? undefined : model.channels.find(room.id);
    if (room === undefined || channel === undefined) return notice(target, ...refusalNotices['unknown-channel']);
    if (account?.kind !== 'person' || !account.mayWrite) return notice(target, ...refusalNotices['unknown-chatter']);
    if (isTooFast(badgesOf(channel, account.user.id)))
      return notice(target, 'msg_ratelimit', 'Your message was not sent because you are sending messages too quickly.');
    const spoken = readSpoken(typed);
    if (spoken === null) return notice(target, 'unrecognized_cmd', 'Unrecognized command.');
    const replyToLineId = line.tags.get('reply-parent-msg-id');
    const outcome = model.chat.say({ channelId: room.id, userId: account.user.id, ...spoken, replyToLineId }, session);
    if (!outcome.ok) return notice(target, ...refusalNotices[outcome.reason]);
    showOwnState(channel, room.login, outcome.line.id);
  }
  function receive(text: string): void {
    const line = readIrcLine(text);
    if (line === null) return;
    const [first = ''] = line.params;
    switch (line.command) {
      case 'CAP':
        return negotiate(line);
      case 'PASS':
        password = first;
        return;
      case 'NICK':
        nick = first.toLowerCase();
        return register();
      case 'PING':
        return post(`:${server} PONG ${server} :${first}`);
      case 'PONG':
      case 'USER':
        return;
      case 'QUIT':
        return hangUp();
    }
    if (account === null) return post(`:${server} 451 * :You have not registered`);
    if (line.command === 'JOIN') for (const name of first.split(',')) join(name);
    else if (line.command === 'PART') for (const name of first.split(',')) part(name);
    else if (line.command === 'PRIVMSG') say(line);
    else post(`:${server} 421 ${nick} ${line.command} :Unknown command`);
  }
  const session: IrcSession = {
    receive,
    show(line) {
      const user = model.user(line.userId);
      const room = model.user(line.channelId);
      if (user === undefined || room === undefined || !rooms.has(room.id)) return;
      const parent = line.replyTo === null ? undefined : model.user(line.replyTo.userId);
      const mention = parent === undefined ? '' : `@${parent.displayName} `;
      const words = line.isAction ? `\u0001ACTION ${line.text}\u0001` : `${mention}${line.text}`;
      send(lineTags(line, user, parent), `:${hostmask(user.login)} PRIVMSG #${room.login} :${words}`);
    },
    ping: () => post(`PING :${server}`),
    askToReconnect() {
      if (granted.has('twitch.tv/commands')) post(`:${server} RECONNECT`);
    },
  };
  return session;
}

/** What is really said: `/me` and the old CTCP form are actions, any other slash command is none of ours (null). */
function readSpoken(typed: string): { readonly text: string; readonly isAction: boolean } | null {
  const action = /^(?:\/me |\u0001ACTION )(?<text>[^\u0001]*)\u0001?$/i.exec(typed);
  if (action?.groups !== undefined) return { text: action.groups['text'] ?? '', isAction: true };
  return /^[/.][a-z]/i.test(typed) ? null : { text: typed, isAction: false };
}
