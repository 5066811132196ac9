import { readIrcLine, formatTags, type IrcLine } from './irc-line.ts';
import type { ChatGate } from './chat-limits.ts';
import { badgesOf, type ChatRefusal } from './chat-room.ts';
import type { TwitchModel } from './model.ts';
import type { ChatLine, TwitchChannel, TwitchUser } from './records.ts';

const server = 'tmi.twitch.tv';
const capabilities: readonly string[] = ['twitch.tv/commands', 'twitch.tv/membership', 'twitch.tv/tags'];
const actionMark = '\u0001';
const roomsMax = 1000;

/** What a session needs. `post` sends one line without its ending; `hangUp` closes the connection. */
export type IrcSessionOptions = {
  readonly model: TwitchModel;
  readonly post: (line: string) => void;
  readonly hangUp: () => void;
  readonly gate: ChatGate;
};

type Room = { readonly user: TwitchUser; readonly channel: TwitchChannel };
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

/** One connected chat client: its registration, its rooms and the commands that Twitch's chat servers know. */
export class IrcSession {
  readonly #options: IrcSessionOptions;
  readonly #granted = new Set<string>();
  readonly #rooms = new Set<string>();
  #password = '';
  #nick = '';
  #account: Account | null = null;
  #isNegotiating = false;

  constructor(options: IrcSessionOptions) {
    this.#options = options;
  }

  /** Takes one line of the client, without its ending. */
  receive(text: string): void {
    const line = readIrcLine(text);
    if (line === null) return;
    const [first = ''] = line.params;
    switch (line.command) {
      case 'CAP':
        return this.#negotiate(line);
      case 'PASS':
        this.#password = first;
        return;
      case 'NICK':
        this.#nick = first.toLowerCase();
        return this.#register();
      case 'PING':
        // A bare PING is answered as barely: tmi.js hangs up where the answer carries a prefix, and stays connected to Twitch.
        return this.#options.post(first === '' ? 'PONG' : `:${server} PONG ${server} :${first}`);
      case 'PONG':
      case 'USER':
        return;
      case 'QUIT':
        return this.#options.hangUp();
      default:
        return this.#receiveRegistered(line);
    }
  }

  /** Shows a line of chat if the client is in its room. */
  show(line: ChatLine): void {
    const { model } = this.#options;
    const user = model.user(line.userId);
    const room = model.user(line.channelId);
    if (user === undefined || room === undefined || !this.#rooms.has(room.id)) return;
    const parent = line.replyTo === null ? undefined : model.user(line.replyTo.userId);
    const mention = parent === undefined ? '' : `@${parent.displayName} `;
    const words = line.isAction ? `${actionMark}ACTION ${line.text}${actionMark}` : `${mention}${line.text}`;
    this.#send(lineTags(line, user, parent), `:${hostmask(user.login)} PRIVMSG #${room.login} :${words}`);
  }

  ping(): void {
    this.#options.post(`PING :${server}`);
  }

  /** Asks the client to connect anew, as Twitch does before it restarts a server. */
  askToReconnect(): void {
    if (this.#granted.has('twitch.tv/commands')) this.#options.post(`:${server} RECONNECT`);
  }

  #receiveRegistered(line: IrcLine): void {
    if (this.#account === null) return this.#options.post(`:${server} 451 * :You have not registered`);
    const names = (line.params[0] ?? '').split(',');
    if (line.command === 'JOIN') for (const name of names) this.#join(name);
    else if (line.command === 'PART') for (const name of names) this.#part(name);
    else if (line.command === 'PRIVMSG') this.#say(line);
    else this.#options.post(`:${server} 421 ${this.#nick} ${line.command} :Unknown command`);
  }

  #send(tags: Readonly<Record<string, string>>, line: string): void {
    const isTagged = this.#granted.has('twitch.tv/tags') && Object.keys(tags).length > 0;
    this.#options.post(isTagged ? `@${formatTags(tags)} ${line}` : line);
  }

  #notice(target: string, id: string | null, text: string): void {
    this.#send(id === null ? {} : { 'msg-id': id }, `:${server} NOTICE ${target} :${text}`);
  }

  #negotiate(line: IrcLine): void {
    const [verb = '', ...rest] = line.params;
    if (verb === 'LS') {
      this.#isNegotiating = true;
      this.#options.post(`:${server} CAP * LS :${capabilities.join(' ')}`);
    }
    if (verb === 'REQ') {
      const asked = rest.join(' ').split(' ');
      const isKnown = asked.every((name) => capabilities.includes(name));
      if (isKnown) for (const name of asked) this.#granted.add(name);
      this.#options.post(`:${server} CAP * ${isKnown ? 'ACK' : 'NAK'} :${asked.join(' ')}`);
    }
    if (verb === 'END') {
      this.#isNegotiating = false;
      this.#register();
    }
  }

  #register(): void {
    if (this.#account !== null || this.#nick === '' || this.#isNegotiating) return;
    const { model, post, hangUp } = this.#options;
    const nick = this.#nick;
    const account = readAccount(model, nick, this.#password);
    if (typeof account === 'string') {
      this.#notice('*', null, account);
      hangUp();
      return;
    }
    this.#account = account;
    post(`:${server} 001 ${nick} :Welcome, GLHF!`);
    post(`:${server} 002 ${nick} :Your host is ${server}`);
    post(`:${server} 003 ${nick} :This server is rather new`);
    post(`:${server} 004 ${nick} :-`);
    post(`:${server} 375 ${nick} :-`);
    post(`:${server} 372 ${nick} :You are in a maze of twisty passages, all alike.`);
    post(`:${server} 376 ${nick} :>`);
    if (account.kind === 'anonymous' || !this.#granted.has('twitch.tv/commands')) return;
    const tags = { ...personTags(account.user, []), 'emote-sets': '0', 'user-id': account.user.id };
    this.#send(tags, `:${server} GLOBALUSERSTATE`);
  }

  #findRoom(name: string): Room | null {
    const { model } = this.#options;
    const user = model.userByLogin(name.replace(/^#/, '').toLowerCase());
    const channel = user === undefined ? undefined : model.channels.find(user.id);
    if (user !== undefined && channel !== undefined) return { user, channel };
    this.#notice(name, ...refusalNotices['unknown-channel']);
    return null;
  }

  #join(name: string): void {
    const room = this.#findRoom(name);
    if (room === null || this.#rooms.size >= roomsMax) return;
    const { id, login } = room.user;
    const nick = this.#nick;
    const { post, gate } = this.#options;
    if (!gate.takeJoin(nick)) return;
    this.#rooms.add(id);
    post(`:${hostmask(nick)} JOIN #${login}`);
    post(`:${nick}.${server} 353 ${nick} = #${login} :${nick}`);
    post(`:${nick}.${server} 366 ${nick} #${login} :End of /NAMES list`);
    this.#showOwnState(room, {});
    if (!this.#granted.has('twitch.tv/commands')) return;
    const state = { 'emote-only': '0', 'followers-only': '-1', r9k: '0', 'room-id': id, slow: '0', 'subs-only': '0' };
    this.#send(state, `:${server} ROOMSTATE #${login}`);
  }

  #part(name: string): void {
    const room = this.#findRoom(name);
    if (room !== null && this.#rooms.delete(room.user.id))
      this.#options.post(`:${hostmask(this.#nick)} PART #${room.user.login}`);
  }

  #showOwnState(room: Room, more: Readonly<Record<string, string>>): void {
    if (this.#account?.kind !== 'person' || !this.#granted.has('twitch.tv/commands')) return;
    const { user } = this.#account;
    const tags = { ...personTags(user, badgesOf(room.channel, user.id)), 'emote-sets': '0', ...more };
    this.#send(tags, `:${server} USERSTATE #${room.user.login}`);
  }

  #say(line: IrcLine): void {
    const [target = '', typed = ''] = line.params;
    const room = this.#findRoom(target);
    if (room === null) return;
    if (this.#account?.kind !== 'person' || !this.#account.mayWrite)
      return this.#notice(target, ...refusalNotices['unknown-chatter']);
    const userId = this.#account.user.id;
    if (!this.#options.gate.takeLine(this.#nick, badgesOf(room.channel, userId).length > 0)) return;
    const spoken = readSpoken(typed);
    if (spoken === null) return this.#notice(target, 'unrecognized_cmd', 'Unrecognized command.');
    const replyToLineId = line.tags.get('reply-parent-msg-id');
    const outcome = this.#options.model.chat.say({ channelId: room.user.id, userId, ...spoken, replyToLineId }, this);
    if (outcome.ok) this.#showOwnState(room, { id: outcome.line.id });
    else this.#notice(target, ...refusalNotices[outcome.reason]);
  }
}

/** Whose name and token these are, or the words with which Twitch turns them away. */
function readAccount(model: TwitchModel, nick: string, password: string): Account | string {
  if (/^justinfan\d+$/.test(nick)) return { kind: 'anonymous' };
  if (!password.startsWith('oauth:')) return 'Improperly formatted auth';
  const access = model.tokens.find(password.slice('oauth:'.length));
  const user = model.userByLogin(nick);
  if (access === undefined || user === undefined || access.userId !== user.id || !access.scopes.includes('chat:read'))
    return 'Login authentication failed';
  return { kind: 'person', user, mayWrite: access.scopes.includes('chat:edit') };
}

/** What is really said: `/me` and the old CTCP form are actions, any other slash command is none of ours (null). */
function readSpoken(typed: string): { readonly text: string; readonly isAction: boolean } | null {
  const framed = typed.replaceAll(actionMark, '');
  if (framed !== typed && framed.startsWith('ACTION ')) return { text: framed.slice('ACTION '.length), isAction: true };
  if (/^\/me /i.test(typed)) return { text: typed.slice('/me '.length), isAction: true };
  return /^[/.][a-z]/i.test(typed) ? null : { text: typed, isAction: false };
}
