import { describe, expect, test } from '@jest/globals';
import { signPayload } from '../../../sandbox/stripe/webhooks.ts';
import { readStripeWebhook } from './webhook.ts';

const secrets = ['whsec_new', 'whsec_old'];
const seconds = () => Math.floor(Date.now() / 1_000);

function read(type: string, signedWith = 'whsec_new', at = seconds()) {
  const object = { id: 'cs_1', object: 'checkout.session', client_reference_id: 'ord_1' };
  const body = JSON.stringify({ id: 'evt_1', object: 'event', type, data: { object } });
  return readStripeWebhook(Buffer.from(body), signPayload(body, signedWith, at), secrets);
}

describe('an event of Stripe', () => {
  test.each([
    ['checkout.session.completed', 'checkout-paid'],
    ['checkout.session.async_payment_succeeded', 'checkout-paid'],
    ['checkout.session.expired', 'checkout-expired'],
  ])('%s is put into our words', (type, news) => {
    expect(read(type)).toEqual({
      id: 'evt_1',
      kind: type,
      news: { type: news, sessionId: 'cs_1', orderId: 'ord_1' },
    });
  });

  test('that somebody has proved who they are names the check, and nothing else', () => {
    const kind = 'identity.verification_session.verified';
    expect(read(kind)).toEqual({ id: 'evt_1', kind, news: { type: 'identity-verified', checkId: 'cs_1' } });
  });

  test.each(['created', 'updated', 'closed', 'funds_withdrawn', 'funds_reinstated'])(
    'that a dispute was %s names it, to be looked at',
    (what) => {
      expect(read(`charge.dispute.${what}`)?.news).toEqual({ type: 'dispute-changed', disputeId: 'cs_1' });
    },
  );

  test('of a bank that warns, and of a refund that we did not ask for, names it', () => {
    expect(read('radar.early_fraud_warning.created')?.news).toEqual({ type: 'fraud-warned', warningId: 'cs_1' });
    expect(read('refund.created')?.news).toEqual({ type: 'refunded-outside', refundId: 'cs_1' });
    expect(read('refund.failed')?.news).toEqual({ type: 'refund-failed', refundId: 'cs_1' });
  });

  test('of a kind that nobody needs is kept by its kind and ignored', () => {
    expect(read('charge.updated')).toEqual({ id: 'evt_1', kind: 'charge.updated', news: { type: 'ignored' } });
  });

  test('of the newer kind names an account to be looked at, and is believed by its signature alone', () => {
    const type = 'v2.core.account[configuration.recipient].capability_status_updated';
    const about = { id: 'acct_1', type: 'v2.core.account', url: '/v2/core/accounts/acct_1' };
    const body = JSON.stringify({ id: 'evt_2', object: 'v2.core.event', type, related_object: about });
    const signed = (secret: string) =>
      readStripeWebhook(Buffer.from(body), signPayload(body, secret, seconds()), secrets);
    expect(signed('whsec_old')).toEqual({
      id: 'evt_2',
      kind: type,
      news: { type: 'account-changed', accountId: 'acct_1' },
    });
    expect(signed('whsec_other')).toBeUndefined();
  });

  test('may be signed with either secret while one is being replaced, and with no third', () => {
    expect(read('charge.updated', 'whsec_old')?.id).toBe('evt_1');
    expect(read('charge.updated', 'whsec_other')).toBeUndefined();
  });

  test('signed more than five minutes ago is a replay', () => {
    expect(read('charge.updated', 'whsec_new', seconds() - 299)?.id).toBe('evt_1');
    expect(read('charge.updated', 'whsec_new', seconds() - 310)).toBeUndefined();
  });
});
