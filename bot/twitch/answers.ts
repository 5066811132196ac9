import { parseTag } from '#shared/order-tag.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { shorten, sightingRemedy } from '../sentences.ts';

const texts = en.bot.chat;
/** Twitch cuts at 500. */
const lengthMax = 450;
const dropsMax = 5;

/** Refusals that a broadcaster can do something about right now; the others would only be noise on a stream. */
const worthSaying: ReadonlySet<string> = new Set<RefusalCode>([
  'near-miss',
  'unknown-tag',
  'not-your-order',
  'channel-offline',
  'order-not-paid',
  'order-refunded',
  'order-ended',
  'bench-full',
]);

/** What to tell a broadcaster about the tags they typed; undefined when there is nothing worth a line. */
export function answerSightings(sightings: readonly SightingOutcome[]): string | undefined {
  const parts = sightings
    .filter((each) => each.counted || worthSaying.has(each.code ?? ''))
    .map((each) => (each.counted ? each.sentence : `${each.sentence} ${sightingRemedy(each)}`));
  return parts.length > 0 ? shorten(parts.join(' '), lengthMax) : undefined;
}

/** A question to the bot in chat. */
export type Question = { readonly about: 'drops' } | { readonly about: 'order'; readonly typed: string };

/** Reads a line as a question; undefined when it is none. */
export function readQuestion(text: string): Question | undefined {
  const [, word, rest = ''] = /^!(drops|order)(?:\s+(.*))?$/is.exec(text.trim()) ?? [];
  switch (word?.toLowerCase()) {
    case 'drops':
      return { about: 'drops' };
    case 'order':
      return { about: 'order', typed: rest.trim() };
    default:
      return undefined;
  }
}

/** The channel's open drops in one line. */
export function answerDrops(drops: readonly DropView[], channelLogin: string): string {
  const here = drops.filter(
    (drop) =>
      drop.status === 'open' && drop.units.left > 0 && drop.builder.channelLogin?.toLowerCase() === channelLogin,
  );
  if (here.length === 0) return texts.dropsNone;
  const names = here.slice(0, dropsMax).map((drop) => fill(texts.drop, { title: drop.title, ...drop.units }));
  return shorten(fill(texts.drops, { drops: names.join(', ') }), lengthMax);
}

/** Where an order's state is found. A stream tells nobody else's business, so no state is told here. */
export function answerOrder(typed: string): string {
  const tag = parseTag(typed);
  return tag ? fill(texts.order, { tag }) : texts.orderUnread;
}
