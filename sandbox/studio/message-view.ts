import {
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIEmbed,
  type APIMessageTopLevelComponent,
  type APISectionComponent,
  type APIComponentInMessageActionRow,
  ComponentType,
  MessageFlags,
} from 'discord-api-types/v10';
import type { DiscordModel, Message } from '../discord/model.ts';
import { viewMenu } from './menu-view.ts';
import type { ButtonState, EmbedState, LeafState, MenuState, MessageState, PartState } from './message-state.ts';

/** What Discord's API says of a message, in the few shapes that the Studio draws. */
export function viewMessageState(model: DiscordModel, kept: Message): MessageState {
  const message = model.sign(kept);
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    content: message.content,
    embeds: message.embeds.map(viewEmbed),
    parts: message.components.flatMap(viewPart),
    attachments: message.attachments
      .filter((each) => each.contentType.startsWith('image/') && !isShownElsewhere(message, each.url))
      .map(({ url, description, name }) => ({ url, alt: description ?? name })),
    at: message.createdAt,
    edited: message.editedAt !== null,
    thinking: (message.flags & MessageFlags.Loading) !== 0,
    visibleTo: message.visibleTo,
    cause: message.cause?.commandName ? { userId: message.cause.userId, what: `/${message.cause.commandName}` } : null,
  };
}

function isShownElsewhere(message: Message, url: string): boolean {
  return JSON.stringify([message.embeds, message.components]).includes(url);
}

function toColour(value: number | null | undefined): string | null {
  return typeof value === 'number' ? `#${value.toString(16).padStart(6, '0')}` : null;
}

function viewEmbed(embed: APIEmbed): EmbedState {
  const media = (url: string | undefined) => (url ? { url, alt: embed.title ?? '' } : null);
  return {
    title: embed.title ?? null,
    url: embed.url ?? null,
    description: embed.description ?? null,
    colour: toColour(embed.color),
    author: embed.author?.name ?? null,
    footer: embed.footer?.text ?? null,
    fields: (embed.fields ?? []).map(({ name, value, inline }) => ({ name, value, inline: inline ?? false })),
    image: media(embed.image?.url),
    thumbnail: media(embed.thumbnail?.url),
  };
}

function viewPart(part: APIMessageTopLevelComponent): readonly PartState[] {
  if (part.type !== ComponentType.Container) return viewLeaf(part);
  return [{ kind: 'container', accent: toColour(part.accent_color), parts: part.components.flatMap(viewLeaf) }];
}

function viewLeaf(part: APIComponentInContainer): readonly LeafState[] {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return [{ kind: 'text', content: part.content }];
    case ComponentType.Section:
      return [viewSection(part)];
    case ComponentType.MediaGallery:
      return [
        {
          kind: 'gallery',
          items: part.items.map(({ media, description }) => ({ url: media.url, alt: description ?? '' })),
        },
      ];
    case ComponentType.File:
      return [{ kind: 'file', name: part.name ?? 'file', url: part.file.url }];
    case ComponentType.Separator:
      return [{ kind: 'separator', line: part.divider ?? true }];
    case ComponentType.ActionRow:
      return [{ kind: 'row', items: part.components.flatMap(viewRowItem) }];
    default:
      return [];
  }
}

function viewSection({ components, accessory }: APISectionComponent): LeafState {
  const texts = components.map(({ content }) => content);
  if (accessory.type === ComponentType.Button)
    return { kind: 'section', texts, button: viewButton(accessory), thumbnail: null };
  const thumbnail = { url: accessory.media.url, alt: accessory.description ?? '' };
  return { kind: 'section', texts, button: null, thumbnail };
}

function viewRowItem(item: APIComponentInMessageActionRow): readonly (ButtonState | MenuState)[] {
  if (item.type === ComponentType.Button) return [viewButton(item)];
  return [{ kind: 'menu', ...viewMenu(item), disabled: item.disabled ?? false }];
}

function viewButton(button: APIButtonComponent): ButtonState {
  const label = 'label' in button ? (button.label ?? '') : '';
  const emoji = 'emoji' in button ? (button.emoji?.name ?? '') : '';
  return {
    kind: 'button',
    label: [emoji, label].filter((each) => each !== '').join(' '),
    style: button.style,
    customId: 'custom_id' in button ? button.custom_id : null,
    url: 'url' in button ? button.url : null,
    disabled: button.disabled ?? false,
  };
}
