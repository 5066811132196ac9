import { day } from '#shared/house-rules.ts';
import type { DropId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { CardView } from '#shared/schemas/community.ts';
import type { Card } from '../../domain/network-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';

/** Drops whose cards somebody may still look at, and the cards that are read at a time. */
const dropsMax = 1_000;
const pageSize = 500;

/** The cards of a drop in every community, those that somebody removed included. */
export async function cardsOf(core: Core, dropId: DropId): Promise<readonly Card[]> {
  const cards: Card[] = [];
  for (;;) {
    const page = await core.store.list('card', dropId, pageSize, cards.at(-1)?.id);
    cards.push(...page);
    if (page.length < pageSize) return cards;
  }
}

/** The cards of every drop that is open or paused, or closed within the last day. */
export async function cardsShown(core: Core): Promise<readonly Card[]> {
  const drops = await core.store.shownDrops(core.clock.now() - day, dropsMax);
  const cards: Card[] = [];
  for (const { id } of drops) cards.push(...(await cardsOf(core, id)));
  return cards;
}

/**
 * Remembers which message is a drop's card in a community. One that somebody removed there by hand stays removed, however late the
 * news of its posting comes; in another channel of the same community a new one may be posted.
 */
export async function noteCard(
  core: Core,
  dropId: DropId,
  communityId: string,
  noted: Pick<Card, 'channelId' | 'messageId' | 'state'>,
): Promise<{ readonly ok: true; readonly card: Card } | { readonly ok: false; readonly refusal: Refusal }> {
  const [drop, community] = await Promise.all([
    core.store.get('drop', dropId),
    core.store.get('community', communityId),
  ]);
  if (!drop || !community) return refuse('not-found');
  const id = `${dropId}:${communityId}`;
  for (let tries = 0; tries < triesMax; tries++) {
    const known = await core.store.get('card', id);
    if (known && (isSame(known, noted) || staysRemoved(known, noted))) return { ok: true, card: known };
    const card = { id, version: known?.version ?? 0, dropId, communityId, ...noted };
    const { result } = await core.store.commit({ put: [{ kind: 'card', record: card }] });
    if (result === 'committed') return { ok: true, card };
  }
  return refuse('conflict-try-again');
}

function isSame(
  known: Card,
  { channelId, messageId, state }: Pick<Card, 'channelId' | 'messageId' | 'state'>,
): boolean {
  return known.channelId === channelId && known.messageId === messageId && known.state === state;
}

function staysRemoved(known: Card, { channelId, state }: Pick<Card, 'channelId' | 'state'>): boolean {
  return known.state === 'removed' && state === 'posted' && known.channelId === channelId;
}

/** A card as the bot is told of it. */
export function cardView({ dropId, communityId, channelId, messageId, state }: Card): CardView {
  return { dropId, communityId, channelId, messageId, state };
}
