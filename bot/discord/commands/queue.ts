import { textsFor } from '#shared/text/locales.ts';
import { actorOf } from '../context.ts';
import { showQueue, showRefunded } from '../views/bench.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';
import { readTag, suggestQueue } from './suggestions.ts';

/** `/c500 queue`: the paid orders that wait for a builder. */
export const queueCommand: ReplyCommand = {
  name: 'queue',
  answers: 'reply',
  describe: (sub) => named(sub, ({ queue }) => queue),
  run: async (interaction, { core }) => {
    const { orders } = await core.as(actorOf(interaction)).listMyQueue({});
    return showQueue(textsFor(interaction.locale), orders);
  },
};

/** `/c500 refund`: the builder gives a buyer all their money back. */
export const refundCommand: ReplyCommand = {
  name: 'refund',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ refund }) => refund)
      .addStringOption((option) =>
        named(option, ({ refund }) => refund.order)
          .setRequired(true)
          .setMaxLength(20)
          .setAutocomplete(true),
      )
      .addStringOption((option) =>
        named(option, ({ refund }) => refund.reason)
          .setRequired(true)
          .setMaxLength(300),
      ),
  suggest: suggestQueue,
  run: async (interaction, { core }) => {
    const { options } = interaction;
    const call = {
      params: { tag: readTag(options.getString('order', true)) },
      body: { reason: options.getString('reason', true) },
    };
    const { order } = await core.as(actorOf(interaction)).refundOrder(call);
    return showRefunded(textsFor(interaction.locale), order);
  },
};
