import { type ChatInputCommandInteraction, type MessageComponentInteraction, PermissionFlagsBits } from 'discord.js';
import { Guild } from '#shared/schemas/citizen.ts';
import type { CommunitySettings, CommunityView, MarkedBuilder } from '#shared/schemas/community.ts';
import { textsFor } from '#shared/text/locales.ts';
import { chosenIn, type Component } from '../component.ts';
import type { Context } from '../context.ts';
import type { Shown } from '../messages.ts';
import { RefusedError } from '../refused.ts';
import { buildersPerPage, isSlotName, sections, showPanel, slots, type Section } from '../views/community.ts';
import type { ReplyCommand } from './command.ts';
import { named } from './localized.ts';

/** The core keeps so many names; who wants more shows everybody. */
const buildersMax = 100;
/** What nobody may come by through the bot: whoever manages the community may not be allowed to give such roles themselves. */
const power =
  PermissionFlagsBits.Administrator |
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageRoles |
  PermissionFlagsBits.ManageChannels |
  PermissionFlagsBits.ManageWebhooks |
  PermissionFlagsBits.ManageMessages |
  PermissionFlagsBits.ManageThreads |
  PermissionFlagsBits.BanMembers |
  PermissionFlagsBits.KickMembers |
  PermissionFlagsBits.ModerateMembers |
  PermissionFlagsBits.MentionEveryone;

type Asking = ChatInputCommandInteraction | MessageComponentInteraction;

/** `/c500 community`: the panel on which a community's admins set C500 up. */
export const communityCommand: ReplyCommand = {
  name: 'community',
  answers: 'reply',
  describe: (sub) => named(sub, ({ community }) => community),
  run: (interaction, context) => look(interaction, { section: 'home', page: 0 }, context),
};

/** What the menus and buttons of the panel do. Whoever uses one must still be allowed to manage the community. */
export const communityComponents = {
  section: { answers: 'update', run: (interaction, ref, context) => look(interaction, readPlace(ref), context) },
  place: { answers: 'update', run: choosePlace },
  guilds: {
    answers: 'update',
    run: (interaction, _ref, context) =>
      change(interaction, { section: 'shows', page: 0 }, context, () => ({
        guilds: Guild.options.filter((guild) => chosenIn(interaction).includes(guild)),
      })),
  },
  builders: { answers: 'update', run: chooseBuilders },
  everyone: {
    answers: 'update',
    run: (interaction, _ref, context) =>
      change(interaction, { section: 'shows', page: 0 }, context, () => ({ builderIds: [] })),
  },
  bans: {
    answers: 'update',
    run: (interaction, ref, context) =>
      change(interaction, { section: 'home', page: 0 }, context, () => ({ networkBans: ref === 'on' })),
  },
} as const satisfies Record<string, Component>;

type Place = { readonly section: Section; readonly page: number };

function readPlace(ref: string): Place {
  const [name, page] = ref.split('.');
  const section = sections.find((each) => each === name) ?? 'home';
  return { section, page: /^\d{1,3}$/.test(page ?? '') ? Number(page) : 0 };
}

/** The community that somebody may set up here. Discord has signed what they are allowed to do. @throws RefusedError */
function requireAdmin({ guildId, memberPermissions, locale }: Asking): string {
  const { notHere, notHereRemedy, notAdmin, notAdminRemedy } = textsFor(locale).bot.discord.community;
  if (guildId === null) throw new RefusedError({ sentence: notHere, remedy: notHereRemedy });
  const mayManage = memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
  if (!mayManage) throw new RefusedError({ sentence: notAdmin, remedy: notAdminRemedy });
  return guildId;
}

async function look(interaction: Asking, place: Place, context: Context): Promise<Shown> {
  return panel(interaction, await load(requireAdmin(interaction), interaction, context), place, context);
}

/** The community as the core knows it; one that it has not met yet is introduced. */
async function load(communityId: string, { guild }: Asking, { core }: Context): Promise<CommunityView> {
  const name = (guild?.name ?? communityId).slice(0, 100);
  return core.own.meetCommunity({ params: { communityId }, body: { name, isPresent: true } });
}

async function panel(
  { locale }: Asking,
  community: CommunityView,
  { section, page }: Place,
  { core }: Context,
): Promise<Shown> {
  const builders: readonly MarkedBuilder[] =
    section === 'shows' ? (await core.own.listMarkedBuilders({})).builders : [];
  return showPanel(textsFor(locale), community, { section, page, builders });
}

async function change(
  interaction: MessageComponentInteraction,
  place: Place,
  context: Context,
  decide: (settings: CommunitySettings, builders: readonly MarkedBuilder[]) => Partial<CommunitySettings>,
): Promise<Shown> {
  const communityId = requireAdmin(interaction);
  const { settings } = await load(communityId, interaction, context);
  const builders = place.section === 'shows' ? (await context.core.own.listMarkedBuilders({})).builders : [];
  const changed = await context.core.own.changeCommunity({
    params: { communityId },
    body: { by: interaction.user.id, settings: decide(settings, builders) },
  });
  return showPanel(textsFor(interaction.locale), changed, { ...place, builders });
}

async function choosePlace(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  if (!isSlotName(ref)) throw new RefusedError(textsFor(interaction.locale).bot.discord.unknownButton);
  const slot = slots[ref];
  const id = chosenIn(interaction)[0] ?? null;
  if (slot.kind === 'role' && ref !== 'alertRoleId') requireHarmless(interaction);
  return change(interaction, { section: slot.section, page: 0 }, context, (settings) => slot.change(settings, id));
}

/** A role that the bot will give to people. Discord has told what it may do. @throws RefusedError */
function requireHarmless(interaction: MessageComponentInteraction): void {
  const { powerful, powerfulRemedy } = textsFor(interaction.locale).bot.discord.community;
  const chosen = interaction.isRoleSelectMenu() ? [...interaction.roles.values()] : [];
  const bitsOf = (permissions: (typeof chosen)[number]['permissions']) =>
    BigInt(typeof permissions === 'string' ? permissions : permissions.bitfield);
  if (chosen.some(({ permissions }) => (bitsOf(permissions) & power) !== 0n))
    throw new RefusedError({ sentence: powerful, remedy: powerfulRemedy });
}

/** A menu holds 25 builders: what was chosen on other pages stays chosen. */
function chooseBuilders(interaction: MessageComponentInteraction, ref: string, context: Context): Promise<Shown> {
  const { page } = readPlace(`shows.${ref}`);
  const chosen = chosenIn(interaction);
  return change(interaction, { section: 'shows', page }, context, ({ builderIds }, builders) => {
    const onPage = builders.slice(page * buildersPerPage, (page + 1) * buildersPerPage).map(({ id }) => id);
    const elsewhere = builderIds.filter((id) => !onPage.includes(id));
    return { builderIds: [...elsewhere, ...onPage.filter((id) => chosen.includes(id))].slice(0, buildersMax) };
  });
}
