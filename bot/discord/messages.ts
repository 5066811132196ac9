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
import type { DropView } from '#shared/schemas/drop.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { textsFor } from '#shared/text/locales.ts';
import { colours, guildPastels, type Pastel } from '#shared/theme/tokens.ts';
import { shorten, type Said } from '../sentences.ts';
import { encodeCustomId, type ComponentAction } from './custom-id.ts';
import { sayNotice } from './words.ts';

/** A message in Components V2, the same for replies, direct messages and channels. */
export type Shown = {
  readonly flags: MessageFlags.IsComponentsV2;
  readonly components: readonly (ContainerBuilder | TextDisplayBuilder | ActionRowBuilder<ButtonBuilder>)[];
  readonly files?: readonly AttachmentBuilder[];
};

/** A message that is one container, to which more can be added. */
export type ShownBlock = Shown & { readonly components: readonly [ContainerBuilder] };

/** Wraps a container as a message. */
export function show(container: ContainerBuilder, files?: readonly AttachmentBuilder[]): ShownBlock {
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

/** A thin line between blocks. */
export function line(): SeparatorBuilder {
  return new SeparatorBuilder();
}

/** A row of buttons. */
export function row(...buttons: readonly ButtonBuilder[]): ActionRowBuilder<ButtonBuilder> {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(...buttons);
}

/** A button that opens a page. */
export function linkButton(label: string, url: string): ButtonBuilder {
  return new ButtonBuilder().setStyle(ButtonStyle.Link).setLabel(shorten(label, 80)).setURL(url);
}

/** A button that asks us for something; quiet unless another style is said. */
export function actionButton(
  action: ComponentAction,
  ref: string,
  label: string,
  style: Exclude<ButtonStyle, ButtonStyle.Link | ButtonStyle.Premium> = ButtonStyle.Secondary,
): ButtonBuilder {
  return new ButtonBuilder().setCustomId(encodeCustomId(action, ref)).setLabel(shorten(label, 80)).setStyle(style);
}

/** A block of text with one button beside it. */
export function beside(content: string, button: ButtonBuilder): SectionBuilder {
  return new SectionBuilder().addTextDisplayComponents(text(content)).setButtonAccessory(button);
}

/** A container with a title and lines of text; empty lines are left out. */
export function sayBlock(pastel: Pastel, title: string, ...lines: readonly string[]): ContainerBuilder {
  const body = lines.filter((each) => each !== '').join('\n');
  return openContainer(pastel).addTextDisplayComponents(text(shorten(`### ${title}\n${body}`, 3_800)));
}

/** A no, or an apology: what happened and what to do about it. */
export function showSaid({ sentence, remedy }: Said): Shown {
  return show(openContainer('lavender').addTextDisplayComponents(text(`**${sentence}**\n${remedy}`)));
}

/** A notice as a message, in the language of the person. */
export function showNotice(notice: NoticeView): ShownBlock {
  const { title, sentence, link } = sayNotice(textsFor(notice.locale), notice);
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
