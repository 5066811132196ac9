import {
  ActionRowBuilder,
  ButtonStyle,
  ComponentType,
  ContainerBuilder,
  MessageFlags,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import type { DropView, WaitlistPlace } from '#shared/schemas/drop.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { sayLeft, sayPrice, shorten, type Said } from '../../sentences.ts';
import { buildCard, type CardPicture } from '../card-message.ts';
import { encodeCustomId } from '../custom-id.ts';
import type { DropDraft } from '../drafts.ts';
import {
  actionButton,
  beside,
  line,
  linkButton,
  openContainer,
  pastelOf,
  row,
  sayBlock,
  show,
  text,
  type Shown,
} from '../messages.ts';
import { plain } from '../words.ts';
import { enterButton, sayRaffle } from './raffles.ts';

/** Components V2 allows 40 components; a row of a list takes three. */
export const shopPageSize = 8;

/** One page of a shop, with a menu of the shops and a button that opens the activity. */
export function showShop(
  texts: TranslatedTexts,
  shop: { readonly guild: Guild | null; readonly page: number; readonly drops: readonly DropView[] },
): Shown {
  const words = texts.bot.discord.buying.shop;
  const { guild, drops } = shop;
  const pages = Math.max(1, Math.ceil(drops.length / shopPageSize));
  const page = Math.min(shop.page, pages - 1);
  const title = guild === null ? words.title : fill(words.guild, { guild: texts.bot.discord.guilds[guild].name });
  const list = openContainer(guild === null ? 'sakura' : pastelOf({ guild }));
  if (drops.length === 0) list.addTextDisplayComponents(text(`### ${title}\n${words.none}\n${words.noneRemedy}`));
  else list.addTextDisplayComponents(text(`### ${title}`));
  for (const drop of drops.slice(page * shopPageSize, (page + 1) * shopPageSize))
    list.addSectionComponents(beside(describeDrop(texts, drop), claimButton(texts, drop)));
  if (pages > 1) list.addTextDisplayComponents(text(`-# ${fill(words.page, { page: page + 1, pages })}`));
  const turn = (to: number, label: string) =>
    actionButton('shop', `${guild ?? ''}.${to}`, label).setDisabled(to < 0 || to >= pages);
  list.addActionRowComponents(guildMenu(texts, guild));
  const launch = actionButton('launch', 'street', words.launch, ButtonStyle.Primary);
  const turns = pages > 1 ? [turn(page - 1, words.previous), turn(page + 1, words.next)] : [];
  return show(list.addActionRowComponents(row(launch, ...turns)));
}

function describeDrop(texts: TranslatedTexts, drop: DropView): string {
  const head = `${texts.bot.discord.guilds[drop.guild].emoji} **${plain(drop.title)}**`;
  const standing = sayRaffle(drop, texts) ?? sayLeft(drop.units, texts);
  const facts = [sayPrice(drop, texts), standing, plain(drop.builder.nickname)];
  return `${head}\n${facts.filter((fact) => fact !== '').join(' · ')}`;
}

function claimButton(texts: TranslatedTexts, drop: DropView) {
  const { card } = texts.bot.discord;
  if (isToBeDrawn(drop)) return enterButton(drop, texts);
  if (drop.units.left === 0 && drop.status === 'open')
    return actionButton('wait', drop.id, texts.federation.card.waitlist);
  return actionButton('claim', drop.id, card.buy, ButtonStyle.Success).setDisabled(drop.status !== 'open');
}

function guildMenu(texts: TranslatedTexts, chosen: Guild | null): ActionRowBuilder<StringSelectMenuBuilder> {
  const { shop } = texts.bot.discord.buying;
  const { guilds } = texts.bot.discord;
  const option = (value: string, label: string) => new StringSelectMenuOptionBuilder().setValue(value).setLabel(label);
  const menu = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId('shop', 'menu'))
    .setPlaceholder(shop.choose)
    .addOptions(
      option('all', shop.all).setDefault(chosen === null),
      ...Guild.options.map((guild) =>
        option(guild, guilds[guild].name)
          .setEmoji({ name: guilds[guild].emoji })
          .setDefault(chosen === guild),
      ),
    );
  return new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
}

/** What a drop will look like, before it is posted: its card without the button to claim. */
export function showPreview(
  texts: TranslatedTexts,
  drop: DropView,
  preview: { readonly draft: DropDraft; readonly draftId: string; readonly pictures: readonly CardPicture[] },
): Shown {
  const words = texts.bot.discord.selling.preview;
  const { marketerDiscordId, earlyBirdMinutes, raffleMinutes } = preview.draft.options;
  const extras = [
    ...(marketerDiscordId === null ? [] : [fill(words.marketer, { id: marketerDiscordId })]),
    ...(earlyBirdMinutes === 0 ? [] : [fill(words.early, { minutes: earlyBirdMinutes })]),
    ...(raffleMinutes === 0 ? [] : [fill(texts.raffle.extra, { minutes: raffleMinutes })]),
  ].join(', ');
  const { components, ...card } = buildCard(drop, preview.pictures).toJSON();
  const looks = components.filter((each) => each.type !== ComponentType.ActionRow);
  const buttons = row(
    actionButton('post', preview.draftId, words.post, ButtonStyle.Success),
    actionButton('again', preview.draftId, words.edit),
    actionButton('discard', preview.draftId, words.cancel),
  );
  const said = [`### ${words.heading}`, ...(extras === '' ? [] : [`-# ${fill(words.extras, { extras })}`])];
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [text(said.join('\n')), new ContainerBuilder({ ...card, components: looks }), buttons],
  };
}

/** That a drop was thrown away before it was posted. */
export function showDiscarded(texts: TranslatedTexts): Shown {
  const { cancelled, cancelledSentence } = texts.bot.discord.selling.preview;
  return show(sayBlock('sky', cancelled, cancelledSentence));
}

/** A no to a drop, with everything that was typed and the way back to the form. */
export function showKeptDraft(
  texts: TranslatedTexts,
  said: Said,
  kept: { readonly draft: DropDraft; readonly draftId: string; readonly isUncertain: boolean },
): Shown {
  const { form, again } = texts.bot.discord;
  const { fields, pictures } = kept.draft;
  const typed = [
    [form.name.label, fields.title],
    [form.price.label, fields.price],
    [form.specs.label, fields.specs],
    [form.vod.label, fields.vodUrl],
    [form.pictures.label, pictures.length > 0 ? String(pictures.length) : ''],
  ]
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `**${label}**\n${plain(value ?? '')}`);
  const remedy = kept.isUncertain ? `${said.remedy} ${again.uncertain}` : said.remedy;
  return show(
    openContainer('lavender')
      .addTextDisplayComponents(text(`**${said.sentence}**\n${remedy}`))
      .addSeparatorComponents(line())
      .addTextDisplayComponents(text(shorten(`${again.kept}\n${typed.join('\n')}`, 2_800)))
      .addActionRowComponents(row(actionButton('again', kept.draftId, again.button, ButtonStyle.Primary))),
  );
}

/** What the builder sees once a drop is open: where its card is, if it is there already, and in how many communities. */
export function showOpenedDrop(
  texts: TranslatedTexts,
  drop: DropView,
  cards: { readonly url: string | null; readonly communities: number },
): Shown {
  const { opened } = texts.bot.discord;
  const { communities: count, url } = cards;
  const words = { title: plain(drop.title), price: sayPrice(drop, texts), units: drop.units.total };
  const where = count === 0 ? opened.cardsLater : count === 1 ? opened.cardsOne : fill(opened.cardsMany, { count });
  const block = sayBlock('mint', opened.title, fill(opened.sentence, words), where);
  const see = url === null ? [] : [linkButton(opened.see, url)];
  return show(block.addActionRowComponents(row(...see, actionButton('manage', drop.id, texts.federation.card.manage))));
}

/** A builder's own drop with what may be done with it. `isClosing`: asks whether it shall really be closed. */
export function showManaged(texts: TranslatedTexts, drop: DropView, isClosing = false): Shown {
  const words = texts.bot.discord.selling.manage;
  const { left, total } = drop.units;
  const standing = {
    title: plain(drop.title),
    price: sayPrice(drop, texts),
    left,
    total,
    state: words.states[drop.status],
  };
  const block = sayBlock(
    isClosing ? 'vanilla' : pastelOf(drop),
    words.title,
    fill(words.standing, standing),
    sayRaffle(drop, texts) ?? '',
    drop.waiting > 0 ? fill(words.waiting, { count: drop.waiting }) : '',
    isClosing ? fill(words.sure, standing) : '',
    drop.status === 'closed' ? '' : `-# ${words.later}`,
  );
  if (drop.status === 'closed') return show(block);
  const status = (to: 'open' | 'paused' | 'closed', label: string, style?: ButtonStyle.Danger) =>
    actionButton('status', `${to}.${drop.id}`, label, style);
  if (isClosing) {
    const buttons = [
      status('closed', words.yes, ButtonStyle.Danger),
      actionButton('close', `back.${drop.id}`, words.no),
    ];
    return show(block.addActionRowComponents(row(...buttons)));
  }
  return show(
    block.addActionRowComponents(
      row(
        actionButton('edit', drop.id, words.edit),
        drop.status === 'open' ? status('paused', words.pause) : status('open', words.open),
        actionButton('restock', drop.id, words.restock),
        actionButton('close', `ask.${drop.id}`, words.close, ButtonStyle.Danger),
      ),
    ),
  );
}

/** Where somebody stands in the line for a drop. */
export function showPlace(texts: TranslatedTexts, drop: Pick<DropView, 'id' | 'title'>, place: WaitlistPlace): Shown {
  const words = texts.bot.discord.buying.waitlist;
  const values = { title: plain(drop.title), waiting: place.waiting, place: place.place ?? 0 };
  const isIn = place.place !== null;
  const block = sayBlock(isIn ? 'mint' : 'sky', words.title, fill(isIn ? words.place : words.notIn, values));
  const button = isIn
    ? actionButton('line', `leave.${drop.id}`, words.leave)
    : actionButton('line', `join.${drop.id}`, words.join, ButtonStyle.Primary);
  return show(block.addActionRowComponents(row(button)));
}

/** The lines in which somebody stands. */
export function showLines(
  texts: TranslatedTexts,
  lines: readonly { readonly title: string; readonly place: WaitlistPlace }[],
): Shown {
  const { waitlist } = texts.bot.discord.buying;
  if (lines.length === 0) return show(sayBlock('sky', waitlist.mine, waitlist.none, waitlist.noneRemedy));
  const list = openContainer('sky').addTextDisplayComponents(text(`### ${waitlist.mine}`));
  for (const { title, place } of lines.slice(0, 10)) {
    const values = { title: plain(title), waiting: place.waiting, place: place.place ?? 0 };
    const leave = actionButton('line', `leave.${place.dropId}`, waitlist.leave);
    list.addSectionComponents(beside(fill(waitlist.place, values), leave));
  }
  return show(list);
}
