import {
  type ButtonBuilder,
  ButtonStyle,
  type ContainerBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
} from 'discord.js';
import { formatMoney } from '#shared/money.ts';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { sayLeft, sayPrice, shorten } from '../sentences.ts';
import { actionButton, linkButton, openContainer, pastelOf, row, text } from './messages.ts';
import { enterButton, sayRaffle } from './views/raffles.ts';
import { plain } from './words.ts';

// A card is read by everybody in a channel, and says the same in every community.
const english = textsFor('en');
const { bot, federation } = english;
const { card, guilds, kinds } = bot.discord;
const specsLengthMax = 900;
const placesMax = 6;

/** A picture of a card: where Discord finds it, and what it shows in words. */
export type CardPicture = { readonly url: string; readonly alt: string };

/**
 * A drop's card: what it is, what it costs, who makes it, and the buttons for it. The builder's own is for everybody
 * to press and answered privately: the core knows who the builder is.
 */
export function buildCard(drop: DropView, pictures: readonly CardPicture[]): ContainerBuilder {
  const guild = guilds[drop.guild];
  const container = openContainer(pastelOf(drop)).addTextDisplayComponents(
    text(`## ${guild.emoji} ${plain(drop.title)}\n-# ${[guild.name, ...marksOf(drop)].join(' · ')}`),
  );
  if (pictures.length > 0) {
    const items = pictures.map(({ url, alt }) =>
      new MediaGalleryItemBuilder().setURL(url).setDescription(shorten(alt, 1_000)),
    );
    container.addMediaGalleryComponents(new MediaGalleryBuilder().addItems(...items));
  }
  if (drop.specs !== '') container.addTextDisplayComponents(text(plain(shorten(drop.specs, specsLengthMax))));
  container.addTextDisplayComponents(
    text([sayOffer(drop), sayMakers(drop), sayShipping(drop), `-# ${card.vault}`].filter(Boolean).join('\n')),
  );
  return container.addActionRowComponents(row(...buttonsOf(drop)));
}

function marksOf(drop: DropView): string[] {
  const marks = drop.raffle ? [english.raffle.mark] : [];
  return [kinds[drop.kind], ...marks, ...(drop.liveOnly ? [card.liveOnly] : []), ...(drop.grail ? [card.grail] : [])];
}

function sayOffer(drop: DropView): string {
  const price = sayPrice(drop);
  const facts = price === '' ? [] : [`**${price}**`];
  const raffle = sayRaffle(drop, english);
  if (raffle !== undefined) return [...facts, raffle].join(' · ');
  const standing = sayStanding(drop);
  if (standing.sentence !== '') return [...facts, standing.sentence].join(' · ');
  const promise = drop.proofDays === 1 ? card.promiseDay : fill(card.promise, { days: drop.proofDays });
  return [...facts, sayLeft(drop.units), promise].join(' · ');
}

/** How the button reads, and the sentence where there is nothing to claim. */
function sayStanding(drop: DropView): { readonly label: string; readonly sentence: string } {
  switch (drop.status) {
    case 'draft':
    case 'paused':
      return { label: card.paused, sentence: card.pausedSentence };
    case 'closed':
      return { label: card.closed, sentence: card.closedSentence };
    case 'open':
      return drop.units.left > 0
        ? { label: card.buy, sentence: '' }
        : { label: card.soldOut, sentence: card.soldOutSentence };
    default:
      return drop.status satisfies never;
  }
}

function sayMakers({ builder, marketerNickname }: DropView): string {
  const { ordersCompleted: completed, ordersBuiltLive: live, onTimeRate, daysToProof, disputesLost, strikes } = builder;
  return [
    fill(card.from, { builder: plain(builder.nickname) }),
    ...(builder.isLive ? [federation.card.live] : []),
    completed > 0 ? fill(card.record, { completed, live }) : card.recordNone,
    ...(onTimeRate === null ? [] : [fill(card.onTime, { percent: Math.floor(onTimeRate * 100) })]),
    ...(daysToProof ? [fill(card.daysToProof, { days: daysToProof })] : []),
    ...(disputesLost ? [fill(card.disputesLost, { count: disputesLost })] : []),
    ...(strikes ? [fill(card.strikes, { count: strikes })] : []),
    ...(marketerNickname === null ? [] : [fill(card.marketer, { marketer: plain(marketerNickname) })]),
  ].join(' · ');
}

function sayShipping(drop: DropView): string {
  const currency = drop.price?.currency;
  if (currency === undefined || drop.shipping.length === 0) return '';
  const places = drop.shipping
    .slice(0, placesMax)
    .map(({ country, amountMinor }) => `${country} ${formatMoney({ amountMinor, currency })}`);
  return fill(card.shipping, { places: places.join(', ') + (drop.shipping.length > placesMax ? ', …' : '') });
}

function buttonsOf(drop: DropView): ButtonBuilder[] {
  const { label, sentence } = sayStanding(drop);
  const buy = isToBeDrawn(drop)
    ? enterButton(drop, english)
    : actionButton('claim', drop.id, label, ButtonStyle.Success).setDisabled(sentence !== '');
  const isSoldOut = drop.status === 'open' && drop.units.left === 0 && !isToBeDrawn(drop);
  return [
    buy,
    ...(isSoldOut ? [actionButton('wait', drop.id, federation.card.waitlist, ButtonStyle.Primary)] : []),
    ...(drop.status === 'closed' ? [] : [actionButton('manage', drop.id, federation.card.manage)]),
    ...(drop.vodUrl === null ? [] : [linkButton(card.watch, drop.vodUrl)]),
  ];
}
