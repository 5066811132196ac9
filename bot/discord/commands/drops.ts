import { en } from '#shared/text/say.ts';
import { showDrops } from '../messages.ts';
import type { ReplyCommand } from './command.ts';

/** `/c500 drops`: what is open, with a button to claim each. */
export const dropsCommand: ReplyCommand = {
  name: 'drops',
  answers: 'reply',
  describe: (sub) => sub.setDescription(en.bot.discord.command.drops.description),
  run: async (_interaction, { core }) => {
    const { drops } = await core.own.listDrops({});
    return showDrops(drops);
  },
};
