import type { Client } from '#shared/api/client.ts';
import type { DiscordStandIn } from './discord/server.ts';
import type { EasyPostStandIn } from './easypost/server.ts';
import type { CommunityPlaces } from './seed/community.ts';
import type { StripeStandIn } from './stripe/server.ts';
import type { TwitchStandIn } from './twitch/server.ts';

/** The product as the sandbox runs it: two processes of its own, the core and the bot, that can be ended and brought back. */
export type Product = {
  readonly origin: string;
  /** The core's API with the operator's credential. */
  readonly operator: Client;
  state(): { readonly core: 'starting' | 'running' | 'down'; readonly bot: 'starting' | 'running' | 'down' };
  /** Ends the core without warning, as a power cut would. It is brought back after a moment. */
  kill(): Promise<void>;
  /** Resolves when both processes are running; rejects with a sentence when one cannot be brought up. */
  ready(): Promise<void>;
  onChange(listener: () => void): () => void;
};

/** C500's clock as the sandbox moves it. Only the product's own sense of time follows it; signatures and tokens stay on wall time. */
export type WorldClock = {
  now(): number;
  offsetMs(): number;
  advance(ms: number): Promise<void>;
};

/** The whole simulated world on one machine. */
export type World = {
  readonly stripe: StripeStandIn;
  readonly easypost: EasyPostStandIn;
  readonly twitch: TwitchStandIn;
  readonly discord: DiscordStandIn;
  readonly product: Product;
  readonly clock: WorldClock;
  /** Where things are in the communities. */
  readonly places: CommunityPlaces;
};
