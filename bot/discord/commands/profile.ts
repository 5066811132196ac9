import {
  AttachmentBuilder,
  type MessageComponentInteraction,
  type UserContextMenuCommandInteraction,
} from 'discord.js';
import type { Passport, Tier } from '#shared/schemas/citizen.ts';
import { NoticeChoice } from '#shared/schemas/notice-choice.ts';
import { textsFor, type TranslatedTexts } from '#shared/text/locales.ts';
import { drawPassport } from '../../drawings/passport.ts';
import { chosenIn, type Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showPassport, showProfile, showVerify, tierPastels, type PassportPicture } from '../views/people.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** `/c500 profile`: the caller's own passport. */
export const profileCommand: ReplyCommand = {
  name: 'profile',
  answers: 'reply',
  describe: (sub) => named(sub, ({ profile }) => profile),
  run: async (interaction, context) => {
    const passport = await context.core.as(actorOf(interaction)).getMe({});
    return showMine(textsFor(interaction.locale), passport, context);
  },
};

/** `/c500 verify`: the two ways to the next tier, with private links. */
export const verifyCommand: ReplyCommand = {
  name: 'verify',
  answers: 'reply',
  describe: (sub) => named(sub, ({ verify }) => verify),
  run: async (interaction, { core }) => {
    const me = core.as(actorOf(interaction));
    const passport = await me.getMe({});
    // One after another: the first call of all makes the person a citizen.
    const { url: twitch } = await me.startLink({ body: { what: 'twitch' } });
    const { url: identity } = await me.startLink({ body: { what: 'identity' } });
    return showVerify(textsFor(interaction.locale), passport, { twitch, identity });
  },
};

/** What the menu on a passport does. */
export const profileComponents = { notices: { answers: 'update', run: chooseNotices } } as const satisfies Record<
  string,
  Component
>;

async function chooseNotices(interaction: MessageComponentInteraction, _ref: string, context: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const chosen = NoticeChoice.safeParse(chosenIn(interaction)[0]);
  if (!chosen.success) throw new RefusedError(texts.bot.discord.unknownButton);
  const passport = await context.core.as(actorOf(interaction)).chooseNotices({ body: { choice: chosen.data } });
  return showMine(texts, passport, context);
}

async function showMine(texts: TranslatedTexts, passport: Passport, context: Context): Promise<Shown> {
  const { nickname, tier, score, ordersCompleted } = passport;
  const picture = await draw(texts, { nickname, tier, score, ordersCompleted, builtLive: null }, context);
  return showProfile(texts, passport, picture);
}

/** The passport of whoever a person's menu was opened on, as anybody may see it. */
export async function showPassportOf(interaction: UserContextMenuCommandInteraction, context: Context): Promise<Shown> {
  const texts = textsFor(interaction.locale);
  const passport = await context.core.own.getPassport({ params: { discordId: interaction.targetId } });
  const { nickname, tier, score, ordersCompleted, builder } = passport;
  if (nickname === '') return showPassport(texts, passport);
  const facts = { nickname, tier, score, ordersCompleted, builtLive: builder?.ordersBuiltLive ?? null };
  return showPassport(texts, passport, await draw(texts, facts, context));
}

async function draw(
  texts: TranslatedTexts,
  facts: {
    readonly nickname: string;
    readonly tier: Tier;
    readonly score: number;
    readonly ordersCompleted: number;
    readonly builtLive: number | null;
  },
  { log }: Context,
): Promise<PassportPicture | undefined> {
  const { profile, tiers } = texts.bot.discord.buying;
  try {
    const png = await drawPassport({
      ...facts,
      pastel: tierPastels[facts.tier],
      tierName: tiers[facts.tier].name,
      words: profile.picture,
    });
    return { file: new AttachmentBuilder(png, { name: 'passport.png' }), name: 'passport.png' };
  } catch (error) {
    // The words say all of it; the picture is for joy.
    log.error({ err: error }, 'a passport could not be drawn');
    return undefined;
  }
}
