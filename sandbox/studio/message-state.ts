import * as z from 'zod/mini';

const text = z.string();
const optionalText = z.nullable(z.string());

/** A button of a message. `style` is Discord's number: 1 primary, 2 secondary, 3 success, 4 danger, 5 a link. */
export const ButtonState = z.object({
  kind: z.literal('button'),
  label: text,
  style: z.int(),
  customId: optionalText,
  url: optionalText,
  disabled: z.boolean(),
});
export type ButtonState = z.infer<typeof ButtonState>;

/** One choice of a menu. */
export const ChoiceState = z.object({ label: text, value: text, description: optionalText, chosen: z.boolean() });
export type ChoiceState = z.infer<typeof ChoiceState>;

/** What a menu offers: its own choices, or people, roles, channels (of these kinds, where some are named) of the place it is shown at. */
export const MenuSource = z.enum(['choices', 'people', 'roles', 'people-and-roles', 'channels']);
export type MenuSource = z.infer<typeof MenuSource>;

const menu = {
  customId: text,
  placeholder: text,
  source: MenuSource,
  /** Of channels: the kinds that are offered, as Discord numbers them; none named: all. */
  channelTypes: z.array(z.int()),
  countMin: z.int(),
  countMax: z.int(),
  choices: z.array(ChoiceState),
};

/** A menu of a message. Of menus without choices of their own, `choices` are those chosen so far. */
export const MenuState = z.object({ kind: z.literal('menu'), ...menu, disabled: z.boolean() });
export type MenuState = z.infer<typeof MenuState>;

/** A picture with its description. */
export const MediaState = z.object({ url: text, alt: text });
export type MediaState = z.infer<typeof MediaState>;

const leaf = [
  z.object({ kind: z.literal('text'), content: text }),
  z.object({
    kind: z.literal('section'),
    texts: z.array(text),
    button: z.nullable(ButtonState),
    thumbnail: z.nullable(MediaState),
  }),
  z.object({ kind: z.literal('gallery'), items: z.array(MediaState) }),
  z.object({ kind: z.literal('file'), name: text, url: text }),
  z.object({ kind: z.literal('separator'), line: z.boolean() }),
  z.object({ kind: z.literal('row'), items: z.array(z.discriminatedUnion('kind', [ButtonState, MenuState])) }),
] as const;

/** A part of a message that holds no further parts. */
export const LeafState = z.discriminatedUnion('kind', leaf);
export type LeafState = z.infer<typeof LeafState>;

/** A part of a message. A container has a coloured edge, as a CSS colour. */
export const PartState = z.discriminatedUnion('kind', [
  ...leaf,
  z.object({ kind: z.literal('container'), accent: optionalText, parts: z.array(LeafState) }),
]);
export type PartState = z.infer<typeof PartState>;

/** An embed of the older kind. */
export const EmbedState = z.object({
  title: optionalText,
  url: optionalText,
  description: optionalText,
  colour: optionalText,
  author: optionalText,
  footer: optionalText,
  fields: z.array(z.object({ name: text, value: text, inline: z.boolean() })),
  image: z.nullable(MediaState),
  thumbnail: z.nullable(MediaState),
});
export type EmbedState = z.infer<typeof EmbedState>;

/** A message as the Studio shows it. `visibleTo` is the Discord id of the only person who sees it; null: everyone there. */
export const MessageState = z.object({
  id: text,
  channelId: text,
  authorId: text,
  content: text,
  embeds: z.array(EmbedState),
  parts: z.array(PartState),
  attachments: z.array(MediaState),
  at: z.number(),
  edited: z.boolean(),
  thinking: z.boolean(),
  visibleTo: optionalText,
  /** Who used what, e.g. Kumo used `/c500 drop`. */
  cause: z.nullable(z.object({ userId: text, what: text })),
});
export type MessageState = z.infer<typeof MessageState>;

/** One field of a form. `note` is text without an answer. */
export const FieldState = z.object({
  kind: z.enum(['line', 'paragraph', 'menu', 'radio', 'checks', 'check', 'files', 'note']),
  ...menu,
  label: text,
  hint: text,
  value: text,
  required: z.boolean(),
  lengthMax: z.nullable(z.int()),
});
export type FieldState = z.infer<typeof FieldState>;

/** A form on a person's screen; `channelId` is where they were when it opened. */
export const FormState = z.object({
  id: text,
  userId: text,
  channelId: text,
  title: text,
  fields: z.array(FieldState),
});
export type FormState = z.infer<typeof FormState>;

/** The same words in another language, by Discord's code of it. Options have no path. */
const inLocales = z.record(text, z.object({ path: text, hint: text }));

/** One option of a slash command. `kind` is Discord's number: 3 text, 4 whole number, 5 yes or no, 6 person, 7 channel, 8 role, 10 number. */
export const OptionState = z.object({
  name: text,
  hint: text,
  inLocales,
  kind: z.int(),
  required: z.boolean(),
  suggests: z.boolean(),
  choices: z.array(z.object({ name: text, value: z.union([text, z.number()]), inLocales: z.record(text, text) })),
});
export type OptionState = z.infer<typeof OptionState>;

/**
 * A command that can be sent, subcommands apart: `path` is what one types, e.g. `/c500 drop`. Those of messages and people are in the
 * menu of these; `entry` opens the activity.
 */
export const CommandState = z.object({
  id: text,
  kind: z.enum(['slash', 'message', 'person', 'entry']),
  path: text,
  inLocales,
  name: text,
  group: optionalText,
  subcommand: optionalText,
  hint: text,
  options: z.array(OptionState),
});
export type CommandState = z.infer<typeof CommandState>;
