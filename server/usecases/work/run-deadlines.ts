import { hour } from '#shared/house-rules.ts';
import type { OrderId } from '#shared/ids.ts';
import { caseOfSubject } from '../../domain/case.ts';
import { commandNamed, deadlinesOf } from '../../domain/deadlines.ts';
import { disputeOfLook, disputeOfSubject } from '../../domain/dispute.ts';
import { momentOfSubject } from '../../domain/moment.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { DueDeadline } from '../../ports/store.ts';
import { applyCommand } from '../orders/apply-command.ts';
import { addressOfSubject } from '../parcels/addresses.ts';
import { bannedOfSubject } from '../people/bans.ts';
import { cardOrderOfSubject } from '../communities/card-subject.ts';
import { runCaseClocks } from '../cases/case-clocks.ts';
import type { Core } from './core.ts';
import { debtorOfSubject } from '../money/debts.ts';
import { eraseAddress } from '../parcels/erase-address.ts';
import { goneOfSubject } from '../people/deletion-subject.ts';
import { eraseWords, finishDeletion } from '../people/finish-deletion.ts';
import { lookAtDispute } from '../disputes/file-dispute.ts';
import { lookAtBench } from '../streams/follow-channels.ts';
import { holdForCard } from '../disputes/hold-for-card.ts';
import { keepMoment } from '../streams/keep-moments.ts';
import { lookAtBank } from '../disputes/look-at-bank.ts';
import { lookAtParcel, parcelOfSubject } from '../parcels/parcels.ts';
import { drawRaffle, tellDrawn } from '../drops/raffle-draw.ts';
import { raffleOfSubject } from '../drops/raffle-subject.ts';
import { settleBan } from '../people/settle-ban.ts';
import { dropOfSubject } from '../drops/waitlist-freeing.ts';
import { offerUnits } from '../drops/waitlist-offers.ts';
import { builderOfSubject } from '../streams/work-bench.ts';
import { writeOffDebt } from '../money/write-off-debts.ts';

/** Gives every command that the clock owes, earliest first. Returns how many were due. */
export async function runDeadlines(core: Core, limit = 100): Promise<number> {
  const due = await core.store.due(core.clock.now(), limit);
  // Moments wait for Twitch, parcels for their carriers and disputes for the bank, and must not hold up what people are owed: they come last, and together.
  const waitsOutside = ({ subject }: DueDeadline) =>
    (momentOfSubject(subject) ?? parcelOfSubject(subject) ?? disputeOfLook(subject)) !== undefined;
  for (const deadline of due.filter((each) => !waitsOutside(each))) await run(core, deadline);
  await Promise.all(due.filter(waitsOutside).map((deadline) => run(core, deadline)));
  return due.length;
}

async function run(core: Core, deadline: DueDeadline): Promise<void> {
  try {
    await runDeadline(core, deadline);
  } catch (error) {
    // While the store is away nothing can be said of any deadline: all of them stand, and have their turn once it is back.
    if (error instanceof UpstreamError && error.party === 'store') throw error;
    core.report(error, { deadline: `${deadline.subject} ${deadline.name}` });
    await delay(core, deadline);
  }
}

async function runDeadline(core: Core, deadline: DueDeadline): Promise<void> {
  const builderId = builderOfSubject(deadline.subject);
  if (builderId) return lookAtBench(core, builderId);
  const momentId = momentOfSubject(deadline.subject);
  if (momentId) return keepMoment(core, momentId);
  const dropId = dropOfSubject(deadline.subject);
  if (dropId) return offerUnits(core, dropId, deadline.subject);
  const raffle = raffleOfSubject(deadline.subject);
  if (raffle)
    return raffle.from === null ? drawRaffle(core, raffle.dropId) : tellDrawn(core, raffle.dropId, raffle.from);
  const bannedId = bannedOfSubject(deadline.subject);
  if (bannedId) return settleBan(core, bannedId);
  const trackerId = parcelOfSubject(deadline.subject);
  if (trackerId) return void (await lookAtParcel(core, trackerId));
  const addressId = addressOfSubject(deadline.subject);
  if (addressId) return eraseAddress(core, addressId);
  const caseId = caseOfSubject(deadline.subject);
  if (caseId) return runCaseClocks(core, caseId);
  const cardOrderId = cardOrderOfSubject(deadline.subject);
  if (cardOrderId) return holdForCard(core, cardOrderId);
  const disputeId = disputeOfSubject(deadline.subject);
  if (disputeId) return lookAtDispute(core, disputeId, deadline.name);
  const lookId = disputeOfLook(deadline.subject);
  if (lookId) return lookAtBank(core, lookId);
  const debtorId = debtorOfSubject(deadline.subject);
  if (debtorId) return writeOffDebt(core, debtorId);
  const gone = goneOfSubject(deadline.subject);
  if (gone) return gone.orderId === null ? finishDeletion(core, gone.citizenId) : eraseWords(core, gone);
  const command = commandNamed(deadline.name);
  if (!command) throw new Error(`no command is called ${deadline.name}`);
  const applied = await applyCommand(core, deadline.subject as OrderId, command, 'system');
  // Somebody else was faster, time and again: the deadline stands, and its turn comes with the next look.
  if (!applied.ok && applied.refusal.code !== 'conflict-try-again') await delay(core, deadline);
}

/** A command that the rules refuse although it was due is looked at again later, and everything else of the order goes on. */
async function delay(core: Core, refused: DueDeadline): Promise<void> {
  const order = await core.store.get('order', refused.subject);
  const later = core.clock.now() + hour;
  if (!order) {
    const stands =
      builderOfSubject(refused.subject) ??
      momentOfSubject(refused.subject) ??
      dropOfSubject(refused.subject) ??
      raffleOfSubject(refused.subject) ??
      bannedOfSubject(refused.subject) ??
      parcelOfSubject(refused.subject) ??
      addressOfSubject(refused.subject) ??
      caseOfSubject(refused.subject) ??
      cardOrderOfSubject(refused.subject) ??
      disputeOfSubject(refused.subject) ??
      disputeOfLook(refused.subject) ??
      debtorOfSubject(refused.subject) ??
      goneOfSubject(refused.subject);
    const due = stands ? [{ name: refused.name, at: later }] : [];
    return void (await core.store.commit({ deadlines: [{ subject: refused.subject, due }] }));
  }
  const due = deadlinesOf(order).map((each) =>
    each.name === refused.name ? { ...each, at: Math.max(each.at, later) } : each,
  );
  await core.store.commit({
    expect: [{ kind: 'order', id: order.id, version: order.version }],
    deadlines: [{ subject: order.id, due }],
  });
}
