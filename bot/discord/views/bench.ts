import { ButtonStyle } from 'discord.js';
import type { OrderView, SightingOutcome } from '#shared/schemas/order.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { TrackingNumber } from '#shared/tracking-number.ts';
import { saySighting, sightingRemedy } from '../../sentences.ts';
import { actionButton, beside, linkButton, openContainer, row, sayBlock, show, text, type Shown } from '../messages.ts';
import { discordTime, plain } from '../words.ts';

/** Components V2 allows 40 components; a row of a list takes three. */
const rowsMax = 10;

/** A builder's queue. It is shown privately but may be on a stream, so it holds tags and never people. */
export function showQueue(texts: TranslatedTexts, orders: readonly OrderView[]): Shown {
  const { buying, selling } = texts.bot.discord;
  const { title, none, noneRemedy, hint, unit, proved } = selling.queue;
  if (orders.length === 0) return show(sayBlock('sky', title, none, noneRemedy));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${title}`));
  for (const order of orders.slice(0, rowsMax)) {
    const due = order.proofDueAt;
    const { scanDueAt, cancellation } = order;
    const facts = [
      texts.panel.state[order.fulfilment],
      order.unit === null ? '' : fill(unit, { unit: order.unit }),
      cancellation == null ? '' : fill(buying.orders.cancellation, { when: discordTime(cancellation.until, 'R') }),
      scanDueAt == null ? '' : fill(buying.orders.scanDue, { when: discordTime(scanDueAt, 'R') }),
      order.proofs.length > 0 ? proved : due === null ? '' : fill(buying.orders.due, { when: discordTime(due, 'R') }),
    ].filter((fact) => fact !== '');
    const content = `**${order.tag}** · ${plain(order.title)}\n${facts.join(' · ')}`;
    list.addSectionComponents(beside(content, linkButton(buying.orders.open, order.orderUrl)));
  }
  const left = orders.length - rowsMax;
  const rest = left > 0 ? [`-# ${fill(buying.orders.more, { count: left })}`] : [];
  return show(list.addTextDisplayComponents(text([...rest, `-# ${hint}`].join('\n'))));
}

/** What became of each tag that a builder declared. */
export function showSightings(texts: TranslatedTexts, sightings: readonly SightingOutcome[]): Shown {
  const { live } = texts.bot.discord.selling;
  const counted = sightings.some((each) => each.counted);
  const lines = sightings.slice(0, rowsMax).map((each) => {
    const remedy = each.counted ? '' : sightingRemedy(each, texts);
    return [`**${plain(each.tag)}**: ${plain(saySighting(each, texts))}`, remedy]
      .filter((part) => part !== '')
      .join(' ');
  });
  return show(sayBlock(counted ? 'mint' : 'lavender', counted ? live.title : live.titleNot, ...lines));
}

/** That communities were told, and how many. */
export function showTold(texts: TranslatedTexts, communities: number): Shown {
  const { told, toldOne, toldMany, toldNone } = texts.bot.discord.selling.live;
  const sentence = communities === 0 ? toldNone : communities === 1 ? toldOne : fill(toldMany, { count: communities });
  return show(sayBlock(communities === 0 ? 'vanilla' : 'mint', told, sentence));
}

/** A tracking number as it was read, to be looked at before it is sent. */
export function showParcel(texts: TranslatedTexts, tag: string, { carrier, number, url }: TrackingNumber): Shown {
  const { check, checkSentence, send, cancel, track } = texts.bot.discord.selling.ship;
  const block = sayBlock('vanilla', check, fill(checkSentence, { tag: plain(tag), carrier, number }));
  return show(
    block.addActionRowComponents(
      row(
        actionButton('ship', `${tag}.${number}`, send, ButtonStyle.Primary),
        actionButton('drop-shipment', tag, cancel),
        linkButton(track, url),
      ),
    ),
  );
}

/** That no tracking number was sent after all. */
export function showParcelKept(texts: TranslatedTexts): Shown {
  const { cancelled, cancelledSentence } = texts.bot.discord.selling.ship;
  return show(sayBlock('sky', cancelled, cancelledSentence));
}

/** The answer to a tracking number that was taken. */
export function showShipped(texts: TranslatedTexts, order: OrderView): Shown {
  const { title, sentence, track } = texts.bot.discord.selling.ship;
  const { carrier = '', number = '', url = null } = order.tracking ?? {};
  const words = { tag: order.tag, title: plain(order.title), carrier, number: plain(number) };
  const links = [
    linkButton(texts.bot.discord.order.open, order.orderUrl),
    ...(url === null ? [] : [linkButton(track, url)]),
  ];
  return show(sayBlock('mint', title, fill(sentence, words)).addActionRowComponents(row(...links)));
}

/** The answer to a refund that a builder gave. */
export function showRefunded(texts: TranslatedTexts, order: OrderView): Shown {
  const { title, sentence } = texts.bot.discord.selling.refund;
  const block = sayBlock('sky', title, fill(sentence, { tag: order.tag, title: plain(order.title) }));
  const open = linkButton(texts.bot.discord.order.open, order.orderUrl);
  return show(block.addActionRowComponents(row(open)));
}
