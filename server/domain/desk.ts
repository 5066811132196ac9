import { houseRules, type HouseRules } from '#shared/house-rules.ts';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { DropStatus } from '#shared/schemas/drop.ts';
import type { DeskAction } from '#shared/schemas/desk.ts';
import { working } from './bench.ts';
import type { Bench, Channel } from './citizen.ts';
import type { Order } from './order.ts';
import { judgeSighting } from './proof.ts';
import type { Build, Desk } from './stream-records.ts';

/** What a change at the desk comes to: what it was made into, the same object where nothing changes, or a refusal. */
export type Changed<T> = { readonly ok: true; readonly next: T } | { readonly ok: false; readonly refusal: Refusal };

/** A desk on which nothing was arranged yet; the bot answers until somebody says otherwise. */
export function emptyDesk(builderId: CitizenId): Desk {
  return { id: builderId, version: 0, queue: [], chatAnswers: true };
}

/** The making of an order before anything was ticked off. */
export function emptyBuild({ id, builderId }: Pick<Order, 'id' | 'builderId'>): Build {
  return { id, version: 0, builderId, steps: {}, notes: [], photos: [], finishedAt: null };
}

/** Whether the builder may still work on an order: it is paid, and not yet at the buyer's or at its end. */
export function judgeWork({ fulfilment: state }: Pick<Order, 'fulfilment'>): Refusal | undefined {
  switch (state) {
    case 'reserved':
    case 'lapsing':
      return { code: 'not-allowed-now', params: { state } };
    case 'paid':
    case 'building':
    case 'shipped':
      return undefined;
    case 'delivered':
    case 'completed':
    case 'cancelled':
    case 'expired':
      return { code: 'order-ended' };
    default:
      return state satisfies never;
  }
}

/** Ticks a step off, or takes the tick away. A step that is done keeps the moment at which it was done. */
export function withStep(build: Build, step: string, done: boolean, now: Instant): Build {
  if (done === Object.hasOwn(build.steps, step)) return build;
  if (done) return { ...build, steps: { ...build.steps, [step]: now } };
  return { ...build, steps: Object.fromEntries(Object.entries(build.steps).filter(([key]) => key !== step)) };
}

// Joiners and emoji selectors are left in: words of some scripts, and people in emoji, are made with them.
const unseen = /(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/** A line as it may stand beside others: nothing unseen in it, nothing that turns what follows around, and no tower of marks. */
export function plainLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(unseen, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .trim();
}

/** A note as it may stand on a stream; undefined when nothing is left to read. */
export function readNote(text: string): string | undefined {
  const read = plainLine(text);
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(read) ? read : undefined;
}

/** Adds a note; one whose id is there already is the same note again. */
export function withNote(
  build: Build,
  note: { readonly id: string; readonly text: string },
  now: Instant,
  rules: HouseRules = houseRules,
): Changed<Build> {
  if (build.notes.some(({ id }) => id === note.id)) return { ok: true, next: build };
  if (build.notes.length >= rules.notesPerOrderMax) return refuse('too-many-notes');
  return { ok: true, next: { ...build, notes: [...build.notes, { ...note, at: now }] } };
}

/** Adds a kept picture; the same picture again is the same photo. */
export function withPhoto(build: Build, name: string, now: Instant, rules: HouseRules = houseRules): Changed<Build> {
  if (build.photos.some((photo) => photo.name === name)) return { ok: true, next: build };
  if (build.photos.length >= rules.photosPerOrderMax) return refuse('too-many-notes');
  return { ok: true, next: { ...build, photos: [...build.photos, { name, at: now }] } };
}

/** The builder says that it is made. Saying it again does not move the moment. */
export function withFinish(build: Build, now: Instant): Build {
  return build.finishedAt === null ? { ...build, finishedAt: now } : build;
}

/** Which statuses a drop may be given at the desk. A closed one stays closed, because people were told that it is over. */
const statusChanges: Readonly<Record<DropStatus, readonly DropStatus[]>> = {
  draft: ['open'],
  open: ['paused', 'closed'],
  paused: ['open', 'closed'],
  closed: [],
};

/** Whether a drop may be given a status. The one that it has is no change. */
export function judgeStatus(from: DropStatus, to: DropStatus): Refusal | undefined {
  if (from === to || statusChanges[from].includes(to)) return undefined;
  return from === 'closed' ? { code: 'drop-closed' } : { code: 'not-allowed-now', params: { state: from } };
}

/** Orders as the builder arranged them. Those that were not arranged follow in the order in which they are given. */
export function arranged<T extends { readonly id: string }>(
  orders: readonly T[],
  queue: readonly string[],
): readonly T[] {
  const places = new Map(queue.map((id, index) => [id, index]));
  const placeOf = ({ id }: T) => places.get(id) ?? queue.length;
  return orders.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Whether live minutes run for an order, or ran out because it is proved and is still being worked on. */
export function isOnBench(bench: Bench, orderId: string): boolean {
  return bench.streamId !== null && bench.orders.some((entry) => entry.orderId === orderId && entry.active);
}

/** What a builder may do with an order now, by the rules that will judge it. */
export function deskActions(order: Order, channel: Channel, bench: Bench, build: Build | undefined): DeskAction[] {
  const sighting = { channel, byTwitchId: channel.id, sourceChannelId: null, order, bench };
  const works = judgeWork(order) === undefined;
  const actions: readonly (readonly [DeskAction, boolean])[] = [
    ['put-on-bench', judgeSighting(sighting) === 'counted'],
    ['take-off-bench', works && isOnBench(bench, order.id)],
    ['work', works],
    ['finish', works && (build?.finishedAt ?? null) === null],
  ];
  return actions.flatMap(([action, allowed]) => (allowed ? [action] : []));
}

/** How many orders share the live minutes with this one, itself included; 0 while none run for it. */
export function sharedBy(bench: Bench, orderId: string): number {
  const shared = working(bench);
  return shared.some((entry) => entry.orderId === orderId) ? shared.length : 0;
}
