import type { ChatClient } from '@twurple/chat';
import type { Logger } from 'pino';
import type { Core } from '../api.ts';
import { backoffMs, pause, type Backoff } from '../backoff.ts';
import { Pace } from './pace.ts';

/** What keeping rooms needs. */
export type RoomsOptions = {
  readonly core: Core;
  readonly log: Logger;
  readonly backoff: Backoff;
  /** How often the core is asked which channels to be in. */
  readonly everyMs: number;
  /** Told whenever a room was entered, or the list of channels has come. */
  readonly onChange: () => void;
};

type Room = { readonly twitchId: string; readonly login: string };
/** `joining` counts as present: Twitch does not answer to a second attempt. */
type Presence = Map<string, 'joining' | 'in'>;

/**
 * Twitch allows 20 joins in ten seconds. Twurple counts them anew with each client; here they are counted over all of them. Its own
 * eleven seconds begin with Twitch's answer, and are over when these are.
 */
const joinRate = { times: 20, withinMs: 12_000 };

/** The chats that the bot is to be in, and those that it is in on the connection of the moment. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #pace = new Pace(joinRate);
  readonly #ready = Promise.withResolvers<void>();
  #rooms: readonly Room[] | undefined;
  #client: ChatClient | undefined;
  /** The rooms of this connection. Twurple's own list keeps those of the connection before. */
  #present: Presence = new Map();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  /** Resolves once it was tried to enter every room that the core named. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** Whether the core has been asked which channels there are. */
  get areKnown(): boolean {
    return this.#rooms !== undefined;
  }

  /** The login of a channel that belongs to a builder. */
  loginOf(channelId: string): string | undefined {
    return this.#rooms?.find((room) => room.twitchId === channelId)?.login;
  }

  isIn(login: string): boolean {
    return this.#present.get(login) === 'in';
  }

  /** Keeps the list as the core has it, until the signal ends it. */
  async keep(signal: AbortSignal): Promise<void> {
    const { core, log, backoff, everyMs } = this.#options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const { channels } = await core.own.listChannels({}, signal);
        this.#rooms = channels.map(({ twitchId, login }) => ({ twitchId, login: login.toLowerCase() }));
        failures = 0;
        this.#options.onChange();
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error }, 'the channels could not be listed');
        failures += 1;
      }
      // Not waited for: Twurple forgets the joins under way when the line breaks, and they never end.
      void this.#enterAll(signal);
      await pause(failures > 0 ? backoffMs(backoff, failures - 1) : everyMs, signal);
    }
  }

  /** A connection stands, on which no room was entered yet. */
  begin(client: ChatClient, signal: AbortSignal): void {
    this.#client = client;
    this.#present = new Map();
    void this.#enterAll(signal);
  }

  /** The connection is gone. */
  end(client: ChatClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#present = new Map();
  }

  /** Enters the rooms that are wanted and leaves the others. Called when either side is there, it works when both are. */
  async #enterAll(signal: AbortSignal): Promise<void> {
    const client = this.#client;
    const present = this.#present;
    if (!client?.irc.isRegistered || !this.#rooms) return;
    const wanted = new Set(this.#rooms.map((room) => room.login));
    for (const login of present.keys()) {
      if (wanted.has(login)) continue;
      client.part(login);
      present.delete(login);
    }
    const missing = [...wanted].filter((login) => !present.has(login));
    for (const login of missing) present.set(login, 'joining');
    const joins: Promise<void>[] = [];
    for (const login of missing) {
      for (let waitMs = this.#pace.waitMs(); waitMs > 0 && !signal.aborted; waitMs = this.#pace.waitMs())
        await pause(waitMs, signal);
      // The connection may have ended meanwhile, or the builder have unlinked.
      if (signal.aborted || this.#present !== present) return;
      if (!present.has(login)) continue;
      this.#pace.take();
      joins.push(this.#join(client, present, login));
    }
    await Promise.all(joins);
    if (![...present.values()].includes('joining')) this.#ready.resolve();
  }

  async #join(client: ChatClient, present: Presence, login: string): Promise<void> {
    try {
      await client.join(login);
      // A builder who unlinks while the room is being entered is left at once.
      if (present.has(login)) present.set(login, 'in');
      else client.part(login);
      if (this.#present === present) this.#options.onChange();
    } catch (error) {
      present.delete(login);
      this.#options.log.warn({ err: error, login }, 'a channel could not be joined');
    }
  }
}
