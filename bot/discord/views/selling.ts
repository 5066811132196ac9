import { createHash } from 'node:crypto';
import { ButtonStyle, type AttachmentBuilder, MediaGalleryBuilder, MediaGalleryItemBuilder } from 'discord.js';
import type { DashboardOrder, DashboardView, PartnershipView, SetupView } from '#shared/schemas/builder.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { shorten } from '../../sentences.ts';
import { actionButton, beside, linkButton, openContainer, row, sayBlock, show, text, type Shown } from '../messages.ts';
import { discordTime, fitLines, plain, sayMoney } from '../words.ts';

const partnersMax = 8;

/** What is connected, what comes next, and a private link where a step is taken on a page of ours. */
export function showSetup(texts: TranslatedTexts, setup: SetupView): Shown {
  const words = texts.bot.discord.selling.setup;
  const list = openContainer('lavender').addTextDisplayComponents(text(`### ${words.title}`));
  for (const { key, state, url, details } of setup.steps) {
    const { title, about } = words.steps[key];
    const more = details.slice(0, 2).map((each) => `-# ${plain(shorten(each, 80))}`);
    const content = [`${words.states[state]} **${title}**`, ...(state === 'done' ? [] : [about, ...more])].join('\n');
    if (url === null) list.addTextDisplayComponents(text(content));
    else list.addSectionComponents(beside(content, linkButton(words.open, url)));
  }
  const next = setup.next === null ? words.ready : fill(words.next, { step: words.steps[setup.next].title });
  const hasLinks = setup.steps.some(({ url }) => url !== null);
  return show(list.addTextDisplayComponents(text([next, ...(hasLinks ? [`-# ${words.once}`] : [])].join('\n'))));
}

/** A builder's work and money, with a chart of the month where one was drawn. */
export function showDashboard(
  texts: TranslatedTexts,
  view: DashboardView,
  chart?: { readonly file: AttachmentBuilder; readonly name: string },
): Shown {
  const words = texts.bot.discord.selling.dashboard;
  const { held, share, month } = view;
  const amounts = { held: sayMoney(texts, held), share: sayMoney(texts, share) };
  const block = sayBlock(
    'sky',
    words.title,
    view.isLive ? words.live : '',
    held.amountMinor > 0 ? fill(words.held, amounts) : words.heldNone,
    fill(words.month, { month: sayMonth(texts, month.name), total: sayMoney(texts, month.total) }),
  );
  const drops = view.drops.map((drop) => describeOffer(texts, drop));
  const orders = view.orders.map((order) => describeWork(texts, order));
  block.addTextDisplayComponents(
    text(`**${words.orders}**\n${fitLines(orders, 1_700, words.more) || words.noOrders}`),
    text(`**${words.drops}**\n${fitLines(drops, 1_300, words.more) || words.noDrops}`),
  );
  if (!chart) return show(block);
  const picture = new MediaGalleryItemBuilder()
    .setURL(`attachment://${chart.name}`)
    .setDescription(shorten(describeChart(texts, view), 1_000));
  return show(block.addMediaGalleryComponents(new MediaGalleryBuilder().addItems(picture)), [chart.file]);
}

/** What the chart of the month shows, in words. */
export function describeChart(texts: TranslatedTexts, { month }: DashboardView): string {
  const words = texts.bot.discord.selling.dashboard;
  const name = sayMonth(texts, month.name);
  const { currency } = month.total;
  const days = month.days.flatMap((amountMinor, index) =>
    amountMinor > 0
      ? [fill(words.chartDay, { day: index + 1, amount: sayMoney(texts, { amountMinor, currency }) })]
      : [],
  );
  if (days.length === 0) return fill(words.chartNone, { month: name });
  return fill(words.chart, { month: name, days: days.join(', '), total: sayMoney(texts, month.total) });
}

/** A month such as `2026-11` in the words of a language. */
export function sayMonth(texts: TranslatedTexts, name: string): string {
  const first = Date.parse(`${name}-01T00:00:00Z`);
  if (Number.isNaN(first)) return name;
  const format = new Intl.DateTimeFormat(texts.formats.dates, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return format.format(first);
}

function describeOffer(texts: TranslatedTexts, drop: DashboardView['drops'][number]): string {
  const { dashboard, manage } = texts.bot.discord.selling;
  const { left, total, waiting } = drop;
  const facts = { title: plain(drop.title), price: sayMoney(texts, drop.price), left, total };
  const said = fill(dashboard.drop, { ...facts, state: manage.states[drop.status] });
  return waiting > 0 ? `${said} · ${fill(manage.waiting, { count: waiting })}` : said;
}

function describeWork(texts: TranslatedTexts, order: DashboardOrder): string {
  const words = texts.bot.discord.selling.dashboard;
  const at = (moment: number | null) => (moment === null ? words.noDay : discordTime(moment, 'R'));
  const waits = fill(words.waits[order.frozen ? 'frozen' : order.waitsFor], {
    due: at(order.proofDueAt),
    release: at(order.releaseAt),
  });
  const facts = { tag: order.tag, title: plain(order.title), state: texts.panel.state[order.fulfilment] };
  return `${fill(words.order, { ...facts, share: sayMoney(texts, order.share) })}\n-# ${waits}`;
}

/**
 * The shares that somebody has offered or was offered. `meId` is the reader's Discord account: offers to them can be answered, and
 * what is agreed can be ended by either side.
 */
export function showPartners(texts: TranslatedTexts, partnerships: readonly PartnershipView[], meId: string): Shown {
  const words = texts.bot.discord.selling.partner;
  if (partnerships.length === 0) return show(sayBlock('sky', words.title, words.none, words.noneRemedy));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${words.title}`));
  for (const each of partnerships.slice(0, partnersMax)) {
    list.addTextDisplayComponents(text(describePartnership(texts, each)));
    const ref = fingerprintOf(each.id);
    const isOfferToMe = each.state === 'proposed' && each.marketerDiscordId === meId;
    if (isOfferToMe)
      list.addActionRowComponents(
        row(
          actionButton('share', `agree.${ref}`, words.agree, ButtonStyle.Success),
          actionButton('share', `decline.${ref}`, words.decline),
        ),
      );
    else if (each.state === 'agreed' || each.state === 'proposed')
      list.addActionRowComponents(row(actionButton('share', `end.${ref}`, words.end)));
  }
  return show(list.addTextDisplayComponents(text(`-# ${words.hint}`)));
}

function describePartnership(texts: TranslatedTexts, each: PartnershipView): string {
  const { line, states } = texts.bot.discord.selling.partner;
  const people = { builder: plain(each.builder), marketer: plain(each.marketer) };
  return fill(line, { ...people, percent: each.marketerPercent, state: states[each.state] });
}

/** A partnership's name within a custom id, where its own would be too long. */
export function fingerprintOf(partnershipId: string): string {
  return createHash('sha256').update(partnershipId).digest('base64url').slice(0, 22);
}

/** That a share was offered. */
export function showOffered(texts: TranslatedTexts, { marketer, marketerPercent }: PartnershipView): Shown {
  const { offered, offeredSentence } = texts.bot.discord.selling.partner;
  return show(
    sayBlock('mint', offered, fill(offeredSentence, { marketer: plain(marketer), percent: marketerPercent })),
  );
}
