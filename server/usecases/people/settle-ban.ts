import { hour, minute } from '#shared/house-rules.ts';
import type { CitizenId, OrderId } from '#shared/ids.ts';
import type { RefusalCode } from '#shared/refusals.ts';
import type { Order } from '../../domain/order.ts';
import type { Command } from '../../domain/order-commands.ts';
import { applyCommand, triesMax } from '../orders/apply-command.ts';
import { banSubject } from './bans.ts';
import type { Core } from '../work/core.ts';
import { lookAtBench } from '../streams/follow-channels.ts';

/** Orders and drops that one look settles before others have their turn. */
const perLookMax = 500;
/** A claim whose payment Stripe is still asked about is looked at again after this, and what the rules do not let go now, such as money under dispute, after that. */
const lookAgainMs = { soon: 1 * minute, later: 1 * hour } as const;
type Again = keyof typeof lookAgainMs;

/**
 * Settles what somebody who is banned has open. A builder: drops are paused; orders without a carrier's scan are refunded, a number that
 * does not count yet being none, and what was sent runs to its end. A buyer: claims end, what is paid and not begun is refunded, and what is being built goes on. Safe to repeat and
 * to break off anywhere: the deadline stands until a look finds nothing more to do.
 */
export async function settleBan(core: Core, id: CitizenId): Promise<void> {
  const ban = await core.store.get('ban', id);
  const expect = [{ kind: 'ban', id, version: ban?.version ?? 0 }] as const;
  const isStanding = ban !== undefined && ban.lifted === null;
  const again = isStanding ? await settleAll(core, id) : null;
  const due = again ? [{ name: 'settle-ban', at: core.clock.now() + lookAgainMs[again] }] : [];
  // A ban that was lifted or spoken anew meanwhile has a deadline of its own.
  await core.store.commit({ expect, deadlines: [{ subject: banSubject(id), due }] });
}

/** When something waits for another look; null when nothing does. */
async function settleAll(core: Core, id: CitizenId): Promise<Again | null> {
  const paused = await pauseDrops(core, id);
  // Asked apart: what was sent stays for weeks, and must not keep the others from being seen.
  const [building, sent] = [
    await core.store.ordersInStates(id, ['reserved', 'lapsing', 'paid', 'building'], perLookMax),
    await core.store.ordersInStates(id, ['shipped'], perLookMax),
  ];
  const exposure = await core.store.get('exposure', id);
  const buying = (exposure?.open ?? []).slice(0, perLookMax);
  const waits = new Set<Again | null>(!paused || building.length === perLookMax ? ['soon'] : []);
  for (const order of [...building, ...sent]) waits.add(await settleOrder(core, order, 'builder-banned'));
  for (const { orderId } of buying) {
    const order = await core.store.get('order', orderId);
    if (order) waits.add(await settleOrder(core, order, 'buyer-banned'));
  }
  if (building.length + sent.length > 0) await lookAtBench(core, id);
  return waits.has('soon') ? 'soon' : waits.has('later') ? 'later' : null;
}

type Why = 'builder-banned' | 'buyer-banned';

/** Ends or refunds one order as the ban demands, and says when it is to be looked at again. */
async function settleOrder(core: Core, order: Order, why: Why): Promise<Again | null> {
  // Stripe is being asked whether a payment comes; what comes after this is refunded with the next look.
  if (order.fulfilment === 'lapsing') return 'soon';
  const command = commandFor(order, why);
  if (!command) return null;
  const applied = await give(core, order.id, command);
  if (why === 'buyer-banned' && command.type === 'refund-order') await lookAtBench(core, order.builderId);
  return applied;
}

function commandFor(order: Order, why: Why): Command | undefined {
  const { fulfilment, releasedAt, proofs, shipment } = order;
  if (fulfilment === 'reserved') return { type: 'cancel-claim' };
  const isScanned = shipment?.scannedAt != null || proofs.some(({ kind }) => kind === 'shipment');
  const isUnsent = ['paid', 'building'].includes(fulfilment) || (fulfilment === 'shipped' && !isScanned);
  // A proof on stream may have let the money go to a builder who now sends nothing: it is taken back from them.
  const isUndone = why === 'builder-banned' ? isUnsent : fulfilment === 'paid' && releasedAt === null;
  return isUndone ? { type: 'refund-order', reason: why } : undefined;
}

/** A bank has the money, or looks at it. */
const heldBack: readonly RefusalCode[] = ['disputed', 'nothing-held'];

/** Looked at again when it became something else meanwhile, is now being asked about, or is not to be moved yet. */
async function give(core: Core, id: OrderId, command: Command): Promise<Again | null> {
  const applied = await applyCommand(core, id, command, 'staff');
  if (!applied.ok) return heldBack.includes(applied.refusal.code) ? 'later' : 'soon';
  return applied.order.fulfilment === 'lapsing' ? 'soon' : null;
}

/** Pauses every open drop of a builder; false when there may be more. */
async function pauseDrops(core: Core, builderId: CitizenId): Promise<boolean> {
  for (let tries = 0; tries < triesMax; tries++) {
    const open = await core.store.openDrops(perLookMax, builderId);
    if (open.length === 0) return true;
    for (const drop of open)
      await core.store.commit({ put: [{ kind: 'drop', record: { ...drop, status: 'paused' } }] });
  }
  return false;
}
