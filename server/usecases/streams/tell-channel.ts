import type { CitizenId, Instant } from '#shared/ids.ts';
import type { NoticeKind } from '#shared/schemas/notice.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Order } from '../../domain/order.ts';
import type { Notice } from '../../ports/store.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';

/** Units taken this near to a drop's highest number are followed by a look at whether any is left. */
const lastUnits = 20;

/** What a builder's chat is told when a drop opens: once per opening. Nothing where no channel is linked, or no unit is left. */
export async function dropOpenedNotices(core: Core, drop: Drop, left: number): Promise<readonly Notice[]> {
  if (left === 0) return [];
  const kind = drop.raffle && !drop.raffle.drawn ? 'channel-raffle-opened' : 'channel-drop-opened';
  const id = `${drop.id}:${drop.version}:${kind}`;
  return toChannel(core, drop.builderId, kind, id, { title: drop.terms.title, left });
}

/** What a builder's chat is told when an order goes on the bench: once per order and stream, however often it is tagged. */
export function onBenchNotices(core: Core, order: Order, streamId: string): Promise<readonly Notice[]> {
  return aboutOrder(core, order, 'channel-on-bench', `${order.id}:${streamId}:channel-on-bench`);
}

/** What a builder's chat is told when the builder says that an order is made: once per order. */
export function finishedNotices(core: Core, order: Order): Promise<readonly Notice[]> {
  return aboutOrder(core, order, 'channel-finished', `${order.id}:channel-finished`);
}

/**
 * Tells a builder's chat that every unit of a drop is taken, if that is so: once per version of the drop, so that a restock is
 * followed by another telling and a claim that lapses is not. No commit can know that it takes the last unit, because processes
 * take units side by side; so this is a commit of its own, after the claim's.
 *
 * @param unit the number of the unit that was just taken; only the last numbers are worth a look. Never throws.
 */
export async function tellIfSoldOut(core: Core, drop: Drop, unit: number | null): Promise<void> {
  if (unit !== null && unit <= drop.units - lastUnits) return;
  try {
    const { left } = await core.store.units(drop.id);
    if (left > 0) return;
    const id = `${drop.id}:${drop.version}:channel-sold-out`;
    const notices = await toChannel(core, drop.builderId, 'channel-sold-out', id, { title: drop.terms.title });
    if (notices.length > 0) await core.store.commit({ notices });
  } catch (error) {
    // Whoever claimed has their unit all the same.
    core.report(error, { dropId: drop.id, telling: 'channel-sold-out' });
  }
}

async function aboutOrder(core: Core, order: Order, kind: NoticeKind, id: string): Promise<readonly Notice[]> {
  const nickname = await nicknameOf(core, order.buyerId);
  return toChannel(core, order.builderId, kind, id, { tag: order.tag, title: order.terms.title, nickname });
}

async function toChannel(
  core: Core,
  builderId: CitizenId,
  kind: NoticeKind,
  id: string,
  params: Notice['params'],
): Promise<readonly Notice[]> {
  const channel = await core.store.channelOfBuilder(builderId);
  if (!channel) return [];
  const at: Instant = core.clock.now();
  const link = core.streams.watchUrl(channel.login);
  return [{ id, kind, citizenId: builderId, platform: 'twitch', accountId: channel.id, params, link, at }];
}
