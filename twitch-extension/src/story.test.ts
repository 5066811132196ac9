import { describe, expect, test } from '@jest/globals';
import type { OrderView, VaultView } from '#shared/schemas/order.ts';
import { aPaidOrder, coreNow } from '../test/canned-views.ts';
import { tellStory } from '#shared/ui/story.ts';

const emptyVault: VaultView = {
  heldMinor: 0,
  releasedMinor: 0,
  refundedMinor: 0,
  withdrawnMinor: 0,
  coveredMinor: 0,
  chargedMinor: 462_00,
  currency: 'USD',
  waitsFor: 'nothing',
  releaseAt: null,
};
const full: VaultView = { ...emptyVault, heldMinor: 462_00, waitsFor: 'proof' };
const inTwoHours = coreNow + 2 * 60 * 60_000;

function after(...events: readonly string[]): OrderView['timeline'] {
  return ['claimed', 'paid', ...events].map((event, index) => ({ event, at: coreNow + index, params: {} }));
}

describe('what an order says about the money', () => {
  test.each<[string, Partial<OrderView>, RegExp]>([
    ['held until a proof', { vault: full }, /waits in the Vault/],
    ['held until the stream and the parcel', { vault: { ...full, waitsFor: 'stream' } }, /built live on stream and/],
    ['held until the parcel', { vault: { ...full, waitsFor: 'shipment' } }, /carrier has scanned/],
    ['held until it arrives', { vault: { ...full, waitsFor: 'delivery' } }, /when it has arrived/],
    ['proved', { vault: { ...full, waitsFor: 'cool-off', releaseAt: inTwoHours } }, /lets go .* in 2 hours/],
    ['frozen', { vault: { ...full, waitsFor: 'frozen' } }, /stays in the Vault.*frozen/],
    ['released', { vault: { ...emptyVault, releasedMinor: 462_00 } }, /Kumo is being paid/],
    ['refunded', { fulfilment: 'cancelled', vault: { ...emptyVault, refundedMinor: 462_00 } }, /on its way back/],
    ['given back unpaid', { fulfilment: 'cancelled', vault: null, timeline: [] }, /not charged/],
    ['lapsed unpaid', { fulfilment: 'expired', vault: null }, /not charged/],
    ['taken back by the bank', { vault: { ...emptyVault, withdrawnMinor: 462_00 } }, /Your bank took/],
    ['proved, its day not yet known', { vault: { ...full, waitsFor: 'cool-off' } }, /proved.* lets go soon/],
    ['being asked about', { fulfilment: 'lapsing', vault: null }, /asking Stripe/],
    ['complete', { fulfilment: 'completed', vault: { ...emptyVault, releasedMinor: 462_00 } }, /All done/],
    [
      'lapsed and paid too late',
      {
        fulfilment: 'expired',
        vault: null,
        timeline: [{ event: 'surplus-refunded', at: coreNow, params: { reason: 'late-payment' } }],
      },
      /on its way back/,
    ],
    ['held, told without amounts', { vault: null }, /waits in the Vault.* once it is built live/],
    ['released, told without amounts', { vault: null, timeline: after('released') }, /is being paid/],
    ['frozen, told without amounts', { vault: null, timeline: after('frozen') }, /stays in the Vault/],
    ['thawed, told without amounts', { vault: null, timeline: after('frozen', 'thawed') }, /waits in the Vault/],
    [
      'refunded, told without amounts',
      { vault: null, fulfilment: 'cancelled', timeline: after('refunded') },
      /on its way back/,
    ],
  ])('when it is %s', (_when, part, words) => {
    const { title, sentence } = tellStory(aPaidOrder(part), coreNow);
    expect(`${title}. ${sentence}`).toMatch(words);
    expect(`${title}. ${sentence}`).not.toMatch(/\{|undefined/);
  });
});
