import { en } from '#shared/text/say.ts';
import { actorOf } from '../context.ts';
import { showShipped } from '../messages.ts';
import type { ReplyCommand } from './command.ts';
import { addTagOption, readTagOption, suggestQueueTags } from './order-tag-option.ts';

const texts = en.bot.discord.command.ship;

/** `/c500 ship`: the builder hands over the tracking number of a parcel. */
export const shipCommand: ReplyCommand = {
  name: 'ship',
  answers: 'reply',
  describe: (sub) =>
    sub
      .setDescription(texts.description)
      .addStringOption((option) => addTagOption(option, texts.tag))
      .addStringOption((option) =>
        option.setName('number').setDescription(texts.number).setRequired(true).setMinLength(4).setMaxLength(60),
      ),
  suggest: suggestQueueTags,
  run: async (interaction, { core }) => {
    const number = interaction.options.getString('number', true);
    const call = { params: { tag: readTagOption(interaction) }, body: { number } };
    const { order } = await core.as(actorOf(interaction)).declareShipment(call);
    return showShipped(order);
  },
};
