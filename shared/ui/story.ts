import type { OrderView, VaultView } from '../schemas/order.ts';
import { panelTexts } from '../text/en/panel.ts';
import { fill } from '../text/fill.ts';
import { formatWhen } from './format-when.ts';

/** What an order's state means for the person and their money, and the ground that it is told on. */
export type Story = {
  readonly title: string;
  readonly sentence: string;
  readonly mood: 'wait' | 'info' | 'success' | 'refusal';
};

const texts = panelTexts.story;

/** Tells where an order stands, money first. Claims that still run are not told here: they have a clock. */
export function tellStory(order: OrderView, now: number): Story {
  const { text, mood } = order.vault ? vaultChapter(order, order.vault) : plainChapter(order);
  const sentence = fill(text.sentence, {
    builder: order.builderNickname,
    when: order.vault?.releaseAt ? formatWhen(order.vault.releaseAt, now) : '',
    policy: panelTexts.drops.policy[order.policy],
  });
  return { title: text.title, sentence, mood };
}

/** Whether a payment ever reached C500. Views without amounts have no vault, but their history still tells. */
export function wasPaid(order: OrderView): boolean {
  return order.vault !== null || happened(order, 'paid') || happened(order, 'paid-late');
}

type Chapter = { readonly text: { readonly title: string; readonly sentence: string }; readonly mood: Story['mood'] };

function vaultChapter(order: OrderView, vault: VaultView): Chapter {
  const { heldMinor, releasedMinor, refundedMinor, withdrawnMinor } = vault;
  if (heldMinor === 0 && releasedMinor === 0 && refundedMinor > 0) return { text: texts.refunded, mood: 'info' };
  if (heldMinor === 0 && releasedMinor === 0 && withdrawnMinor > 0) return { text: texts.withdrawn, mood: 'info' };
  if (order.fulfilment === 'completed') return { text: texts.completed, mood: 'success' };
  switch (vault.waitsFor) {
    case 'stream':
    case 'shipment':
    case 'delivery':
      return { text: texts[vault.waitsFor], mood: 'wait' };
    case 'cool-off':
      return { text: vault.releaseAt === null ? texts.coolOffSoon : texts.coolOff, mood: 'success' };
    case 'frozen':
      return { text: texts.frozen, mood: 'refusal' };
    case 'nothing':
      return { text: texts.released, mood: 'success' };
    case 'payment':
    case 'proof':
      return { text: texts.proof, mood: 'wait' };
  }
}

/** Without amounts the history is what tells where the money went. */
function plainChapter(order: OrderView): Chapter {
  // A payment that came too late was never kept, but it was charged: telling that nothing was would be untrue.
  const wentBack = happened(order, 'refunded') || (happened(order, 'surplus-refunded') && !wasPaid(order));
  if (wentBack) return { text: texts.refunded, mood: 'info' };
  if (order.fulfilment === 'lapsing') return { text: texts.lapsing, mood: 'wait' };
  if (order.fulfilment === 'expired') return { text: texts.expired, mood: 'info' };
  if (order.fulfilment === 'cancelled' && !wasPaid(order)) return { text: texts.cancelled, mood: 'info' };
  if (order.fulfilment === 'completed') return { text: texts.completed, mood: 'success' };
  if (happened(order, 'released')) return { text: texts.released, mood: 'success' };
  const lastFreeze = order.timeline.findLast(({ event }) => event === 'frozen' || event === 'thawed');
  if (lastFreeze?.event === 'frozen') return { text: texts.frozen, mood: 'refusal' };
  return { text: texts.waits, mood: 'wait' };
}

function happened(order: OrderView, event: string): boolean {
  return order.timeline.some((entry) => entry.event === event);
}
