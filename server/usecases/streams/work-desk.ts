import { buildSteps } from '#shared/build-steps.ts';
import { parseId, type CitizenId, type OrderId } from '#shared/ids.ts';
import { parseTag, readTags } from '#shared/order-tag.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { reached, settleBench, takeOffBench } from '../../domain/bench.ts';
import type { Bench } from '../../domain/citizen.ts';
import {
  emptyBuild,
  emptyDesk,
  judgeStatus,
  judgeWork,
  readNote,
  withFinish,
  withNote,
  withPhoto,
  withStep,
  type Changed,
} from '../../domain/desk.ts';
import type { Order } from '../../domain/order.ts';
import type { Build, Desk } from '../../domain/stream-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import { sameBan } from '../people/bans.ts';
import type { Core } from '../work/core.ts';
import { lookAtBench } from './follow-channels.ts';
import { countsUntil } from './live-minutes.ts';
import { judgeOpening } from '../drops/manage-drops.ts';
import { recordSightings } from '../orders/prove-work.ts';
import { dropOpenedNotices, finishedNotices } from './tell-channel.ts';
import { takeTurns, type Turns } from '../drops/turns.ts';
import { endingLine } from '../drops/waitlist-freeing.ts';
import { benchDeadline } from './work-bench.ts';

/** Done, or why not. Doing anything twice comes to the same as doing it once. */
export type DeskDone = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };
type Found = { readonly ok: true; readonly order: Order } | { readonly ok: false; readonly refusal: Refusal };

/** What a builder does at the live desk. Orders are named by their tags as typed. */
export type WorkDesk = {
  arrangeQueue(builderId: CitizenId, tags: readonly string[]): Promise<DeskDone>;
  putOnBench(
    channelId: string,
    typed: string,
    requestId: string,
  ): Promise<
    { readonly ok: true; readonly sighting: SightingOutcome } | { readonly ok: false; readonly refusal: Refusal }
  >;
  takeOffBench(builderId: CitizenId, tag: string): Promise<DeskDone>;
  tickStep(builderId: CitizenId, tag: string, step: string, done: boolean): Promise<DeskDone>;
  addNote(builderId: CitizenId, tag: string, note: { readonly id: string; readonly text: string }): Promise<DeskDone>;
  addPhoto(builderId: CitizenId, tag: string, bytes: Uint8Array): Promise<DeskDone>;
  finishBuild(builderId: CitizenId, tag: string): Promise<DeskDone>;
  setDropStatus(builderId: CitizenId, dropId: string, status: 'open' | 'paused' | 'closed'): Promise<DeskDone>;
  setChatAnswers(builderId: CitizenId, answers: boolean): Promise<DeskDone>;
};

const done: DeskDone = { ok: true };

/** The desk of every builder of this process. */
export function workDesk(core: Core): WorkDesk {
  const turns = takeTurns();
  const build = (builderId: CitizenId, tag: string, change: (build: Build, order: Order) => Changed<Build>) =>
    changeBuild(core, turns, builderId, tag, change);
  return {
    arrangeQueue: (builderId, tags) => arrangeQueue(core, turns, builderId, tags),
    putOnBench: (channelId, typed, requestId) => tagAtDesk(core, channelId, typed, requestId),
    takeOffBench: (builderId, tag) => layAside(core, turns, builderId, tag),
    tickStep: (builderId, tag, step, isDone) =>
      build(builderId, tag, (before, { terms }) =>
        buildSteps[terms.guild].some((key) => key === step)
          ? { ok: true, next: withStep(before, step, isDone, core.clock.now()) }
          : refuse('not-found'),
      ),
    async addNote(builderId, tag, { id, text }) {
      const read = readNote(text);
      if (read === undefined) return refuse('bad-input');
      return build(builderId, tag, (before) => withNote(before, { id, text: read }, core.clock.now()));
    },
    async addPhoto(builderId, tag, bytes) {
      // Judged before the picture is kept, so that nobody fills the disk by orders that are not theirs.
      const found = await findOrder(core, builderId, tag);
      if (!found.ok) return found;
      const name = await core.pictures.keep(bytes);
      if (!name) return refuse('bad-picture');
      return build(builderId, tag, (before) => withPhoto(before, name, core.clock.now()));
    },
    async finishBuild(builderId, tag) {
      const finished = await build(builderId, tag, (before) => ({
        ok: true,
        next: withFinish(before, core.clock.now()),
      }));
      return finished.ok ? leaveIfProved(core, turns, builderId, tag) : finished;
    },
    setDropStatus: (builderId, dropId, status) => setDropStatus(core, turns, builderId, dropId, status),
    setChatAnswers: (builderId, chatAnswers) =>
      changeDesk(core, turns, builderId, (desk) => ({ ...desk, chatAnswers })),
  };
}

/** An order of this builder's that may still be worked on. */
async function findOrder(core: Core, builderId: CitizenId, typed: string): Promise<Found> {
  const tag = parseTag(typed);
  const order = tag && (await core.store.orderByTag(tag));
  if (!order) return refuse('not-found');
  if (order.builderId !== builderId) return refuse('not-your-order');
  const refusal = judgeWork(order);
  return refusal ? { ok: false, refusal } : { ok: true, order };
}

function isFinishing(before: Build, next: Build): boolean {
  return before.finishedAt === null && next.finishedAt !== null;
}

/** The commit expects the order as it was judged: what ended meanwhile is not worked on. */
function changeBuild(
  core: Core,
  turns: Turns,
  builderId: CitizenId,
  tag: string,
  change: (build: Build, order: Order) => Changed<Build>,
): Promise<DeskDone> {
  return turns(`build:${parseTag(tag) ?? ''}`, async () => {
    for (let tries = 0; tries < triesMax; tries++) {
      const found = await findOrder(core, builderId, tag);
      if (!found.ok) return found;
      const { order } = found;
      const before = (await core.store.get('build', order.id)) ?? emptyBuild(order);
      const changed = change(before, order);
      if (!changed.ok) return changed;
      if (changed.next === before) return done;
      const { result } = await core.store.commit({
        expect: [{ kind: 'order', id: order.id, version: order.version }],
        put: [{ kind: 'build', record: changed.next }],
        notices: isFinishing(before, changed.next) ? await finishedNotices(core, order) : [],
      });
      if (result === 'committed') return done;
    }
    return refuse('conflict-try-again');
  });
}

function changeDesk(core: Core, turns: Turns, builderId: CitizenId, change: (desk: Desk) => Desk): Promise<DeskDone> {
  return turns(`desk:${builderId}`, async () => {
    for (let tries = 0; tries < triesMax; tries++) {
      const desk = (await core.store.get('desk', builderId)) ?? emptyDesk(builderId);
      const { result } = await core.store.commit({ put: [{ kind: 'desk', record: change(desk) }] });
      if (result === 'committed') return done;
    }
    return refuse('conflict-try-again');
  });
}

/** Tags that are not in the queue any more, or never were, are passed over. */
async function arrangeQueue(
  core: Core,
  turns: Turns,
  builderId: CitizenId,
  tags: readonly string[],
): Promise<DeskDone> {
  const orders = await core.store.ordersInStates(builderId, ['paid', 'building'], 200);
  const ids = new Map(orders.map((order) => [order.tag, order.id]));
  const queue = tags.flatMap((typed) => {
    const tag = parseTag(typed);
    const id = tag && ids.get(tag);
    return id ? [id] : [];
  });
  return changeDesk(core, turns, builderId, (desk) => ({ ...desk, queue: [...new Set(queue)] }));
}

/** Only the broadcaster reaches the desk, so that it speaks for the channel; the rules of any other tag judge the rest. */
async function tagAtDesk(core: Core, channelId: string, typed: string, requestId: string) {
  const { tags, nearMisses } = readTags(typed);
  if (tags.length + nearMisses.length !== 1) return refuse('no-tag');
  const [sighting] = await recordSightings(core, {
    // Requests of different channels are never the same one.
    id: `${channelId}:${requestId}`,
    source: 'live-desk',
    channelId,
    byTwitchId: channelId,
    sourceChannelId: null,
    text: typed,
  });
  return sighting ? { ok: true as const, sighting } : refuse('no-tag');
}

async function layAside(core: Core, turns: Turns, builderId: CitizenId, tag: string): Promise<DeskDone> {
  const found = await findOrder(core, builderId, tag);
  if (!found.ok) return found;
  const orderId = found.order.id;
  return turns(`bench:${builderId}`, async () => {
    for (let tries = 0; tries < triesMax; tries++) {
      const bench = await withMarks(core, builderId);
      if (!bench?.orders.some((entry) => entry.orderId === orderId && entry.active)) return done;
      // Twitch names no such stream: whether the minutes were live is found out before they may stand.
      if (isFull(core, bench, orderId)) return refuse('conflict-try-again');
      const channel = await core.store.channelOfBuilder(builderId);
      const next = takeOffBench(bench, orderId, await countsUntil(core, channel, bench));
      const { result } = await core.store.commit({
        put: [{ kind: 'bench', record: next }],
        deadlines: [benchDeadline(next)],
      });
      if (result === 'committed') return done;
    }
    return refuse('conflict-try-again');
  });
}

/** The bench, once marks that were earned by now count. Twitch is asked only where there are any. */
async function withMarks(core: Core, builderId: CitizenId): Promise<Bench | undefined> {
  const bench = await core.store.get('bench', builderId);
  if (!bench || reached(settleBench(bench, core.clock.now())).length === 0) return bench;
  await lookAtBench(core, builderId);
  return core.store.get('bench', builderId);
}

function isFull(core: Core, bench: Bench, orderId: OrderId): boolean {
  const marks = reached(settleBench(bench, core.clock.now()));
  return marks.some(({ order, mark }) => order.orderId === orderId && mark === 'proof');
}

/** What is made and proved leaves the bench, and its share of the minutes is the others'. What is not proved yet goes on earning. */
async function leaveIfProved(core: Core, turns: Turns, builderId: CitizenId, tag: string): Promise<DeskDone> {
  const [bench, found] = await Promise.all([withMarks(core, builderId), findOrder(core, builderId, tag)]);
  const entry = found.ok && bench?.orders.find(({ orderId }) => orderId === found.order.id);
  return entry && entry.active && entry.proved ? layAside(core, turns, builderId, tag) : done;
}

/** The drop changes its version by this, so that claims in flight meet it. Opening is judged as it was the first time. */
function setDropStatus(
  core: Core,
  turns: Turns,
  builderId: CitizenId,
  typed: string,
  status: Exclude<DropView['status'], 'draft'>,
): Promise<DeskDone> {
  const dropId = parseId('drop', typed);
  return turns(`drop:${typed}`, async () => {
    for (let tries = 0; tries < triesMax; tries++) {
      const drop = dropId && (await core.store.get('drop', dropId));
      if (!drop || drop.builderId !== builderId) return refuse('not-found');
      if (drop.status === status) return done;
      const refusal = judgeStatus(drop.status, status);
      if (refusal) return { ok: false, refusal };
      const expect = status === 'open' ? [await sameBan(core, builderId)] : [];
      const problem = status === 'open' ? await judgeOpening(core, drop) : undefined;
      if (problem) return problem;
      const openedAt = drop.status === 'draft' ? core.clock.now() : drop.openedAt;
      const standing = { status, openedAt, ...(status === 'closed' ? { closedAt: core.clock.now() } : {}) };
      const ended = status === 'closed' ? endingLine(await core.store.get('waitlist', drop.id)) : [];
      const { result } = await core.store.commit({
        expect,
        put: [{ kind: 'drop', record: { ...drop, ...standing } }, ...ended],
        notices: status === 'open' ? await dropOpenedNotices(core, drop, (await core.store.units(drop.id)).left) : [],
      });
      if (result === 'committed') return done;
    }
    return refuse('conflict-try-again');
  });
}
