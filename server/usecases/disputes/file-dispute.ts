import { refuse, type Refusal } from '#shared/refusals.ts';
import { disputeDeadlines, disputeSubject, filingKey } from '../../domain/dispute.ts';
import type { Order } from '../../domain/order.ts';
import type { Effect } from '../../domain/order-commands.ts';
import type { Dispute } from '../../domain/trust-records.ts';
import type { BankDispute, FiledDocument } from '../../domain/dispute.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { dossierOf, evidenceTexts } from './evidence.ts';
import { flagPuts, type FlagParts } from '../house/flags.ts';
import { orderLine } from '../orders/order-line.ts';
import { addressed } from '../work/tell.ts';

type FileEffect = Extract<Effect, { kind: 'file-dispute' }>;

/** Does what has fallen due of a dispute: its evidence is filed, or the staff hears that the bank's day passed without any. */
export async function lookAtDispute(core: Core, disputeId: string, name: string): Promise<void> {
  const dispute = await core.store.get('dispute', disputeId);
  if (!dispute) throw new Error(`there is no dispute ${disputeId}`);
  const isOverdue = name === 'dispute-overdue' && dispute.state === 'needs-response';
  const flag = isOverdue ? await unanswered(core, dispute) : { put: [], notices: [] };
  const files = name === 'file-dispute' && dispute.state === 'needs-response';
  const due =
    name === 'file-dispute' ? disputeDeadlines(dispute).filter((each) => each.name === 'dispute-overdue') : [];
  await core.store.commit({
    expect: [{ kind: 'dispute', id: dispute.id, version: dispute.version }],
    ...flag,
    ...(files ? { effects: [filing(dispute)] } : {}),
    deadlines: [{ subject: disputeSubject(dispute.id), due }],
  });
}

function filing(dispute: Dispute): Effect {
  const { id: disputeId, orderId } = dispute;
  return { kind: 'file-dispute', key: filingKey(dispute), orderId, disputeId };
}

async function unanswered(core: Core, { id, orderId }: Dispute): Promise<FlagParts> {
  const order = await core.store.get('order', orderId);
  return flagPuts(core, {
    id: `flag:dispute:${id}:unanswered`,
    kind: 'dispute-unanswered',
    citizenId: order?.buyerId ?? null,
    orderId,
    about: order?.tag ?? id,
  });
}

/** What files a dispute now and not at the end of the builder's time, for a commit of somebody's; or why there is nothing to file. */
export function planFiling(
  core: Core,
  dispute: Dispute,
): { readonly ok: true; readonly commit: Commit } | { readonly ok: false; readonly refusal: Refusal } {
  const now = core.clock.now();
  if (dispute.state !== 'needs-response') return refuse('dispute-filed');
  // Nothing more is taken from now on, since it may be on its way already.
  const record: Dispute = { ...dispute, answerUntil: Math.min(dispute.answerUntil, now), fileAt: now };
  const due = disputeDeadlines(record).filter(({ name }) => name !== 'file-dispute');
  return {
    ok: true,
    commit: {
      put: [{ kind: 'dispute', record }],
      effects: [filing(dispute)],
      deadlines: [{ subject: disputeSubject(dispute.id), due }],
    },
  };
}

/**
 * Files the evidence of a dispute. Stripe is asked first whether any was sent, by us before a crash or by hand, because it takes an
 * answer once; a document that was uploaded and not sent is only a file that nobody needs.
 *
 * @returns Stripe's file, or null where nothing was left to send
 * @throws UpstreamError when it is to be tried again
 */
export async function performFiling(core: Core, effect: FileEffect, order: Order): Promise<string | null> {
  const dispute = await core.store.get('dispute', effect.disputeId);
  if (!dispute || dispute.state !== 'needs-response' || filingKey(dispute) !== effect.key) return null;
  const bank = await core.disputes.fetchDispute(dispute.id);
  if (bank.submissions > 0 || bank.standing === 'under-review') return noteFiled(core, effect, bank, bank.filed);
  // It ended in the meantime, and the message of that is under way to us.
  if (bank.standing !== 'needs-response') return null;
  if (bank.dueBy !== null && bank.dueBy < core.clock.now()) {
    await core.store.commit(await unanswered(core, dispute));
    return null;
  }
  const document = await sendDocument(core, order, dispute);
  const texts = await evidenceTexts(core, order, dispute);
  const key = `${effect.key}:${document.fileId}`;
  const answer = await core.disputes.fileEvidence(dispute.id, { texts, document }, key);
  if ('filed' in answer) return noteFiled(core, effect, bank, document);
  // Another process may have been faster, or a person: what was sent is what the bank reads.
  const now = await core.disputes.fetchDispute(dispute.id);
  if (now.submissions > 0) return noteFiled(core, effect, now, now.filed);
  return refusedBy(core, order, dispute, answer.refused);
}

async function sendDocument(core: Core, order: Order, dispute: Dispute): Promise<FiledDocument> {
  const { bytes, sha256, pages } = await core.evidence.write(await dossierOf(core, order, dispute));
  // Kept here as well, so that the staff can read what the bank reads.
  await core.files.keep(bytes);
  const answer = await core.disputes.uploadDocument(`${order.tag}-evidence.pdf`, bytes);
  if ('refused' in answer) return refusedBy(core, order, dispute, answer.refused);
  return { fileId: answer.fileId, sha256, bytes: bytes.length, pages };
}

/** A clear no is tried again until the bank's day, since it would be given up otherwise; the staff hears of it at once. */
async function refusedBy(core: Core, order: Order, dispute: Dispute, why: string): Promise<never> {
  const flag = await flagPuts(core, {
    id: `flag:dispute:${dispute.id}:refused`,
    kind: 'evidence-refused',
    citizenId: order.buyerId,
    orderId: order.id,
    about: order.tag,
    params: { why },
  });
  await core.store.commit(flag);
  throw new UpstreamError('stripe', `evidence refused: ${why}`, { retryable: true });
}

/** Notes that it was sent, on the record and on the order's timeline, in the commit that also ends the effect. */
async function noteFiled(
  core: Core,
  { key, orderId, disputeId }: FileEffect,
  bank: BankDispute,
  document: FiledDocument | null,
): Promise<string | null> {
  for (let tries = 0; tries < triesMax; tries++) {
    const [order, dispute] = await Promise.all([
      core.store.get('order', orderId),
      core.store.get('dispute', disputeId),
    ]);
    if (!order || !dispute) throw new Error(`order ${orderId} or dispute ${disputeId} is gone`);
    const at = core.clock.now();
    const isOver = dispute.state !== 'needs-response';
    const record: Dispute = {
      ...dispute,
      ...(isOver ? {} : { state: 'filed' }),
      filed: dispute.filed ?? (document && { at, ...document }),
    };
    const line = orderLine(core, order, 'dispute-filed', 'system');
    const telling = { to: order.builderId, kind: 'dispute-filed-builder', params: {}, link: 'order' } as const;
    const notice = await addressed(core, order, telling, `${key}:filed`, at);
    const { result } = await core.store.commit({
      put: [{ kind: 'dispute', record }, ...line.put],
      history: line.history,
      notices: notice ? [notice] : [],
      deadlines: [{ subject: disputeSubject(dispute.id), due: [] }],
      settleEffect: { key, outcome: 'done', vendorId: document?.fileId ?? bank.id },
    });
    if (result !== 'conflict') return document?.fileId ?? bank.id;
  }
  throw new Error(`order ${orderId} kept changing`);
}
