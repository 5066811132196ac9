import {
  ActionRowBuilder,
  type AttachmentBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
} from 'discord.js';
import { houseRules } from '#shared/house-rules.ts';
import type { Passport, Tier } from '#shared/schemas/citizen.ts';
import { NoticeChoice } from '#shared/schemas/notice-choice.ts';
import type { PublicPassport } from '#shared/schemas/house.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import type { Pastel } from '#shared/theme/tokens.ts';
import { shorten } from '../../sentences.ts';
import { encodeCustomId } from '../custom-id.ts';
import { linkButton, openContainer, row, sayBlock, show, showSaid, text, type Shown } from '../messages.ts';
import { discordTime, fitLines, plain, sayMoney } from '../words.ts';

/** The pastel of a tier. */
export const tierPastels: Record<Tier, Pastel> = { guest: 'lavender', member: 'sky', vip: 'sakura' };

/** A drawn passport as a file of the message. */
export type PassportPicture = { readonly file: AttachmentBuilder; readonly name: string };

/** The caller's own passport: tier, score, why, what opens the next tier, and what they want to be told. */
export function showProfile(texts: TranslatedTexts, passport: Passport, picture?: PassportPicture): Shown {
  const { profile, tiers } = texts.bot.discord.buying;
  const { emoji, name } = tiers[passport.tier];
  const money = (amountMinor: number) => sayMoney(texts, { amountMinor, currency: passport.currency });
  const facts = { tier: `${emoji} ${name}`, score: passport.score, orders: passport.ordersCompleted };
  const accounts = passport.accounts
    .map(({ platform, handle }) => `${profile.platforms[platform]} ${plain(handle)}`)
    .join(', ');
  const block = sayBlock(
    tierPastels[passport.tier],
    profile.title,
    fill(profile.tier, facts),
    passport.capMinor === null ? profile.noCap : fill(profile.cap, { amount: money(passport.capMinor) }),
    passport.openMinor > 0 ? fill(profile.open, { amount: money(passport.openMinor) }) : '',
    accounts === '' ? '' : fill(profile.accounts, { accounts }),
  );
  const why = sayFacts(texts, passport);
  if (why.length > 0) block.addTextDisplayComponents(text(`**${profile.why}**\n${fitLines(why, 1_500, '')}`));
  const next = sayNext(texts, passport);
  if (next.length > 0) block.addTextDisplayComponents(text(fitLines(next, 1_000, '')));
  const words = { name: passport.nickname, tier: name, score: passport.score, orders: passport.ordersCompleted };
  if (picture) block.addMediaGalleryComponents(galleryOf(picture, fill(profile.image, words)));
  block.addActionRowComponents(choiceMenu(texts, passport.notices));
  return show(block, picture ? [picture.file] : undefined);
}

/** Facts that speak against somebody: not having them goes without saying. */
const against = new Set<string>(['lapsed-claims', 'lost-disputes']);

function sayFacts(texts: TranslatedTexts, { facts }: Passport): string[] {
  const { buying } = texts.bot.discord;
  const worthSaying = facts.filter(({ key, holds }) => holds || !(against.has(key) || key === 'vouches'));
  return worthSaying.map(({ key, holds, points, count }) => {
    const fact = fill(buying.facts[key], { count });
    const said = points === 0 ? fact : fill(buying.profile.fact, { fact, points: points > 0 ? `+${points}` : points });
    return `${against.has(key) ? '⚠️' : holds ? '✅' : '⬜'} ${said}`;
  });
}

/** What is missing for the next tier, in sentences; nothing at the top. */
function sayNext(texts: TranslatedTexts, { next }: Passport): string[] {
  const { profile, tiers, needs } = texts.bot.discord.buying;
  if (next === null) return [];
  const { emoji, name } = tiers[next.tier];
  return [`**${fill(profile.next, { tier: `${emoji} ${name}` })}**`, ...next.needs.map((key) => `- ${needs[key]}`)];
}

function galleryOf({ name }: PassportPicture, description: string): MediaGalleryBuilder {
  const item = new MediaGalleryItemBuilder().setURL(`attachment://${name}`).setDescription(shorten(description, 1_000));
  return new MediaGalleryBuilder().addItems(item);
}

function choiceMenu(texts: TranslatedTexts, chosen: NoticeChoice): ActionRowBuilder<StringSelectMenuBuilder> {
  const { choice, choices } = texts.bot.discord.buying.profile;
  const menu = new StringSelectMenuBuilder()
    .setCustomId(encodeCustomId('notices', 'mine'))
    .setPlaceholder(choice)
    .addOptions(
      NoticeChoice.options.map((value) =>
        new StringSelectMenuOptionBuilder()
          .setValue(value)
          .setLabel(choices[value].label)
          .setDescription(choices[value].description)
          .setDefault(value === chosen),
      ),
    );
  return new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
}

/** Somebody's passport as anybody may see it; whoever was never met has no name with us. */
export function showPassport(texts: TranslatedTexts, passport: PublicPassport, picture?: PassportPicture): Shown {
  const { buying, guilds } = texts.bot.discord;
  const { profile, tiers } = buying;
  if (passport.nickname === '') return showSaid({ sentence: profile.nobody, remedy: profile.nobodyRemedy });
  const { emoji, name } = tiers[passport.tier];
  const { score, ordersCompleted: orders, builder } = passport;
  const joined = fill(profile.joined, { when: discordTime(passport.joinedAt, 'D') });
  const builderLine = builder
    ? fill(profile.builder, {
        guilds: builder.guilds.map((guild) => `${guilds[guild].emoji} ${guilds[guild].name}`).join(', '),
        completed: builder.ordersCompleted,
        live: builder.ordersBuiltLive,
      })
    : '';
  const onTime = builder?.onTimeRate;
  const marks = [
    onTime == null ? '' : fill(profile.onTime, { percent: Math.round(onTime * 100) }),
    builder?.daysToProof == null ? '' : fill(profile.daysToProof, { days: builder.daysToProof }),
    builder?.disputesLost ? fill(profile.disputesLost, { count: builder.disputesLost }) : '',
    builder?.strikes ? fill(profile.strikes, { count: builder.strikes }) : '',
    builder?.isLive === true ? profile.liveNow : '',
  ].filter((mark) => mark !== '');
  const block = sayBlock(
    tierPastels[passport.tier],
    fill(profile.titleOf, { name: plain(passport.nickname) }),
    fill(profile.tier, { tier: `${emoji} ${name}`, score, orders }),
    [fill(profile.vouches, { count: passport.vouches }), joined].join(' · '),
    [builderLine, ...marks].filter((part) => part !== '').join(' · '),
  );
  if (picture)
    block.addMediaGalleryComponents(
      galleryOf(picture, fill(profile.image, { name: passport.nickname, tier: name, score, orders })),
    );
  return show(block, picture ? [picture.file] : undefined);
}

/** The two ways to open the next tier, each with a private link where it is not taken yet. */
export function showVerify(
  texts: TranslatedTexts,
  passport: Passport,
  links: { readonly twitch: string; readonly identity: string },
): Shown {
  const words = texts.bot.discord.buying.verify;
  const { tierCapMinor, scorePoints } = houseRules;
  const amount = sayMoney(texts, { amountMinor: tierCapMinor.member, currency: passport.currency });
  const twitch = passport.accounts.find(({ platform }) => platform === 'twitch');
  const linked = twitch ? `\n${fill(words.linked, { handle: plain(twitch.handle) })}` : '';
  const isVerified = passport.facts.some(({ key, holds }) => key === 'identity' && holds);
  const block = sayBlock('lavender', words.title, fill(words.sentence, { amount })).addTextDisplayComponents(
    text(fill(words.twitchAbout, { points: scorePoints.account }) + linked),
    text(fill(words.identityAbout, { points: scorePoints.identity }) + (isVerified ? '\n✅' : '')),
    text(`-# ${words.once}`),
  );
  const buttons = [
    ...(twitch ? [] : [linkButton(words.twitch, links.twitch)]),
    ...(isVerified ? [] : [linkButton(words.identity, links.identity)]),
  ];
  return show(buttons.length > 0 ? block.addActionRowComponents(row(...buttons)) : block);
}

/** What somebody can do here, by what they are. */
export function showHelp(
  texts: TranslatedTexts,
  who: { readonly isBuilder: boolean; readonly isAdmin: boolean },
): Shown {
  const { title, buyers, builders, admins, lines, vault } = texts.bot.discord.buying.help;
  const { shop, orders, profile, verify, waitlist, report, apply, community, ...selling } = lines;
  const forAll = [shop, orders, profile, verify, waitlist, report, ...(who.isBuilder ? [] : [apply])];
  const list = openContainer('vanilla').addTextDisplayComponents(
    text(`### ${title}`),
    text(`**${buyers}**\n${forAll.join('\n')}`),
  );
  if (who.isBuilder) list.addTextDisplayComponents(text(`**${builders}**\n${Object.values(selling).join('\n')}`));
  if (who.isAdmin) list.addTextDisplayComponents(text(`**${admins}**\n${community}`));
  return show(list.addTextDisplayComponents(text(`-# ${vault}`)));
}
