import { day, hour } from '#shared/house-rules.ts';
import type { OrderCase } from '#shared/schemas/trust.ts';
import type { SiteVisitor } from './layout.ts';
import { casesSection } from './order-case.ts';
import { orderPage } from './order.ts';
import { scanDueSection, wishSection } from './order-wishes.ts';
import { sampleNow as now, sampleOrder, sampleOrders } from './sample-views.ts';

const csrf = 'form-csrf';

const decided = {
  infavourOf: 'buyer',
  reason: 'The photos show it: <b>two pieces</b>.',
  at: now - 2 * day,
  refund: { amountMinor: 120_00, currency: 'USD' },
  postage: 'house',
} as const;

/** A case through all of its steps, in the words of both sides. */
const whole: OrderCase = {
  id: 'case_whole',
  kind: 'damaged',
  side: 'buyer',
  text: 'The case came in two pieces.\nAdonde-se-encontra-uma-palavra-que-nao-cabe-em-nenhuma-linha-de-um-telefone?',
  openedAt: now - 6 * day,
  state: 'final',
  answers: [
    { by: 'builder', text: 'It left us whole.', at: now - 5 * day },
    { by: 'buyer', text: 'It did not arrive so.', at: now - 4 * day },
  ],
  answerUntil: null,
  decision: decided,
  appeal: { by: 'builder', text: 'The carrier broke it, and pays for it.', at: now - day },
  appealUntil: null,
  final: { ...decided, reason: 'held-too-long', at: now - hour, refund: null, postage: null },
};
const waits: OrderCase = {
  ...whole,
  ...{ state: 'open', answers: [], decision: null, appeal: null, final: null },
};

/** Orders with something to settle between their two, by name. */
export function casePages(me: SiteVisitor): Readonly<Record<string, string>> {
  const order = sampleOrder({ ...sampleOrders.frozen });
  const place = { tag: order.tag, csrf, now };
  const page = (cases: readonly OrderCase[] | 'away', role: 'buyer' | 'builder') => {
    const section = casesSection({ cases, ...place });
    return orderPage({ order, csrf, now, me, role, sections: section ? [section] : [] });
  };
  const wish = { until: now + 2 * day, tag: order.tag, builder: 'hana.builds', csrf, now } as const;
  return {
    'case-waits': page([waits], 'buyer'),
    'case-asked': page([{ ...waits, side: 'builder', answerUntil: now + 2 * day }], 'builder'),
    'case-decided': page(
      [{ ...whole, state: 'decided', appeal: null, final: null, appealUntil: now + 5 * day }],
      'buyer',
    ),
    'case-final': page([whole, { ...whole, id: 'case_before' }], 'buyer'),
    'case-away': page('away', 'builder'),
    'wish-to-cancel': orderPage({
      ...{ order: sampleOrder({ ...sampleOrders.paid }), csrf, now, me, role: 'builder' as const },
      sections: [wishSection({ ...wish, reader: 'builder' }), scanDueSection(now + 9 * day, now)],
    }),
    'wished-to-cancel': orderPage({
      ...{ order: sampleOrder({ ...sampleOrders.paid }), csrf, now, me },
      sections: [wishSection({ ...wish, reader: 'buyer' })],
    }),
  };
}
