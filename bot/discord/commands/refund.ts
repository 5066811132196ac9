import { en } from '#shared/text/say.ts';
import { actorOf } from '../context.ts';
import { showRefunded } from '../messages.ts';
import type { ReplyCommand } from './command.ts';
import { addTagOption, readTagOption, suggestQueueTags } from './order-tag-option.ts';

const texts = en.bot.discord.command.refund;

/** `/c500 refund`: the builder gives a buyer all their money back. */
export const refundCommand: ReplyCommand = {
  name: 'refund',
  answers: 'reply',
  describe: (sub) =>
    sub
      .setDescription(texts.description)
      .addStringOption((option) => addTagOption(option, texts.tag))
      .addStringOption((option) =>
        option.setName('reason').setDescription(texts.reason).setRequired(true).setMaxLength(300),
      ),
  suggest: suggestQueueTags,
  run: async (interaction, { core }) => {
    const reason = interaction.options.getString('reason', true);
    const call = { params: { tag: readTagOption(interaction) }, body: { reason } };
    const { order } = await core.as(actorOf(interaction)).refundOrder(call);
    return showRefunded(order);
  },
};
