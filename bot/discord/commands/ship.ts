import type { ChatInputCommandInteraction, MessageComponentInteraction } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { readTrackingNumber } from '#shared/tracking-number.ts';
import type { Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showParcel, showParcelKept, showShipped } from '../views/bench.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';
import { readTag, suggestQueue } from './suggestions.ts';

/** `/c500 ship`: the builder hands over the tracking number of a parcel, after a look at what was read. */
export const shipCommand: ReplyCommand = {
  name: 'ship',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ ship }) => ship)
      .addStringOption((option) =>
        named(option, ({ ship }) => ship.order)
          .setRequired(true)
          .setMaxLength(20)
          .setAutocomplete(true),
      )
      .addStringOption((option) =>
        named(option, ({ ship }) => ship.tracking)
          .setRequired(true)
          .setMinLength(4)
          .setMaxLength(60),
      ),
  suggest: suggestQueue,
  run: async (interaction) => look(interaction),
};

/** What the buttons under a number that was read do. */
export const shipComponents = {
  ship: { answers: 'update', run: send },
  'drop-shipment': { answers: 'update', run: async ({ locale }) => showParcelKept(textsFor(locale)) },
} as const satisfies Record<string, Component>;

function look({ options, locale }: ChatInputCommandInteraction): Shown {
  const texts = textsFor(locale);
  const parcel = readTrackingNumber(options.getString('tracking', true));
  if (parcel) return showParcel(texts, readTag(options.getString('order', true)), parcel);
  const { sentence, remedy } = texts.refusals['tracking-unreadable'];
  throw new RefusedError({ sentence: fill(sentence, { carrier: texts.codes.carrier.any }), remedy });
}

async function send(interaction: MessageComponentInteraction, ref: string, { core }: Context): Promise<Shown> {
  const dot = ref.lastIndexOf('.');
  const call = { params: { tag: ref.slice(0, dot) }, body: { number: ref.slice(dot + 1) } };
  const { order } = await core.as(actorOf(interaction)).declareShipment(call);
  return showShipped(textsFor(interaction.locale), order);
}
