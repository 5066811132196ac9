import { PermissionFlagsBits } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import { actorOf } from '../context.ts';
import { showHelp } from '../views/people.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** `/c500 help`: what somebody can do here, by what they are. */
export const helpCommand: ReplyCommand = {
  name: 'help',
  answers: 'reply',
  describe: (sub) => named(sub, ({ help }) => help),
  run: async (interaction, { core }) => {
    const { isBuilder } = await core.as(actorOf(interaction)).getMe({});
    const isAdmin = interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
    return showHelp(textsFor(interaction.locale), { isBuilder, isAdmin });
  },
};
