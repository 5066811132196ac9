import type { ChatInputCommandInteraction, MessageComponentInteraction } from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import { textsFor } from '#shared/text/locales.ts';
import type { Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import { sayBlock, show, type Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { fingerprintOf, showOffered, showPartners } from '../views/selling.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** `/c500 partner`: offers somebody a share, or lists what was offered. */
export const partnerCommand: ReplyCommand = {
  name: 'partner',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ partner }) => partner)
      .addUserOption((option) => named(option, ({ partner }) => partner.marketer))
      .addIntegerOption((option) =>
        named(option, ({ partner }) => partner.percent)
          .setMinValue(1)
          .setMaxValue(houseRules.marketerPercentMax),
      ),
  run,
};

/** What the buttons under offers do. */
export const partnerComponents = { share: { answers: 'update', run: answer } } as const satisfies Record<
  string,
  Component
>;

async function run(interaction: ChatInputCommandInteraction, { core }: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const me = core.as(actorOf(interaction));
  const marketer = interaction.options.getUser('marketer');
  if (!marketer) {
    const { partnerships } = await me.listPartnerships({});
    return showPartners(texts, partnerships, interaction.user.id);
  }
  const offer = await me.proposePartnership({
    body: {
      marketerDiscordId: marketer.id,
      marketerHandle: marketer.username.slice(0, 40),
      marketerPercent: interaction.options.getInteger('percent') ?? houseRules.marketerPercentDefault,
    },
  });
  return showOffered(texts, offer);
}

async function answer(interaction: MessageComponentInteraction, ref: string, { core }: Context): Promise<Shown> {
  const { unknownButton, selling } = textsFor(interaction.locale).bot.discord;
  const [, said, fingerprint] = /^(agree|decline|end)\.(.+)$/.exec(ref) ?? [];
  if (said !== 'agree' && said !== 'decline' && said !== 'end') throw new RefusedError(unknownButton);
  const me = core.as(actorOf(interaction));
  const { partnerships } = await me.listPartnerships({});
  const found = partnerships.find(({ id }) => fingerprintOf(id) === fingerprint);
  if (!found) throw new RefusedError({ sentence: selling.partner.gone, remedy: selling.partner.goneRemedy });
  await me.answerPartnership({ params: { partnershipId: found.id }, body: { answer: said } });
  return show(sayBlock('mint', selling.partner.title, selling.partner.answered[said]));
}
