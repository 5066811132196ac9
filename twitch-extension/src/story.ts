import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/say.ts';
import { formatWhen } from '#shared/ui/format-when.ts';

/** What an order's state means for the person and their money, and the ground that it is told on. */
export type Story = {
  readonly title: string;
  readonly sentence: string;
  readonly mood: 'wait' | 'info' | 'success' | 'refusal';
};

const texts = panelTexts.story;

/** Tells where an order stands, money first. Claims that still run are not told here: they have a clock. */
export function tellStory(order: OrderView, now: number): Story {
  const { text, mood } = chapterOf(order);
  const when = order.vault?.releaseAt ? formatWhen(order.vault.releaseAt, now) : '';
  return { title: text.title, sentence: fill(text.sentence, { builder: order.builderNickname, when }), mood };
}

type Chapter = { readonly text: { readonly title: string; readonly sentence: string }; readonly mood: Story['mood'] };

function chapterOf(order: OrderView): Chapter {
  const { vault } = order;
  if (vault && vault.refundedMinor > 0 && vault.heldMinor === 0) return { text: texts.refunded, mood: 'info' };
  if (order.fulfilment === 'lapsing') return { text: texts.lapsing, mood: 'wait' };
  if (order.fulfilment === 'expired') return { text: texts.expired, mood: 'info' };
  if (order.fulfilment === 'cancelled') return { text: texts.cancelled, mood: 'info' };
  if (order.fulfilment === 'completed') return { text: texts.completed, mood: 'success' };
  switch (vault?.waitsFor) {
    case 'stream':
    case 'shipment':
    case 'delivery':
      return { text: texts[vault.waitsFor], mood: 'wait' };
    case 'cool-off':
      return { text: texts.coolOff, mood: 'success' };
    case 'frozen':
      return { text: texts.frozen, mood: 'refusal' };
    case 'nothing':
      return { text: texts.released, mood: 'success' };
    case 'payment':
    case 'proof':
    case undefined:
      return { text: texts.proof, mood: 'wait' };
  }
}
