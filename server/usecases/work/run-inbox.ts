import type { Command } from '../../domain/order-commands.ts';
import { UpstreamError } from '../../ports/payments.ts';
import type { Commit, InboxMessage } from '../../ports/store.ts';
import { applyCommand } from '../orders/apply-command.ts';
import { endConsent } from '../streams/connect-channel.ts';
import type { Core } from './core.ts';
import { followDispute } from '../disputes/disputes.ts';
import { followChannel, type ChannelNews } from '../streams/follow-channels.ts';
import { followFraudWarning } from '../disputes/fraud-warnings.ts';
import { noteIdentity } from '../people/link-accounts.ts';
import { followFailedRefund, followOutsideRefund } from '../money/outside-refunds.ts';
import { lookAtParcel } from '../parcels/parcels.ts';
import { pauseMs } from './run-outbox.ts';
import { lookAtAccount } from '../building/stripe-onboarding.ts';

/** What an inbox message says, once its adapter has put it into our words. Messages of kinds nobody needs are kept and counted. */
export type StripeNews =
  | { readonly type: 'checkout-paid' | 'checkout-expired'; readonly sessionId: string; readonly orderId: string | null }
  | { readonly type: 'identity-verified'; readonly checkId: string }
  | { readonly type: 'account-changed'; readonly accountId: string }
  | { readonly type: 'dispute-changed'; readonly disputeId: string }
  | { readonly type: 'fraud-warned'; readonly warningId: string }
  | { readonly type: 'refunded-outside'; readonly refundId: string }
  | { readonly type: 'refund-failed'; readonly refundId: string }
  | { readonly type: 'ignored' };
export type EasyPostNews =
  { readonly type: 'parcel-changed'; readonly trackerId: string } | { readonly type: 'ignored' };
export type TwitchNews =
  | ((ChannelNews | { readonly type: 'consent-revoked'; readonly channelId: string }) & {
      readonly messageId: string;
      readonly ageMs: number;
    })
  | { readonly type: 'ignored' };

/**
 * Works through messages that were kept, oldest first. A party that does not answer is left alone until the next look, so that
 * waiting for it holds up the others once and not for each of its messages. Returns how many were looked at.
 */
export async function runInbox(core: Core, limit = 50): Promise<number> {
  const waiting = await core.store.inbox(core.clock.now(), limit);
  const silent = new Set<InboxMessage['party']>();
  for (const { message, attempts } of waiting) {
    if (silent.has(message.party)) continue;
    try {
      await handle(core, message);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await core.store.postpone({ inbox: message.id }, core.clock.now() + pauseMs(attempts), text.slice(0, 500));
      if (error instanceof UpstreamError) silent.add(message.party);
      else core.report(error, { message: message.id });
    }
  }
  return waiting.length;
}

async function handle(core: Core, message: InboxMessage): Promise<void> {
  // The adapter wrote this body itself after verifying the message, so its shape is known.
  if (message.party === 'stripe') return handleStripe(core, message, message.body as StripeNews);
  if (message.party === 'easypost') return handleEasyPost(core, message, message.body as EasyPostNews);
  const news = message.body as TwitchNews;
  await settle(core, message, await handleTwitch(core, message, news));
}

function handleTwitch(core: Core, message: InboxMessage, news: TwitchNews): Promise<string> {
  if (news.type === 'ignored') return Promise.resolve('ignored');
  if (news.type === 'consent-revoked')
    return endConsent(core, news.channelId, 'revoked', message.receivedAt - news.ageMs);
  return followChannel(core, news, news.messageId, news.ageMs + (core.clock.now() - message.receivedAt));
}

async function settle(core: Core, message: InboxMessage, outcome: string): Promise<void> {
  await core.store.commit(settlingOf(message, outcome));
}

function settlingOf({ id }: InboxMessage, outcome: string): Pick<Commit, 'settleInbox'> {
  return { settleInbox: { id, outcome } };
}

/** How the parcel stands is asked anew as well. */
async function handleEasyPost(core: Core, message: InboxMessage, news: EasyPostNews): Promise<void> {
  await settle(core, message, news.type === 'ignored' ? 'ignored' : await lookAtParcel(core, news.trackerId));
}

/** What was paid is read from Stripe anew: the message only says where to look. */
async function handleStripe(core: Core, message: InboxMessage, news: StripeNews): Promise<void> {
  if (news.type === 'ignored') return settle(core, message, 'ignored');
  if (news.type === 'identity-verified') return settle(core, message, await followIdentity(core, news.checkId));
  if (news.type === 'dispute-changed') return followDispute(core, news.disputeId, settlingOf(message, news.type));
  if (news.type === 'fraud-warned') return followFraudWarning(core, news.warningId, settlingOf(message, news.type));
  if (news.type === 'refunded-outside') return followOutsideRefund(core, news.refundId, settlingOf(message, news.type));
  if (news.type === 'refund-failed') return followFailedRefund(core, news.refundId, settlingOf(message, news.type));
  if (news.type === 'checkout-expired') return closeExpired(core, message, news.sessionId, news.orderId);
  if (news.type === 'account-changed') return settle(core, message, await lookAtAccount(core, news.accountId));
  const arrived = await core.payments.fetchPayment(news.sessionId);
  if (!arrived) return settle(core, message, 'not-paid');
  const { orderId, payment, paidWith } = arrived;
  await give(core, message, orderId, { type: 'payment-arrived', payment, paidWith });
}

/** The message says where to look, and whose it is and how it stands is read there. */
async function followIdentity(core: Core, checkId: string): Promise<string> {
  const { citizenId, isVerified } = await core.payments.fetchIdentityCheck(checkId);
  if (!citizenId || !isVerified) return 'not-verified';
  return noteIdentity(core, citizenId);
}

async function closeExpired(
  core: Core,
  message: InboxMessage,
  sessionId: string,
  orderId: string | null,
): Promise<void> {
  const order = orderId === null ? undefined : await core.store.get('order', orderId);
  if (order?.checkout?.sessionId !== sessionId) return settle(core, message, 'unknown-order');
  await give(core, message, order.id, { type: 'checkout-closed', attempt: order.checkout.attempt });
}

async function give(
  core: Core,
  message: InboxMessage,
  orderId: Parameters<typeof applyCommand>[1],
  command: Command,
): Promise<void> {
  const settleInbox = { id: message.id, outcome: command.type };
  const applied = await applyCommand(core, orderId, command, 'system', { settleInbox });
  if (applied.ok) return;
  if (applied.refusal.code === 'conflict-try-again') throw new Error(`order ${orderId} kept changing`);
  await settle(core, message, applied.refusal.code);
}
