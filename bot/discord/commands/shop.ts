import type { MessageComponentInteraction } from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { textsFor } from '#shared/text/locales.ts';
import { chosenIn, type Component } from '../component.ts';
import { actorOf, type Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { showLines, showPlace, showShop } from '../views/drops.ts';
import { showRaffle } from '../views/raffles.ts';
import type { ReplyCommand } from './command.ts';
import { sayGuild } from './drop.ts';
import { choice, named } from './localized.ts';
import { suggestDrops } from './suggestions.ts';

/** `/c500 shop`: what is open, by craft, with a button to claim each and one that opens the activity. */
export const shopCommand: ReplyCommand = {
  name: 'shop',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ shop }) => shop).addStringOption((option) =>
      named(option, ({ shop }) => shop.guild).addChoices(
        ...Guild.options.map((value) => choice(value, (texts) => sayGuild(texts.bot.discord.guilds[value]))),
      ),
    ),
  run: ({ locale, options }, context) => showPage(locale, readGuild(options.getString('guild')), 0, context),
};

/** `/c500 waitlist`: the caller's place in the line for a drop, or all their lines. */
export const waitlistCommand: ReplyCommand = {
  name: 'waitlist',
  answers: 'reply',
  describe: (sub) =>
    named(sub, ({ waitlist }) => waitlist).addStringOption((option) =>
      named(option, ({ waitlist }) => waitlist.drop)
        .setMaxLength(100)
        .setAutocomplete(true),
    ),
  suggest: suggestDrops,
  run: async (interaction, { core }) => {
    const texts = textsFor(interaction.locale);
    const me = core.as(actorOf(interaction));
    const dropId = interaction.options.getString('drop');
    if (dropId !== null) {
      const params = { dropId: dropId.slice(0, 60) };
      const drop = await core.own.getDrop({ params });
      const raffle = drop.raffle && (await me.getMyRaffle({ params }));
      // Who was drawn hears of the draw, and who came after it of the line.
      if (raffle && (raffle.state !== 'drawn' || raffle.entered)) return showRaffle(texts, drop, raffle);
      return showPlace(texts, drop, await me.getWaitlistPlace({ params }));
    }
    const { waits = [] } = await me.listMyOrders({ query: {} });
    const lines = waits.slice(0, 10).map(async (place) => {
      const { title } = await core.own.getDrop({ params: { dropId: place.dropId } });
      return { title, place };
    });
    return showLines(texts, await Promise.all(lines));
  },
};

/** What the buttons and the menu of a shop, and those about lines, do. `wait` is on public cards, `line` on private replies. */
export const shopComponents = {
  shop: { answers: 'update', run: turnPage },
  launch: { answers: 'activity' },
  wait: { answers: 'reply', run: (interaction, dropId, context) => visitLine(interaction, 'join', dropId, context) },
  line: { answers: 'update', run: changeLine },
} as const satisfies Record<string, Component>;

function readGuild(text: string | null | undefined): Guild | null {
  const read = Guild.safeParse(text);
  return read.success ? read.data : null;
}

async function showPage(locale: string, guild: Guild | null, page: number, { core }: Context): Promise<Shown> {
  const { drops } = await core.own.listDrops({});
  const inShop = guild === null ? drops : drops.filter((drop) => drop.guild === guild);
  return showShop(textsFor(locale), { guild, page, drops: inShop });
}

function turnPage(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  const { locale } = interaction;
  if (ref === 'menu') return showPage(locale, readGuild(chosenIn(interaction)[0]), 0, context);
  const [guild, page] = ref.split('.');
  return showPage(locale, readGuild(guild), /^\d{1,3}$/.test(page ?? '') ? Number(page) : 0, context);
}

async function changeLine(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  const [, step, dropId = ''] = /^(join|leave)\.(.+)$/.exec(ref) ?? [];
  if (step !== 'join' && step !== 'leave')
    throw new RefusedError(textsFor(interaction.locale).bot.discord.unknownButton);
  return visitLine(interaction, step, dropId, context);
}

async function visitLine(
  interaction: MessageComponentInteraction,
  step: 'join' | 'leave',
  dropId: string,
  { core }: Context,
): Promise<Shown> {
  const params = { dropId };
  const drop: DropView = await core.own.getDrop({ params });
  const me = core.as(actorOf(interaction));
  const place = step === 'join' ? await me.joinWaitlist({ params }) : await me.leaveWaitlist({ params });
  return showPlace(textsFor(interaction.locale), drop, place);
}
