import type { BaseInteraction } from 'discord.js';
import type { Logger } from 'pino';
import type { Actor, Core } from '../api.ts';
import type { CardFinder } from './card-finder.ts';
import type { Drafts } from './drafts.ts';
import type { Relay } from './relay.ts';

/** What the handlers of interactions work with. */
export type Context = {
  readonly core: Core;
  readonly cards: CardFinder;
  /** Passes on what people of one order write to each other. */
  readonly relay: Relay;
  readonly drafts: Drafts;
  /** Hosts from which pictures in forms may be fetched. */
  readonly cdnHosts: readonly string[];
  readonly log: Logger;
};

/** Who acted, as Discord signed for it. */
export function actorOf({ user, locale, guildId }: BaseInteraction): Actor {
  return { id: user.id, username: user.username, locale, communityId: guildId };
}
