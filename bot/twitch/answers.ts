import { parseTag, readTags } from '#shared/order-tag.ts';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { BenchEntry, SightingOutcome } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { sightingRemedy } from '../sentences.ts';
import type { Question } from './questions.ts';
import { lineOf, listOf, plain } from './wording.ts';

const texts = en.chat;
const dropsMax = 5;
const nextMax = 3;

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
  return parts.length > 0 ? lineOf(parts.join(' ')) : undefined;
}

/** The answer to a viewer's question: what the channel's panel shows to everybody, and nothing beside it. */
export function answerQuestion(question: Exclude<Question, { about: 'answers' }>, view: ChannelView): string {
  switch (question.about) {
    case 'bench':
      return lineOf(answerBench(view));
    case 'drops':
      return lineOf(answerDrops(view));
    case 'next':
      return lineOf(answerNext(view));
    case 'order':
      return lineOf(answerOrder(question.typed, view));
    default:
      return question satisfies never;
  }
}

function answerBench({ bench, live, builder, lastBuild }: ChannelView): string {
  if (bench.length > 0) {
    const orders = bench.map((entry) => fill(texts.benchOrder, { ...named(entry), ...stepsOf(entry) }));
    return fill(texts.bench, { orders: listOf(orders, texts.bench.length) });
  }
  if (live) return texts.benchEmpty;
  const offline = fill(texts.benchOffline, { builder: plain(builder?.nickname ?? '') });
  return lastBuild ? `${offline} ${fill(texts.lastBuild, named(lastBuild.entry))}` : offline;
}

function answerDrops({ drops }: ChannelView): string {
  const open = drops.filter((drop) => drop.status === 'open' && drop.units.left > 0).slice(0, dropsMax);
  if (open.length === 0) return texts.dropsNone;
  const names = open.map((drop) => {
    const entries = drop.raffle?.entries ?? 0;
    return fill(isToBeDrawn(drop) ? texts.raffle : texts.drop, { title: plain(drop.title), ...drop.units, entries });
  });
  return fill(texts.drops, { drops: listOf(names, texts.drops.length) });
}

function answerNext({ queue }: ChannelView): string {
  if (queue.length === 0) return texts.nextNone;
  const orders = queue.slice(0, nextMax).map((entry) => fill(texts.nextOrder, named(entry)));
  const line = fill(texts.next, { orders: listOf(orders, texts.next.length + texts.nextMore.length) });
  const more = queue.length - nextMax;
  return more > 0 ? `${line} ${fill(texts.nextMore, { count: more })}` : line;
}

/** Where an order stands, if this channel's panel shows it; of any other, where its owner finds that. */
function answerOrder(typed: string, { bench, queue, doneToday, lastBuild }: ChannelView): string {
  const tag = parseTag(typed) ?? readTags(typed).tags[0];
  if (!tag) return texts.orderUnread;
  const isIt = (entry: BenchEntry) => entry.tag === tag;
  const onBench = bench.find(isIt);
  if (onBench) return fill(texts.orderOnBench, { ...named(onBench), ...stepsOf(onBench) });
  const place = queue.findIndex(isIt);
  const queued = queue[place];
  if (queued) return fill(texts.orderInQueue, { ...named(queued), place: place + 1 });
  const done = [...doneToday, ...(lastBuild ? [lastBuild.entry] : [])].find(isIt);
  return done ? fill(texts.orderDone, named(done)) : fill(texts.order, { tag });
}

function named({ tag, title }: BenchEntry) {
  return { tag, title: plain(title) };
}

function stepsOf({ steps }: BenchEntry) {
  return { done: steps.filter((step) => step.doneAt !== null).length, steps: steps.length };
}
