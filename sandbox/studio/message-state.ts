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

/** A menu of a message; only menus with fixed choices can be used in the Studio. */
export const MenuState = z.object({
  kind: z.literal('menu'),
  customId: text,
  placeholder: text,
  choices: z.array(ChoiceState),
  disabled: z.boolean(),
});
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
  customId: text,
  label: text,
  hint: text,
  placeholder: text,
  value: text,
  required: z.boolean(),
  lengthMax: z.nullable(z.int()),
  countMax: z.int(),
  choices: z.array(ChoiceState),
});
export type FieldState = z.infer<typeof FieldState>;

/** A form on a person's screen. */
export const FormState = z.object({ id: text, userId: text, title: text, fields: z.array(FieldState) });
export type FormState = z.infer<typeof FormState>;

/** One option of a slash command. `kind` is Discord's number: 3 text, 4 whole number, 5 yes or no, 6 person, 10 number. */
export const OptionState = z.object({
  name: text,
  hint: text,
  kind: z.int(),
  required: z.boolean(),
  suggests: z.boolean(),
  choices: z.array(z.object({ name: text, value: z.union([text, z.number()]) })),
});
export type OptionState = z.infer<typeof OptionState>;

/** A slash command that can be sent, subcommands apart: `path` is what one types, e.g. `/c500 drop`. */
export const CommandState = z.object({
  path: text,
  name: text,
  group: optionalText,
  subcommand: optionalText,
  hint: text,
  options: z.array(OptionState),
});
export type CommandState = z.infer<typeof CommandState>;
