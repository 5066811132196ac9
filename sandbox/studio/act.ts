import * as z from 'zod/mini';

const id = z.string().check(z.minLength(1), z.maxLength(200));
const person = z.string().check(z.minLength(1), z.maxLength(40));
const typed = z.string().check(z.maxLength(4_000));
const values = z.record(z.string().check(z.maxLength(100)), z.union([typed, z.number(), z.boolean()]));
const day = 24 * 60 * 60 * 1_000;

/** The troubles that the Studio can make. What each does is in `faults.ts`. */
export const faultNames = [
  'stripe-slow',
  'stripe-down',
  'stripe-transfer-breaks',
  'carriers-down',
  'carriers-silent',
  'webhooks-late',
  'webhooks-twice',
  'webhooks-held',
  'twitch-down',
  'eventsub-held',
  'eventsub-lost',
  'discord-down',
  'discord-slow',
  'discord-errors',
  'discord-limited',
  'discord-no-posting',
  'discord-bot-removed',
  'discord-links-dead',
] as const;
export type FaultName = (typeof faultNames)[number];

/** What a carrier can do with a parcel. */
export const carrierDeeds = ['scan', 'bring', 'deliver', 'return', 'lose'] as const;

/** What a buyer's bank can do with a payment. */
export const bankDeeds = ['ask', 'dispute', 'warn', 'won', 'lost', 'close'] as const;

/** What Discord's client can be set to here. */
export const locales = ['en-US', 'de'] as const;

/** A file of a form: one that a person chose, as base64, or a picture that the sandbox draws. */
export const FileInput = z.union([
  z.object({
    name: z.string().check(z.minLength(1), z.maxLength(120)),
    contentType: z.string().check(z.maxLength(100)),
    base64: z.string().check(z.maxLength(14_000_000), z.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
  }),
  z.object({ sample: z.string().check(z.maxLength(40)) }),
]);
export type FileInput = z.infer<typeof FileInput>;

const command = {
  person,
  channelId: id,
  name: id,
  group: z.optional(id),
  subcommand: z.optional(id),
  values,
};

/** Everything that somebody at the Studio can do. People are named by their key, places by their id. */
export const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('go-live'), person, title: z.optional(z.string().check(z.maxLength(140))) }),
  z.object({ act: z.literal('go-offline'), person }),
  z.object({ act: z.literal('set-title'), person, title: z.string().check(z.minLength(1), z.maxLength(140)) }),
  z.object({
    act: z.literal('say'),
    person,
    channel: person,
    /** In whose chat it is typed, when the two channels share one. */
    source: z.optional(person),
    text: z.string().check(z.minLength(1), z.maxLength(500)),
  }),
  z.object({ act: z.literal('keep-recordings'), person, on: z.boolean() }),
  z.object({ act: z.literal('expire-recordings'), person }),
  z.object({ act: z.literal('withdraw-consent'), person }),
  z.object({ act: z.literal('extension-auth'), person: z.nullable(person), channel: person }),
  z.object({ act: z.literal('share-identity'), person, channel: person }),
  z.object({ act: z.literal('run-command'), ...command }),
  z.object({ act: z.literal('autocomplete'), ...command, focused: id }),
  z.object({ act: z.literal('press-button'), person, messageId: id, customId: id }),
  z.object({
    act: z.literal('choose'),
    person,
    messageId: id,
    customId: id,
    values: z.array(id).check(z.maxLength(25)),
  }),
  z.object({
    act: z.literal('submit-modal'),
    person,
    modalId: id,
    values: z.record(z.string().check(z.maxLength(100)), z.union([typed, z.array(typed)])),
    files: z.record(z.string().check(z.maxLength(100)), z.array(FileInput).check(z.maxLength(10))),
  }),
  z.object({ act: z.literal('use-on-message'), person, messageId: id, name: id }),
  z.object({ act: z.literal('use-on-person'), person, channelId: id, targetId: id, name: id }),
  z.object({ act: z.literal('launch'), person, channelId: id }),
  z.object({ act: z.literal('set-locale'), person, locale: z.enum(locales) }),
  z.object({ act: z.literal('set-dms'), person, open: z.boolean() }),
  z.object({ act: z.literal('delete-message'), messageId: id }),
  /** A channel or a thread, with all that was said there. */
  z.object({ act: z.literal('delete-channel'), channelId: id }),
  z.object({ act: z.literal('stir-gateway'), how: z.enum(['reconnect', 'forget']) }),
  z.object({
    act: z.literal('write'),
    person,
    channelId: id,
    text: z.string().check(z.maxLength(2_000)),
    files: z.optional(z.array(FileInput).check(z.maxLength(10))),
  }),
  z.object({
    act: z.literal('carry'),
    number: id,
    deed: z.enum(carrierDeeds),
    toCountry: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))),
  }),
  z.object({ act: z.literal('bank'), tag: id, deed: z.enum(bankDeeds) }),
  z.object({ act: z.literal('advance-clock'), ms: z.int().check(z.gte(1_000), z.lte(90 * day)) }),
  z.object({ act: z.literal('set-fault'), fault: z.enum(faultNames), on: z.boolean() }),
  z.object({ act: z.literal('redeliver'), trafficId: id }),
  z.object({ act: z.literal('kill-core') }),
]);
export type Act = z.infer<typeof Act>;

/** What the page around the extension hands it. */
export const ExtensionAuthState = z.object({
  channelId: z.string(),
  clientId: z.string(),
  token: z.string(),
  helixToken: z.string(),
  userId: z.string(),
});
export type ExtensionAuthState = z.infer<typeof ExtensionAuthState>;

/**
 * What came of an act. `problem` is a sentence for the person when it did not go as they hoped; everything else that changed is
 * seen in the state. `messageId` and `channelId` say where an answer appeared, `formId` which form opened.
 */
export const ActAnswer = z.object({
  problem: z.nullable(z.string()),
  auth: z.optional(ExtensionAuthState),
  choices: z.optional(z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) }))),
  formId: z.optional(z.string()),
  messageId: z.optional(z.string()),
  channelId: z.optional(z.string()),
  /** The channel in which an activity opened. */
  activityIn: z.optional(z.string()),
});
export type ActAnswer = z.infer<typeof ActAnswer>;
