import { textsFor } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { actorOf } from '../context.ts';
import { sayBlock, show } from '../messages.ts';
import { plain } from '../words.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** `/c500 vouch`: a builder speaks for somebody who completed an order with them, once. */
export const vouchCommand: ReplyCommand = {
  name: 'vouch',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ vouch }) => vouch).addUserOption((option) =>
      named(option, ({ vouch }) => vouch.buyer).setRequired(true),
    ),
  run: async (interaction, { core }) => {
    const { title, sentence } = textsFor(interaction.locale).bot.discord.selling.vouch;
    const body = { discordId: interaction.options.getUser('buyer', true).id };
    const { nickname } = await core.as(actorOf(interaction)).vouch({ body });
    return show(sayBlock('mint', title, fill(sentence, { name: plain(nickname) })));
  },
};
