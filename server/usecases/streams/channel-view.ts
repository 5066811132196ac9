import { createHash } from 'node:crypto';
import type { ChannelView } from '#shared/schemas/channel.ts';
import type { BenchEntry } from '#shared/schemas/order.ts';
import { plainLine } from '../../domain/desk.ts';
import type { ChannelWork, WorkedOrder } from './channel-work.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import { benchProgress, buildView, momentOf, pictureViews, streamProofOf, watchLink } from '../orders/order-parts.ts';
import type { Showing } from '../work/views.ts';

const queueShown = 5;

/** What the panel shows in a channel that nobody has linked. */
export function unlinkedChannel(core: Core, showing: Showing): ChannelView {
  const now = core.clock.now();
  const nothing = { builder: null, live: null, bench: [], queue: [], doneToday: [], lastBuild: null, drops: [] };
  return { revision: 'none', now, asOf: now, ...nothing, checkout: showing };
}

/** What a channel's panel shows to everybody. */
export async function channelView(core: Core, work: ChannelWork, showing: Showing): Promise<ChannelView> {
  const { asOf, channel, card } = work;
  const entries = (orders: readonly WorkedOrder[]) => Promise.all(orders.map((each) => benchEntry(core, each, work)));
  // What is finished waits for its proof or its parcel, and is not what comes next.
  const next = work.queue.filter(({ build }) => (build?.finishedAt ?? null) === null);
  const [bench, queue, doneToday, lastBuild] = await Promise.all([
    entries(work.onBench),
    entries(next.slice(0, queueShown)),
    entries(work.doneToday),
    channel.live ? null : lastBuildOf(core, work),
  ]);
  const view = {
    builder: card,
    live: channel.live ? { since: channel.live.startedAt, title: plainLine(channel.title) } : null,
    bench,
    queue,
    doneToday,
    lastBuild,
    drops: [...work.drops],
    checkout: showing,
  };
  return { revision: revisionOf(view), now: asOf, asOf, ...view };
}

/** An order as a stream may show it. */
async function benchEntry(core: Core, { order, build }: WorkedOrder, work: ChannelWork): Promise<BenchEntry> {
  const { steps, notes, photos } = buildView(core, order, build);
  return {
    tag: order.tag,
    title: order.terms.title,
    guild: order.terms.guild,
    picture: pictureViews(core, order.terms, 1)[0] ?? null,
    buyerNickname: await nicknameOf(core, order.buyerId),
    progress: benchProgress(order, work.bench, work.asOf),
    certifiedBuild: streamProofOf(order) !== undefined,
    steps,
    note: notes.at(-1)?.text ?? null,
    photo: photos.at(-1)?.picture ?? null,
  };
}

async function lastBuildOf(core: Core, work: ChannelWork): Promise<ChannelView['lastBuild']> {
  const { lastBuilt } = work;
  const proof = lastBuilt && streamProofOf(lastBuilt.order);
  if (!lastBuilt || !proof) return null;
  const [entry, moment] = await Promise.all([
    benchEntry(core, lastBuilt, work),
    momentOf(core, lastBuilt.order, proof),
  ]);
  return { entry, at: proof.at, watchUrl: watchLink(proof, moment) };
}

/** A name for what a view says: the same as long as it says the same, but for minutes that merely ran on. */
export function revisionOf(view: object): string {
  const said = JSON.stringify(view, (key, value: unknown) => (key === 'earnedMs' ? undefined : value));
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}
