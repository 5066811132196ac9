import {
  type APIButtonComponent,
  type APIFileComponent,
  type APIMediaGalleryComponent,
  type APIMessageComponentEmoji,
  type APISelectMenuComponent,
  type APISeparatorComponent,
  type APITextDisplayComponent,
  type APIThumbnailComponent,
  ButtonStyle,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  SeparatorSpacingSize,
} from 'discord-api-types/v10';
import {
  at,
  type Field,
  isGiven,
  present,
  readChoice,
  readFlag,
  readList,
  readNumber,
  readOptionalChoice,
  readOptionalNumber,
  readOptionalText,
  readText,
  readUrl,
  refuse,
} from './form.ts';
import { type MediaContext, readMedia } from './media.ts';

/** What is counted and compared across all components of one message or form. */
export type ComponentContext = MediaContext & {
  readonly customIds: Set<string>;
  readonly total: { components: number; textLength: number };
};

/** The number of a component in its message; Discord fills it in where the app gave none. Counts the component. */
export function readComponentId(field: Field, context: ComponentContext): number {
  context.total.components += 1;
  return readOptionalNumber(at(field, 'id'), { min: 0 }) || context.total.components;
}

/** A custom id of 1 to 100 characters that no other component of the message has. */
export function readCustomId(field: Field, context: ComponentContext): string {
  const from = at(field, 'custom_id');
  const customId = readText(from, { min: 1, max: 100 });
  if (context.customIds.has(customId)) {
    refuse(from, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  context.customIds.add(customId);
  return customId;
}

function readEmoji(field: Field): APIMessageComponentEmoji | undefined {
  if (!isGiven(field)) return undefined;
  return present({
    id: readOptionalText(at(field, 'id'), { min: 1 }),
    name: readOptionalText(at(field, 'name'), { max: 32 }),
    animated: readFlag(at(field, 'animated')),
  });
}

const buttonStyles = [
  ButtonStyle.Primary,
  ButtonStyle.Secondary,
  ButtonStyle.Success,
  ButtonStyle.Danger,
  ButtonStyle.Link,
  ButtonStyle.Premium,
] as const;

/** A button: with a custom id, or a link, or for a SKU. */
export function readButton(field: Field, context: ComponentContext): APIButtonComponent {
  const base = { type: ComponentType.Button, id: readComponentId(field, context) } as const;
  const style = readChoice(at(field, 'style'), buttonStyles);
  const disabled = readFlag(at(field, 'disabled'));
  if (style === ButtonStyle.Premium) {
    return { ...base, style, sku_id: readText(at(field, 'sku_id'), { min: 1 }), ...present({ disabled }) };
  }
  const face = present({
    label: readOptionalText(at(field, 'label'), { max: 80 }),
    emoji: readEmoji(at(field, 'emoji')),
    disabled,
  });
  if (!face.label && !face.emoji) {
    refuse(at(field, 'label'), 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button must have a label or an emoji');
  }
  if (style === ButtonStyle.Link) {
    if (!isGiven(at(field, 'url'))) refuse(at(field, 'url'), 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
    if (isGiven(at(field, 'custom_id'))) refuseBoth(field);
    const url = isGiven(at(field, 'url')) ? readUrl(at(field, 'url'), ['http', 'https', 'discord'], 512) : '';
    return { ...base, style, url, ...face };
  }
  if (isGiven(at(field, 'url'))) refuseBoth(field);
  return { ...base, style, custom_id: readCustomId(field, context), ...face };
}

function refuseBoth(field: Field): void {
  refuse(
    at(field, 'custom_id'),
    'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    'A custom id and url cannot both be specified',
  );
}

const selectTypes = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
] as const;

/** Is this one of the select menus' types? */
export function isSelectType(type: unknown): boolean {
  return selectTypes.some((each) => each === type);
}

/** A menu has at least as many options as may be chosen from it. */
function readSelectOptions(field: Field, countMax: number) {
  const seen = new Set<string>();
  return readList(field, { min: Math.max(1, countMax), max: 25 }).map((each) => {
    const value = readText(at(each, 'value'), { min: 1, max: 100 });
    if (seen.has(value)) {
      refuse(
        at(each, 'value'),
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
    seen.add(value);
    return {
      label: readText(at(each, 'label'), { min: 1, max: 100 }),
      value,
      ...present({
        description: readOptionalText(at(each, 'description'), { max: 100 }),
        emoji: readEmoji(at(each, 'emoji')),
        default: readFlag(at(each, 'default')),
      }),
    };
  });
}

const channelTypes = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildCategory,
  ChannelType.GuildAnnouncement,
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.GuildStageVoice,
  ChannelType.GuildForum,
  ChannelType.GuildMedia,
] as const;

function readChannelTypes(field: Field) {
  return isGiven(field) ? readList(field, { max: 25 }).map((each) => readChoice(each, channelTypes)) : undefined;
}

function readDefaults<T extends SelectMenuDefaultValueType>(field: Field, allowed: readonly [T, ...T[]]) {
  if (!isGiven(field)) return undefined;
  return readList(field, { max: 25 }).map((each) => ({
    id: readText(at(each, 'id'), { min: 1 }),
    type: readChoice(at(each, 'type'), allowed),
  }));
}

/** A select menu of any kind; `inForm` allows `required`, which messages have not. */
export function readSelect(field: Field, context: ComponentContext, inForm: boolean): APISelectMenuComponent {
  const type = readChoice(at(field, 'type'), selectTypes);
  const { User, Role, Channel } = SelectMenuDefaultValueType;
  const base = {
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    min_values: readOptionalNumber(at(field, 'min_values'), { min: 0, max: 25 }) ?? 1,
    max_values: readOptionalNumber(at(field, 'max_values'), { min: 1, max: 25 }) ?? 1,
    ...present({
      placeholder: readOptionalText(at(field, 'placeholder'), { max: 150 }),
      disabled: readFlag(at(field, 'disabled')),
      required: inForm ? (readFlag(at(field, 'required')) ?? true) : undefined,
    }),
  };
  const defaults = at(field, 'default_values');
  switch (type) {
    case ComponentType.StringSelect:
      return { ...base, type, options: readSelectOptions(at(field, 'options'), base.max_values) };
    case ComponentType.UserSelect:
      return { ...base, type, ...present({ default_values: readDefaults(defaults, [User]) }) };
    case ComponentType.RoleSelect:
      return { ...base, type, ...present({ default_values: readDefaults(defaults, [Role]) }) };
    case ComponentType.MentionableSelect:
      return { ...base, type, ...present({ default_values: readDefaults(defaults, [Role, User]) }) };
    case ComponentType.ChannelSelect:
      return {
        ...base,
        type,
        ...present({
          default_values: readDefaults(defaults, [Channel]),
          channel_types: readChannelTypes(at(field, 'channel_types')),
        }),
      };
  }
}

/** Markdown text; its length counts towards the 4000 that one message may show. */
export function readTextDisplay(field: Field, context: ComponentContext): APITextDisplayComponent {
  const id = readComponentId(field, context);
  const content = readText(at(field, 'content'), { min: 1, max: 4000 });
  context.total.textLength += [...content].length;
  return { type: ComponentType.TextDisplay, id, content };
}

function readCaption(field: Field) {
  return {
    description: readOptionalText(at(field, 'description'), { max: 1024 }) ?? null,
    spoiler: readFlag(at(field, 'spoiler')) ?? false,
  };
}

/** A small picture beside a section. */
export function readThumbnail(field: Field, context: ComponentContext): APIThumbnailComponent {
  const id = readComponentId(field, context);
  return { type: ComponentType.Thumbnail, id, media: readMedia(at(field, 'media'), context), ...readCaption(field) };
}

/** One to ten pictures. */
export function readMediaGallery(field: Field, context: ComponentContext): APIMediaGalleryComponent {
  const id = readComponentId(field, context);
  const items = readList(at(field, 'items'), { min: 1, max: 10 }).map((each) => ({
    media: readMedia(at(each, 'media'), context),
    ...readCaption(each),
  }));
  return { type: ComponentType.MediaGallery, id, items };
}

/** A file to download; it must have been uploaded with the message. */
export function readFile(field: Field, context: ComponentContext): APIFileComponent {
  const id = readComponentId(field, context);
  const file = readMedia(at(field, 'file'), context, true);
  const attachment = context.attachments.find((each) => each.id === file.attachment_id);
  const spoiler = readFlag(at(field, 'spoiler')) ?? false;
  const facts = attachment ? { name: attachment.name, size: attachment.size } : {};
  return { type: ComponentType.File, id, file, spoiler, ...facts };
}

/** A line, or a space. */
export function readSeparator(field: Field, context: ComponentContext): APISeparatorComponent {
  return {
    type: ComponentType.Separator,
    id: readComponentId(field, context),
    divider: readFlag(at(field, 'divider')) ?? true,
    spacing:
      readOptionalChoice(at(field, 'spacing'), [SeparatorSpacingSize.Small, SeparatorSpacingSize.Large]) ??
      SeparatorSpacingSize.Small,
  };
}

/** Notes that a component's type is none of those that may stand at its place. */
export function refuseType(field: Field, allowed: readonly number[]): void {
  readNumber(at(field, 'type'), {});
  refuse(field, 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')},).`);
}
