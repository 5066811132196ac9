import { en } from '#shared/text/say.ts';
import { actorOf } from '../context.ts';
import { showSightings } from '../messages.ts';
import type { ReplyCommand } from './command.ts';
import { addTagOption, readTagOption, suggestQueueTags } from './order-tag-option.ts';

const texts = en.bot.discord.command.live;

/** `/c500 live`: the builder says, while live, that an order is on the bench. Whether it counts is the core's to judge. */
export const liveCommand: ReplyCommand = {
  name: 'live',
  answers: 'reply',
  describe: (sub) => sub.setDescription(texts.description).addStringOption((option) => addTagOption(option, texts.tag)),
  suggest: suggestQueueTags,
  run: async (interaction, { core }) => {
    const body = { text: readTagOption(interaction), requestId: interaction.id };
    const { sightings } = await core.as(actorOf(interaction)).declareLive({ body });
    return showSightings(sightings);
  },
};
