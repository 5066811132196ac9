import {
  ActionRowBuilder,
  type AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  MessageFlags,
  SectionBuilder,
  SeparatorBuilder,
  TextDisplayBuilder,
} from 'discord.js';
import { formatMoney } from '#shared/money.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import type { OrderView, SightingOutcome } from '#shared/schemas/order.ts';
import { en, fill } from '#shared/text/say.ts';
import { colours, guildPastels, type Pastel } from '#shared/theme/tokens.ts';
import { sayLeft, sayPrice, shorten, sightingRemedy, type Said } from '../sentences.ts';
import { encodeCustomId } from './custom-id.ts';
import type { DropDraft } from './drafts.ts';
import { discordTime, plain, sayNotice } from './words.ts';

const texts = en.bot.discord;
/** Components V2 allows 40 components; a row of a list takes three. */
const rowsMax = 10;

/** A message in Components V2, the same for replies, direct messages and channels. */
export type Shown = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly ContainerBuilder[];
  readonly files?: readonly AttachmentBuilder[];
};

/** Wraps a container as a message. */
export function show(container: ContainerBuilder, files?: readonly AttachmentBuilder[]): Shown {
  return { flags: MessageFlags.IsComponentsV2, components: [container], ...(files ? { files } : {}) };
}

/** An empty container with a pastel edge. */
export function openContainer(pastel: Pastel): ContainerBuilder {
  return new ContainerBuilder().setAccentColor(Number.parseInt(colours[pastel].light.slice(1), 16));
}

/** A block of text. */
export function text(content: string): TextDisplayBuilder {
  return new TextDisplayBuilder().setContent(content);
}

/** A row of buttons. */
export function row(...buttons: readonly ButtonBuilder[]): ActionRowBuilder<ButtonBuilder> {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(...buttons);
}

/** A button that opens a page. */
export function linkButton(label: string, url: string): ButtonBuilder {
  return new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel(shorten(label, 80)).setURL(url);
}

function sayBlock(pastel: Pastel, title: string, ...lines: readonly string[]): ContainerBuilder {
  const body = lines.filter((line) => line !== '').join('\n');
  return openContainer(pastel).addTextDisplayComponents(text(`### ${title}\n${body}`));
}

/** A no, or an apology: what happened and what to do about it. */
export function showSaid({ sentence, remedy }: Said): Shown {
  return show(openContainer('lavender').addTextDisplayComponents(text(`**${sentence}**\n${remedy}`)));
}

/** A no to a drop, with everything that was typed and the way back to the form. */
export function showKeptDraft(said: Said, draft: DropDraft, draftId: string, uncertain: boolean): Shown {
  const { form, again } = texts;
  const { title, price, specs, vodUrl } = draft.fields;
  const typed = [
    [form.name.label, title],
    [form.price.label, price],
    [form.specs.label, specs],
    [form.vod.label, vodUrl],
    [form.pictures.label, draft.pictures.length > 0 ? String(draft.pictures.length) : ''],
  ]
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `**${label}**\n${plain(value ?? '')}`);
  const button = new ButtonBuilder()
    .setCustomId(encodeCustomId('again', draftId))
    .setLabel(again.button)
    .setStyle(ButtonStyle.Primary);
  const remedy = uncertain ? `${said.remedy} ${again.uncertain}` : said.remedy;
  return show(
    openContainer('lavender')
      .addTextDisplayComponents(text(`**${said.sentence}**\n${remedy}`))
      .addSeparatorComponents(new SeparatorBuilder())
      .addTextDisplayComponents(text(shorten(`${again.kept}\n${typed.join('\n')}`, 3_500)))
      .addActionRowComponents(row(button)),
  );
}

/** What the builder sees once a drop is open. `cardUrl` null: the card could not be posted. */
export function showOpenedDrop(
  drop: DropView,
  card: { readonly channelId: string; readonly url: string | null },
): Shown {
  const { opened } = texts;
  const words = {
    title: plain(drop.title),
    price: sayPrice(drop),
    units: drop.units.total,
    channel: card.channelId,
  };
  if (card.url !== null) {
    const shown = sayBlock('mint', opened.title, fill(opened.sentence, words));
    return show(shown.addActionRowComponents(row(linkButton(opened.see, card.url))));
  }
  const button = new ButtonBuilder()
    .setCustomId(encodeCustomId('card', drop.id))
    .setLabel(opened.postCard)
    .setStyle(ButtonStyle.Primary);
  const shown = sayBlock('vanilla', opened.noCard, fill(opened.noCardSentence, words));
  return show(shown.addActionRowComponents(row(button)));
}

/** A fresh claim with its clock and the way to pay; an order that is past claiming is shown as it stands. */
export function showClaim(order: OrderView): Shown {
  const { claim } = texts;
  if (!order.claim) return showOrders([order]);
  const price = order.price ? formatMoney(order.price) : '';
  const words = { tag: order.tag, title: plain(order.title), builder: plain(order.builderNickname) };
  const rates = order.shippingRates.map((rate) => rate.amountMinor);
  const least = order.price && rates.length > 0 ? { ...order.price, amountMinor: Math.min(...rates) } : undefined;
  const cancel = new ButtonBuilder()
    .setCustomId(encodeCustomId('cancel', order.tag))
    .setLabel(claim.cancel)
    .setStyle(ButtonStyle.Secondary);
  const { payUrl, payCode, endsAt } = order.claim;
  const pay = payUrl === null ? [] : [linkButton(price ? fill(claim.pay, { amount: price }) : claim.payPlain, payUrl)];
  const block = sayBlock(
    'sakura',
    claim.title,
    fill(claim.sentence, words),
    fill(claim.ends, { price, when: discordTime(endsAt, 'R') }),
    least ? fill(claim.shipping, { amount: formatMoney(least) }) : '',
    payUrl === null && payCode !== null ? fill(claim.code, { code: payCode }) : '',
    `-# ${claim.vault}`,
  );
  return show(block.addActionRowComponents(row(...pay, cancel)));
}

/** What is left of a claim that was given back. */
export function showCancelled(order: OrderView): Shown {
  return show(sayBlock('sky', texts.claim.cancelled, fill(texts.claim.cancelledSentence, { tag: order.tag })));
}

/** The open drops, each with its button. */
export function showDrops(drops: readonly DropView[]): Shown {
  const { title, none, noneRemedy, more } = texts.drops;
  if (drops.length === 0) return show(sayBlock('sky', title, none, noneRemedy));
  const list = openContainer('sakura').addTextDisplayComponents(text(`### ${title}`));
  for (const drop of drops.slice(0, rowsMax)) {
    const head = `${texts.guilds[drop.guild].emoji} **${plain(drop.title)}**`;
    const facts = [sayPrice(drop), sayLeft(drop.units), plain(drop.builder.nickname)].filter((fact) => fact !== '');
    const button = new ButtonBuilder()
      .setCustomId(encodeCustomId('claim', drop.id))
      .setLabel(drop.units.left > 0 ? texts.card.buy : texts.card.soldOut)
      .setDisabled(drop.units.left === 0 || drop.status !== 'open')
      .setStyle(ButtonStyle.Success);
    list.addSectionComponents(
      new SectionBuilder().addTextDisplayComponents(text(`${head}\n${facts.join(' · ')}`)).setButtonAccessory(button),
    );
  }
  return show(addRest(list, drops.length, more));
}

function addRest(list: ContainerBuilder, count: number, sentence: string): ContainerBuilder {
  if (count <= rowsMax) return list;
  return list.addTextDisplayComponents(text(`-# ${fill(sentence, { count: count - rowsMax })}`));
}

/** A buyer's own orders: where each stands and where its money is. */
export function showOrders(orders: readonly OrderView[]): Shown {
  const { title, none, noneRemedy, more, open, pay } = texts.orders;
  if (orders.length === 0) return show(sayBlock('sky', title, none, noneRemedy));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${title}`));
  for (const order of orders.slice(0, rowsMax)) {
    const payUrl = order.claim?.payUrl ?? null;
    const button = payUrl === null ? linkButton(open, order.orderUrl) : linkButton(pay, payUrl);
    list.addSectionComponents(
      new SectionBuilder().addTextDisplayComponents(text(describeOrder(order))).setButtonAccessory(button),
    );
  }
  return show(addRest(list, orders.length, more));
}

function describeOrder(order: OrderView): string {
  const { orders } = texts;
  const facts: string[] = [en.panel.state[order.fulfilment]];
  const { vault, claim } = order;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: vault?.currency ?? 'USD' });
  if (claim) facts.push(fill(orders.ends, { when: discordTime(claim.endsAt, 'R') }));
  if (vault && vault.heldMinor > 0) facts.push(fill(orders.inVault, { amount: money(vault.heldMinor) }));
  if (vault && vault.releasedMinor > 0) facts.push(fill(orders.released, { amount: money(vault.releasedMinor) }));
  if (vault && vault.refundedMinor > 0) facts.push(fill(orders.refunded, { amount: money(vault.refundedMinor) }));
  if (vault?.releaseAt != null) facts.push(fill(orders.releaseAt, { when: discordTime(vault.releaseAt, 'R') }));
  else if (order.proofDueAt !== null) facts.push(fill(orders.due, { when: discordTime(order.proofDueAt, 'R') }));
  const head = `**${order.tag}** · ${plain(order.title)} ${fill(orders.from, { builder: plain(order.builderNickname) })}`;
  return `${head}\n${facts.join(' · ')}`;
}

/** A builder's queue. It is shown privately but may be on a stream, so it holds tags and never people. */
export function showQueue(orders: readonly OrderView[]): Shown {
  const { title, none, noneRemedy, hint, unit, proved } = texts.queue;
  if (orders.length === 0) return show(sayBlock('sky', title, none, noneRemedy));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${title}`));
  for (const order of orders.slice(0, rowsMax)) {
    const due = order.proofDueAt;
    const facts = [
      en.panel.state[order.fulfilment],
      order.unit === null ? '' : fill(unit, { unit: order.unit }),
      order.proofs.length > 0 ? proved : due === null ? '' : fill(texts.orders.due, { when: discordTime(due, 'R') }),
    ].filter((fact) => fact !== '');
    const line = `**${order.tag}** · ${plain(order.title)}\n${facts.join(' · ')}`;
    list.addSectionComponents(
      new SectionBuilder()
        .addTextDisplayComponents(text(line))
        .setButtonAccessory(linkButton(texts.orders.open, order.orderUrl)),
    );
  }
  addRest(list, orders.length, texts.orders.more);
  return show(list.addTextDisplayComponents(text(`-# ${hint}`)));
}

/** What became of each tag that a builder declared. */
export function showSightings(sightings: readonly SightingOutcome[]): Shown {
  const counted = sightings.some((each) => each.counted);
  const lines = sightings.slice(0, rowsMax).map((each) => {
    const remedy = each.counted ? '' : sightingRemedy(each);
    return [`**${each.tag}**: ${plain(each.sentence)}`, remedy].filter((part) => part !== '').join(' ');
  });
  return show(sayBlock(counted ? 'mint' : 'lavender', counted ? texts.live.title : texts.live.titleNot, ...lines));
}

/** The answer to a tracking number that was taken. */
export function showShipped(order: OrderView): Shown {
  const { title, sentence, track } = texts.ship;
  const { carrier = '', number = '', url = null } = order.tracking ?? {};
  const words = { tag: order.tag, title: plain(order.title), carrier, number: plain(number) };
  const buttons = [linkButton(texts.order.open, order.orderUrl), ...(url === null ? [] : [linkButton(track, url)])];
  return show(sayBlock('mint', title, fill(sentence, words)).addActionRowComponents(row(...buttons)));
}

/** The answer to a refund that a builder gave. */
export function showRefunded(order: OrderView): Shown {
  const words = { tag: order.tag, title: plain(order.title) };
  const block = sayBlock('sky', texts.refund.title, fill(texts.refund.sentence, words));
  return show(block.addActionRowComponents(row(linkButton(texts.order.open, order.orderUrl))));
}

/** A notice as a direct message. */
export function showNotice(notice: NoticeView): Shown {
  const { title, sentence, link } = sayNotice(notice);
  const block = sayBlock(noticePastel(notice.kind), title, sentence);
  return show(notice.link === null ? block : block.addActionRowComponents(row(linkButton(link, notice.link))));
}

function noticePastel(kind: NoticeView['kind']): Pastel {
  if (/^(proof-counted|released|delivered|completed|on-bench)/.test(kind)) return 'mint';
  if (/^(claim|late-payment-took)/.test(kind)) return 'sakura';
  return /refunded|broken|waits|cancellation/.test(kind) ? 'lavender' : 'sky';
}

/** The pastel of a drop's craft. */
export function pastelOf(drop: Pick<DropView, 'guild'>): Pastel {
  return guildPastels[drop.guild];
}
