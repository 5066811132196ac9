import { ButtonStyle, type ButtonBuilder } from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import type { WaitlistPlace } from '#shared/schemas/drop.ts';
import type { OrderView, TimelineEntry } from '#shared/schemas/order.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { guildPastels } from '#shared/theme/tokens.ts';
import {
  actionButton,
  beside,
  line,
  linkButton,
  openContainer,
  row,
  sayBlock,
  show,
  text,
  type Shown,
} from '../messages.ts';
import { discordTime, fitLines, plain, sayMoney, sayParams } from '../words.ts';

/** What a buyer may do with an order by a button here. Paying is a link, reporting a form, and the rest is the builder's. */
export const askable = [
  'cancel-claim',
  'confirm-delivery',
  'ask-cancellation',
  'refund-unproven',
  'grant-days',
] as const;
export type Askable = (typeof askable)[number];

/** Numbers of the house in the words of an action. */
export const actionWords = { days: houseRules.grantedDaysStep };

const timelineMax = 8;
const buttonsPerRow = 5;

/** One page of a buyer's orders, and where the pages beside it are; undefined where there is none. */
export type OrderPage = {
  readonly orders: readonly OrderView[];
  /** Lines in which they wait, with the name of the drop. */
  readonly waits: readonly { readonly place: WaitlistPlace; readonly title: string }[];
  readonly newer: string | undefined;
  readonly older: string | undefined;
};

/** A buyer's orders: where each stands, where its money is, and a button to look closer. */
export function showOrderPage(texts: TranslatedTexts, { orders, waits, newer, older }: OrderPage): Shown {
  const words = texts.bot.discord.buying.orders;
  const lines = sayWaits(texts, waits);
  if (orders.length === 0 && newer === undefined)
    return show(sayBlock('sky', words.title, words.none, words.noneRemedy, lines));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${words.title}`));
  for (const order of orders) {
    const payUrl = order.claim?.payUrl ?? null;
    const pay = payUrl === null ? '' : `\n[**${words.pay}**](${payUrl})`;
    const details = actionButton('order', order.tag, words.details);
    list.addSectionComponents(beside(describeOrder(texts, order) + pay, details));
  }
  if (lines !== '') list.addTextDisplayComponents(text(lines));
  const pages = [
    ...(newer === undefined ? [] : [actionButton('list', newer, words.newer)]),
    ...(older === undefined ? [] : [actionButton('list', older, words.older)]),
  ];
  return show(pages.length > 0 ? list.addActionRowComponents(row(...pages)) : list);
}

function sayWaits(texts: TranslatedTexts, waits: OrderPage['waits']): string {
  if (waits.length === 0) return '';
  const words = texts.bot.discord.buying.orders;
  const lines = waits
    .slice(0, 5)
    .map(({ place, title }) =>
      fill(words.line, { place: place.place ?? 0, waiting: place.waiting, drop: plain(title) }),
    );
  return `-# ${fill(words.lines, { lines: lines.join(', ') })}`;
}

/** An order in two lines: which it is, where it stands, where its money is. */
export function describeOrder(texts: TranslatedTexts, order: OrderView): string {
  const words = texts.bot.discord.buying.orders;
  const from = fill(words.from, { builder: plain(order.builderNickname) });
  return `**${order.tag}** · ${plain(order.title)} ${from}\n${factsOf(texts, order).join(' · ')}`;
}

function factsOf(texts: TranslatedTexts, order: OrderView): string[] {
  const { fulfilment, vault, claim, proofDueAt, scanDueAt, cancellation } = order;
  const words = texts.bot.discord.buying.orders;
  const facts: string[] = [texts.panel.state[fulfilment]];
  const money = (amountMinor: number) => sayMoney(texts, { amountMinor, currency: vault?.currency ?? 'USD' });
  if (claim) facts.push(fill(words.ends, { when: discordTime(claim.endsAt, 'R') }));
  if (vault && vault.heldMinor > 0) facts.push(fill(words.inVault, { amount: money(vault.heldMinor) }));
  if (vault && vault.releasedMinor > 0) facts.push(fill(words.released, { amount: money(vault.releasedMinor) }));
  if (vault && vault.refundedMinor > 0) facts.push(fill(words.refunded, { amount: money(vault.refundedMinor) }));
  if (vault?.releaseAt != null) facts.push(fill(words.releaseAt, { when: discordTime(vault.releaseAt, 'R') }));
  else if (proofDueAt !== null) facts.push(fill(words.due, { when: discordTime(proofDueAt, 'R') }));
  if (scanDueAt != null) facts.push(fill(words.scanDue, { when: discordTime(scanDueAt, 'R') }));
  if (cancellation != null) facts.push(fill(words.cancellation, { when: discordTime(cancellation.until, 'R') }));
  return facts;
}

/** One order with its history, its links and what its buyer may do with it now. `said` is what was just done. */
export function showOrder(texts: TranslatedTexts, order: OrderView, said?: string): Shown {
  const { buying } = texts.bot.discord;
  const words = buying.orders;
  const { tracking, certifiedBuild } = order;
  const facts = [
    describeOrder(texts, order),
    certifiedBuild ? words.certified : '',
    tracking ? fill(words.tracking, { carrier: plain(tracking.carrier), number: plain(tracking.number) }) : '',
  ];
  const block = sayBlock(said === undefined ? guildPastels[order.guild] : 'mint', said ?? order.tag, ...facts);
  const history = order.timeline.flatMap((entry) => describeEntry(texts, entry));
  if (history.length > 0) {
    const earlier = history.length - timelineMax;
    const lines = [
      `**${words.history}**`,
      ...(earlier > 0 ? [`-# ${fill(words.earlier, { count: earlier })}`] : []),
      ...history.slice(-timelineMax),
    ];
    block.addSeparatorComponents(line()).addTextDisplayComponents(text(fitLines(lines, 2_200, words.more)));
  }
  const buttons = [...linksOf(texts, order), ...actionsOf(texts, order), actionButton('list', '', words.back)];
  for (let from = 0; from < buttons.length; from += buttonsPerRow)
    block.addActionRowComponents(row(...buttons.slice(from, from + buttonsPerRow)));
  return show(block);
}

function describeEntry(texts: TranslatedTexts, { event, at, params }: TimelineEntry): string[] {
  const sentence = Object.hasOwn(texts.timeline, event) ? texts.timeline[event] : undefined;
  if (sentence === undefined) return [];
  return [`-# ${discordTime(at, 'f')} ${fill(sentence, sayParams(texts, params))}`];
}

function linksOf(texts: TranslatedTexts, order: OrderView): ButtonBuilder[] {
  const words = texts.bot.discord.buying.orders;
  const proof = order.proofs.find(({ kind }) => kind === 'stream');
  const moment = proof?.moment?.clipUrl ?? proof?.link ?? null;
  const watch =
    order.bench && order.channelLogin ? `https://www.twitch.tv/${encodeURIComponent(order.channelLogin)}` : null;
  const links: readonly (readonly [string, string | null])[] = [
    [words.pay, order.claim?.payUrl ?? null],
    [words.watch, watch],
    [words.moment, moment],
    [words.track, order.tracking?.url ?? null],
    [words.open, order.orderUrl],
  ];
  return links.flatMap(([label, url]) => (url === null ? [] : [linkButton(label, url)]));
}

function actionsOf(texts: TranslatedTexts, { tag, actions }: OrderView): ButtonBuilder[] {
  const { orders, actions: words } = texts.bot.discord.buying;
  return actions.flatMap((action) => {
    if (action === 'report') return [actionButton('report', tag, orders.report)];
    if (!isAskable(action)) return [];
    const style = action === 'confirm-delivery' ? ButtonStyle.Success : ButtonStyle.Secondary;
    return [actionButton('ask', `${action}.${tag}`, fill(words[action].label, actionWords), style)];
  });
}

/** Whether an action is one that is asked about and then done by a button. */
export function isAskable(action: string): action is Askable {
  return askable.some((each) => each === action);
}

/** Asks whether something shall really be done with an order. */
export function showQuestion(texts: TranslatedTexts, order: OrderView, action: Askable): Shown {
  const words = texts.bot.discord.buying.actions;
  const { label, ask } = words[action];
  const question = fill(ask, { ...actionWords, tag: order.tag, builder: plain(order.builderNickname) });
  const buttons = [
    actionButton('do', `${action}.${order.tag}`, words.yes, ButtonStyle.Primary),
    actionButton('order', order.tag, words.no),
  ];
  return show(sayBlock('vanilla', fill(label, actionWords), question).addActionRowComponents(row(...buttons)));
}

/** A fresh claim with its clock and the way to pay; an order that is past claiming is shown as it stands. */
export function showClaim(texts: TranslatedTexts, order: OrderView): Shown {
  const { claim } = texts.bot.discord;
  if (!order.claim) return showOrder(texts, order);
  const price = order.price ? sayMoney(texts, order.price) : '';
  const words = { tag: order.tag, title: plain(order.title), builder: plain(order.builderNickname) };
  const rates = order.shippingRates.map((rate) => rate.amountMinor);
  const least = order.price && rates.length > 0 ? { ...order.price, amountMinor: Math.min(...rates) } : undefined;
  const { payUrl, payCode, endsAt } = order.claim;
  const pay = payUrl === null ? [] : [linkButton(price ? fill(claim.pay, { amount: price }) : claim.payPlain, payUrl)];
  const block = sayBlock(
    'sakura',
    claim.title,
    fill(claim.sentence, words),
    fill(claim.ends, { price, when: discordTime(endsAt, 'R') }),
    least ? fill(claim.shipping, { amount: sayMoney(texts, least) }) : '',
    payUrl === null && payCode !== null ? fill(claim.code, { code: payCode }) : '',
    `-# ${claim.vault}`,
  );
  return show(block.addActionRowComponents(row(...pay, actionButton('cancel', order.tag, claim.cancel))));
}

/** What is left of a claim that was given back. */
export function showCancelled(texts: TranslatedTexts, order: OrderView): Shown {
  const { claim } = texts.bot.discord;
  return show(sayBlock('sky', claim.cancelled, fill(claim.cancelledSentence, { tag: order.tag })));
}
