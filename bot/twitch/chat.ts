import type { ChatClient, ChatMessage } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Held } from '#shared/holding.ts';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import type { Config } from '../config.ts';
import { answerDrops, answerOrder, answerSightings, readQuestion, type Question } from './answers.ts';
import { createChatClient } from './connect.ts';
import { createSightings, isBroadcasters, type ChatLine, type Sightings } from './sightings.ts';

/** What the chat bot needs. */
export type ChatOptions = {
  readonly config: Config['twitch'];
  readonly core: Core;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** How often the core is asked which channels to be in. */
  readonly channelsEveryMs: number;
  /** A question of viewers is answered once in this long per channel. */
  readonly answerGapMs: number;
};

type Room = { readonly twitchId: string; readonly login: string };

/**
 * The bot in Twitch chat, while it is this process's to be there: it is in the channels of builders, hands lines that may hold order
 * tags to the core, and answers briefly. A line that was heard is handed over even after chat was left. Twurple reconnects by itself when the line breaks but gives up when it cannot get a token; then a new client takes over.
 */
export class TwitchChat implements AsyncDisposable {
  readonly #options: ChatOptions;
  readonly #end = new AbortController();
  readonly #ready = Promise.withResolvers<void>();
  readonly #sightings: Sightings;
  readonly #answeredAt = new Map<string, number>();
  #rooms: readonly Room[] | undefined;
  #client: ChatClient | undefined;
  #held: Held | undefined;
  /** The rooms joined on this connection. Twurple's own list keeps those of the connection before. */
  #present = new Set<string>();
  #token: { readonly accessToken: string; readonly refreshToken: string | null };

  constructor(options: ChatOptions) {
    this.#options = options;
    const { config, core, log, backoff } = options;
    this.#token = { accessToken: config.accessToken.reveal(), refreshToken: config.refreshToken.reveal() };
    const onOutcome = (line: ChatLine, sightings: Parameters<typeof answerSightings>[0]) => {
      const answer = isBroadcasters(line) ? answerSightings(sightings) : undefined;
      if (answer !== undefined) void this.#say(line, answer);
    };
    this.#sightings = createSightings({ core, signal: this.#end.signal, log, backoff, onOutcome });
  }

  /** Resolves once the bot is connected and has tried to join the channels that the core named. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Is in chat for as long as the lease for it is held. */
  async serve(held: Held): Promise<void> {
    this.#held = held;
    await Promise.all([this.#keepConnected(held.signal), this.#keepRooms(held.signal)]);
  }

  /** Waits until the core has what was heard, or is taking it; what waits behind that is given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#sightings.settled();
  }

  async #keepConnected(signal: AbortSignal): Promise<void> {
    const { log, backoff } = this.#options;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const hasServed = await this.#connect(signal);
      if (hasServed) failures = 0;
      if (signal.aborted) return;
      log.warn('chat ended, connecting anew');
      await pause(backoffMs(backoff, failures), signal);
    }
  }

  /** Runs one client until it ends for good; answers whether it was ever connected. */
  async #connect(signal: AbortSignal): Promise<boolean> {
    const { config, log } = this.#options;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const client = createChatClient(config, this.#token, log, (token) => {
      const isReplaced = token.refreshToken !== this.#token.refreshToken;
      this.#token = token;
      log[isReplaced ? 'warn' : 'info']({ isReplaced }, 'the access token of chat was renewed');
    });
    let hasServed = false;
    client.onMessage((_channel, _user, text, message) => this.#hear(text, message));
    client.onAction((_channel, _user, text, message) => this.#hear(text, message));
    client.onAuthenticationSuccess(() => {
      // It may come while the connection is being closed.
      if (signal.aborted) return;
      hasServed = true;
      this.#present = new Set();
      log.info('connected to chat');
      void this.#enterRooms();
    });
    client.onTokenFetchFailure(() => end());
    client.onDisconnect((isManual) => isManual && end());
    this.#client = client;
    signal.addEventListener('abort', () => end(), { once: true });
    client.connect();
    await ended;
    this.#client = undefined;
    client.quit();
    return hasServed;
  }

  async #keepRooms(signal: AbortSignal): Promise<void> {
    const { core, log, backoff, channelsEveryMs } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const { channels } = await core.own.listChannels({}, signal);
        this.#rooms = channels.map(({ twitchId, login }) => ({ twitchId, login: login.toLowerCase() }));
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error }, 'the channels could not be listed');
        failures += 1;
        this.#rooms ??= [];
      }
      // Not waited for: Twurple forgets the joins under way when the line breaks, and they never end.
      void this.#enterRooms();
      await pause(failures > 0 ? backoffMs(backoff, failures - 1) : channelsEveryMs, signal);
    }
  }

  /** Joins the rooms that are wanted and leaves the others. Called when either side is there, it works when both are. */
  async #enterRooms(): Promise<void> {
    const client = this.#client;
    const rooms = this.#rooms;
    if (!client?.irc.isRegistered || !rooms) return;
    const present = this.#present;
    const wanted = new Set(rooms.map((room) => room.login));
    for (const login of present) {
      if (wanted.has(login)) continue;
      client.part(login);
      present.delete(login);
    }
    const missing = [...wanted].filter((login) => !present.has(login));
    await Promise.all(missing.map((login) => this.#join(client, present, login)));
    this.#ready.resolve();
  }

  async #join(client: ChatClient, present: Set<string>, login: string): Promise<void> {
    // Counted as present while it is being joined: Twitch does not answer to a second attempt.
    present.add(login);
    try {
      await client.join(login);
    } catch (error) {
      present.delete(login);
      this.#options.log.warn({ err: error, login }, 'a channel could not be joined');
    }
  }

  #hear(text: string, message: ChatMessage): void {
    // Whoever is in chat now hears it.
    if (!this.#held?.isHeld()) return;
    const line: ChatLine = {
      messageId: message.id,
      channelId: message.channelId ?? '',
      chatterId: message.userInfo.userId,
      sourceChannelId: message.tags.get('source-room-id') || null,
      text,
    };
    const question = readQuestion(text);
    // A tag in a question asks about the order; it does not say that it is on the bench.
    if (question) void this.#answer(line, question);
    else this.#sightings.hear(line);
  }

  async #answer(line: ChatLine, question: Question): Promise<void> {
    const login = this.#loginOf(line.channelId);
    if (login === undefined || !this.#mayAnswer(line, question)) return;
    if (question.about === 'order') return this.#say(line, answerOrder(question.typed));
    try {
      const { drops } = await this.#options.core.own.listDrops({});
      await this.#say(line, answerDrops(drops, login));
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a question in chat was not answered');
    }
  }

  /** The same question again is answered by the answer that still stands in chat. A broadcaster may ask as they like. */
  #mayAnswer(line: ChatLine, question: Question): boolean {
    const now = Date.now();
    const key = `${line.channelId}:${question.about}`;
    const last = this.#answeredAt.get(key) ?? -Infinity;
    if (now - last < this.#options.answerGapMs && !isBroadcasters(line)) return false;
    this.#answeredAt.set(key, now);
    return true;
  }

  async #say(line: ChatLine, text: string): Promise<void> {
    const login = this.#loginOf(line.channelId);
    if (login === undefined || !this.#held?.isHeld()) return;
    try {
      await this.#client?.say(login, text, { replyTo: line.messageId });
    } catch (error) {
      this.#options.log.warn({ err: error, channelId: line.channelId }, 'an answer in chat was not sent');
    }
  }

  #loginOf(channelId: string): string | undefined {
    return this.#rooms?.find((room) => room.twitchId === channelId)?.login;
  }
}
