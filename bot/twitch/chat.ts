import type { ChatMessage } from '@twurple/chat';
import type { Logger } from 'pino';
import { second } from '#shared/house-rules.ts';
import type { Held } from '#shared/holding.ts';
import { en } from '#shared/text/say.ts';
import { ApiProblem } from '#shared/api/problem.ts';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import type { Config } from '../config.ts';
import { Announcements } from './announcements.ts';
import { answerQuestion, answerSightings } from './answers.ts';
import { createChatClient } from './connect.ts';
import { createPost } from './post.ts';
import { readQuestion, type Question } from './questions.ts';
import { Rooms } from './rooms.ts';
import { createSightings, isBroadcasters, isFromHere, type ChatLine, type Sightings } from './sightings.ts';
import { Voice, type Speech, type VoiceLimits } from './voice.ts';

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
  /** Between two announcements in one channel. */
  readonly announcementGapMs: number;
  /** How long one question for announcements waits at the core. */
  readonly noticeWaitMs: number;
  /** How much it says. */
  readonly voiceLimits: VoiceLimits;
};

/** Twitch's lines have at most 500 characters; whatever else comes is no line of Twitch's. */
const textMax = 1_000;
/** An answer that comes later than this answers nobody. */
const answerWorthMs = 10 * second;
const proofWorthMs = 30 * second;
/** How long Twitch may take to say that it has the last line, once chat is to be left. */
const leaveWithinMs = 250;

/**
 * The bot in Twitch chat, while it is this process's to be there: it is in the channels of builders, hands lines that may hold order
 * tags to the core, answers briefly, and tells what happens there. A line that was heard is handed over even after chat was left.
 * Twurple reconnects by itself when the line breaks but gives up when it cannot get a token; then a new client takes over.
 */
export class TwitchChat implements AsyncDisposable {
  readonly #options: ChatOptions;
  readonly #end = new AbortController();
  readonly #sightings: Sightings;
  readonly #rooms: Rooms;
  readonly #voice: Voice;
  readonly #announcements: Announcements;
  readonly #answeredAt = new Map<string, number>();
  #held: Held | undefined;
  #token: { readonly accessToken: string; readonly refreshToken: string | null };

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#voice = new Voice(options.voiceLimits);
    const { config, core, log, backoff } = options;
    this.#token = { accessToken: config.accessToken.reveal(), refreshToken: config.refreshToken.reveal() };
    this.#sightings = createSightings({
      core,
      signal: this.#end.signal,
      log,
      backoff,
      onOutcome: (line, sightings) => {
        const answer = isBroadcasters(line) ? answerSightings(sightings) : undefined;
        if (answer !== undefined) this.#reply(line, answer, 'proof');
      },
    });
    const onChange = () => this.#voice.roomsChanged();
    this.#rooms = new Rooms({ core, log, backoff, everyMs: options.channelsEveryMs, onChange });
    this.#announcements = new Announcements({
      core,
      log,
      backoff,
      waitMs: options.noticeWaitMs,
      gapMs: options.announcementGapMs,
      say: (speech) => this.#voice.say(speech),
      rooms: this.#rooms,
    });
  }

  /** Resolves once the bot is connected and has tried to join the channels that the core named. */
  get ready(): Promise<void> {
    return this.#rooms.ready;
  }

  /** Is in chat for as long as the lease for it is held. */
  async serve(held: Held): Promise<void> {
    const { signal } = held;
    this.#held = held;
    this.#voice.enter(() => held.isHeld());
    const left = new Promise<void>((resolve) => {
      const leave = () => resolve(this.#voice.leave(leaveWithinMs));
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
    await Promise.all([this.#keepConnected(signal, left), this.#rooms.keep(signal), this.#announcements.serve(signal)]);
  }

  /** Waits until the core has what was heard, or is taking it; what waits behind that is given up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#sightings.settled();
  }

  /** @param left settled once nothing that was said is under way any more, after the signal */
  async #keepConnected(signal: AbortSignal, left: Promise<void>): Promise<void> {
    const { log, backoff } = this.#options;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const hasServed = await this.#connect(signal, left);
      if (hasServed) failures = 0;
      if (signal.aborted) return;
      log.warn('chat ended, connecting anew');
      await pause(backoffMs(backoff, failures), signal);
    }
  }

  /** Runs one client until it ends for good; answers whether it was ever connected. */
  async #connect(signal: AbortSignal, left: Promise<void>): Promise<boolean> {
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
      log.info('connected to chat');
      this.#rooms.begin(client, signal);
    });
    client.onTokenFetchFailure(() => end());
    client.onDisconnect((isManual) => {
      this.#rooms.end(client);
      if (isManual) end();
    });
    this.#voice.use(createPost(client, (room) => this.#rooms.isIn(room)));
    signal.addEventListener('abort', () => end(), { once: true });
    client.connect();
    await ended;
    if (signal.aborted) await left;
    this.#voice.use(undefined);
    this.#rooms.end(client);
    client.quit();
    return hasServed;
  }

  #hear(text: string, message: ChatMessage): void {
    // Whoever is in chat now hears it.
    if (!this.#held?.isHeld()) return;
    const line: ChatLine = {
      messageId: message.id,
      channelId: message.channelId ?? '',
      chatterId: message.userInfo.userId,
      sourceChannelId: message.tags.get('source-room-id') || null,
      text: text.slice(0, textMax),
    };
    // Through shared chat the bot hears itself speak in other channels. On a channel of its own account, a person may be typing.
    if (line.chatterId === this.#options.config.botUserId && !isBroadcasters(line)) return;
    const question = readQuestion(line.text);
    // A tag in a question asks about the order; it does not say that it is on the bench.
    if (!question) return this.#sightings.hear(line);
    if (!isFromHere(line)) return;
    const { isMod, isBroadcaster } = message.userInfo;
    void this.#heed(line, question, isMod || isBroadcaster);
  }

  /** @param keepsOrder whether Twitch's badges make them broadcaster or moderator of this channel */
  async #heed(line: ChatLine, question: Question, keepsOrder: boolean): Promise<void> {
    try {
      if (question.about === 'answers') {
        if (keepsOrder) await this.#switch(line, question.wanted);
      } else await this.#answer(line, question, keepsOrder);
    } catch (error) {
      // A channel that is linked no longer is left soon.
      if (error instanceof ApiProblem && error.problem.code === 'no-builder-channel') return;
      this.#options.log.warn({ err: error, about: question.about }, 'a question in chat was not answered');
      if (question.about === 'answers') this.#reply(line, en.chat.switchFailed, 'proof');
    }
  }

  async #switch(line: ChatLine, wanted: boolean): Promise<void> {
    const params = { twitchId: line.channelId };
    const { answers } = await this.#options.core.own.switchChatAnswers({ params, body: { answers: wanted } });
    this.#reply(line, answers ? en.chat.switchedOn : en.chat.switchedOff, 'proof');
  }

  async #answer(line: ChatLine, question: Exclude<Question, { about: 'answers' }>, keepsOrder: boolean): Promise<void> {
    if (this.#rooms.loginOf(line.channelId) === undefined || !this.#mayAnswer(line, question)) return;
    const params = { twitchId: line.channelId };
    const { answers, view } = await this.#options.core.own.getChatChannel({ params });
    if (answers || keepsOrder) this.#reply(line, answerQuestion(question, view), 'answer');
  }

  /** The same question again is answered by the answer that still stands in chat. A broadcaster may ask as they like. */
  #mayAnswer(line: ChatLine, question: Question): boolean {
    const now = performance.now();
    const key = `${line.channelId}:${question.about}`;
    const last = this.#answeredAt.get(key) ?? -Infinity;
    if (now - last < this.#options.answerGapMs && !isBroadcasters(line)) return false;
    this.#answeredAt.set(key, now);
    return true;
  }

  #reply(line: ChatLine, text: string, rank: Speech['rank']): void {
    const room = this.#rooms.loginOf(line.channelId);
    if (room === undefined) return;
    const worthMs = rank === 'proof' ? proofWorthMs : answerWorthMs;
    void this.#voice.say({ room, text, replyTo: line.messageId, rank, worthMs }).then((said) => {
      if (said.outcome !== 'taken')
        this.#options.log.warn({ channelId: line.channelId, ...said }, 'an answer in chat was not sent');
    });
  }
}
