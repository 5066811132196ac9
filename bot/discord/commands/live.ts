import type { ChatInputCommandInteraction, SlashCommandSubcommandBuilder } from 'discord.js';
import { textsFor } from '#shared/text/locales.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showSightings, showTold } from '../views/bench.ts';
import type { ReplyCommand } from './command.ts';
import { choice, named } from './localized.ts';
import { readTag, suggestMyDrops, suggestQueueTags } from './suggestions.ts';

/**
 * `/c500 live`: with `order`, the builder says while live that orders are on the bench; without, communities are told that the
 * builder is at it, or of a drop. Whether it counts is the core's to judge.
 */
export const liveCommand: ReplyCommand = {
  name: 'live',
  answers: 'reply',
  describe,
  suggest: (interaction, context) =>
    interaction.options.getFocused(true).name === 'drop'
      ? suggestMyDrops(interaction, context)
      : suggestQueueTags(interaction, context),
  run: (interaction, context) =>
    interaction.options.getString('order') === null ? announce(interaction, context) : declare(interaction, context),
};

function describe(sub: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return named(sub, ({ live }) => live)
    .addStringOption((option) =>
      named(option, ({ live }) => live.order)
        .setMaxLength(120)
        .setAutocomplete(true),
    )
    .addStringOption((option) =>
      named(option, ({ live }) => live.post).addChoices(
        choice('chat', (texts) => texts.bot.discord.commands.live.posts.chat),
        choice('drop', (texts) => texts.bot.discord.commands.live.posts.drop),
      ),
    )
    .addStringOption((option) =>
      named(option, ({ live }) => live.drop)
        .setMaxLength(100)
        .setAutocomplete(true),
    )
    .addStringOption((option) => named(option, ({ live }) => live.say).setMaxLength(300));
}

async function declare(interaction: ChatInputCommandInteraction, { core }: Context): Promise<Shown> {
  const text = readTag(interaction.options.getString('order', true), 200);
  const body = { text, requestId: interaction.id };
  const { sightings } = await core.as(actorOf(interaction)).declareLive({ body });
  return showSightings(textsFor(interaction.locale), sightings);
}

async function announce(interaction: ChatInputCommandInteraction, { core }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const { options } = interaction;
  const dropId = options.getString('drop')?.slice(0, 60) ?? null;
  const isDrop = options.getString('post') === 'drop' || (dropId !== null && options.getString('post') === null);
  if (isDrop && dropId === null) {
    const { which, whichRemedy } = texts.bot.discord.selling.live;
    throw new RefusedError({ sentence: which, remedy: whichRemedy });
  }
  const body = {
    requestId: interaction.id,
    kind: isDrop ? 'drop' : 'workshop',
    dropId: isDrop ? dropId : null,
    text: options.getString('say') ?? '',
  } as const;
  const { communities } = await core.as(actorOf(interaction)).announceLive({ body });
  return showTold(texts, communities);
}
