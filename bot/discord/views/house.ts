import { ButtonStyle } from 'discord.js';
import type { ActView, BanFailure, PromiseStatus } from '#shared/schemas/house.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { actionButton, row, sayBlock, show, type Shown } from '../messages.ts';
import { discordTime, fitLines, plain, sayParams } from '../words.ts';

/** A row has room for so many buttons. */
const strikesMax = 5;
const textMax = 3_000;

/** An act that waits for its confirmation: what it does, in a sentence. */
export function showProposed(texts: TranslatedTexts, act: ActView): Shown {
  const words = texts.bot.discord.house.act;
  const block = sayBlock(
    'vanilla',
    words.title,
    ...sayAct(texts, act),
    fill(words.until, { when: discordTime(act.expiresAt, 'R') }),
  );
  return show(
    block.addActionRowComponents(
      row(
        actionButton('act', act.id, words.confirm, ButtonStyle.Danger),
        actionButton('drop-act', act.id, words.cancel),
      ),
    ),
  );
}

function sayAct(texts: TranslatedTexts, { summary, reason }: ActView): string[] {
  const words = texts.bot.discord.house.act;
  return [plain(summary), fill(words.reason, { reason: plain(reason) })];
}

/** An act that was done. */
export function showDone(texts: TranslatedTexts, act: ActView): Shown {
  return show(sayBlock('mint', texts.bot.discord.house.act.done, ...sayAct(texts, act)));
}

/** That an act was not done after all. */
export function showNotDone(texts: TranslatedTexts): Shown {
  const { cancelled, cancelledSentence } = texts.bot.discord.house.act;
  return show(sayBlock('sky', cancelled, cancelledSentence));
}

/** The audit log, newest first, as far as it fits. */
export function showActs(texts: TranslatedTexts, acts: readonly ActView[]): Shown {
  const words = texts.bot.discord.house.acts;
  const lines = acts.map((act) => {
    const facts = { when: discordTime(act.proposedAt, 'f'), by: plain(act.by), summary: plain(act.summary) };
    const state = act.doneAt === null ? words.open : words.done;
    return `${fill(words.line, facts)}\n${fill(words.reason, { reason: plain(act.reason), state })}`;
  });
  const body = lines.length === 0 ? words.none : fitLines(lines, textMax, texts.bot.discord.house.cases.more);
  return show(sayBlock('lavender', words.title, body));
}

/** Bans that communities have not carried out, as far as they fit. */
export function showFailures(texts: TranslatedTexts, failures: readonly BanFailure[]): Shown {
  const words = texts.bot.discord.house.failures;
  const lines = failures.map(({ community, discordId: id, wanted, tries, reason }) =>
    fill(words.line, { community: plain(community), id, wanted: words.wanted[wanted], tries, reason: plain(reason) }),
  );
  const body = lines.length === 0 ? words.none : fitLines(lines, textMax, texts.bot.discord.house.cases.more);
  return show(sayBlock('lavender', words.title, body));
}

/** How far somebody is with what a builder needs. */
export function showPromises(texts: TranslatedTexts, status: PromiseStatus): Shown {
  const { house, guilds } = texts.bot.discord;
  const words = house.promise;
  const version = ({ signed, current }: PromiseStatus['vibeCheck']) => ({
    signed: signed === 0 ? words.notSigned : signed,
    current,
  });
  const crafts = status.guilds.map((guild) => guilds[guild].name).join(', ');
  const { strikes, application } = status;
  const standing = strikes.filter(({ lifted }) => !lifted).slice(0, strikesMax);
  const block = sayBlock(
    'lavender',
    fill(words.title, { name: plain(status.nickname) }),
    status.isBuilder ? fill(words.certified, { guilds: crafts }) : words.notCertified,
    fill(words.vibeCheck, version(status.vibeCheck)),
    fill(words.shippingStandard, version(status.shippingStandard)),
    status.canBePaid ? words.paid : words.notPaid,
    status.channelLogin === null ? words.noChannel : fill(words.channel, { login: plain(status.channelLogin) }),
    status.bannedSince === null ? '' : fill(words.banned, { when: discordTime(status.bannedSince, 'f') }),
    application
      ? fill(words.applied, { craft: guilds[application.guild].name, about: plain(application.about).slice(0, 500) })
      : '',
    ...standing.map((strike, index) => sayStrike(texts, strike, index + 1)),
  );
  if (standing.length === 0) return show(block);
  const lifts = standing.map(({ id }, index) =>
    actionButton('lift', id, fill(house.strikes.lift, { number: index + 1 })),
  );
  return show(block.addActionRowComponents(row(...lifts)));
}

function sayStrike(texts: TranslatedTexts, strike: PromiseStatus['strikes'][number], number: number): string {
  const words = texts.bot.discord.house.strikes;
  const { reason = '' } = sayParams(texts, { reason: strike.reason });
  return fill(words.line, { number, why: words.kinds[strike.why], when: discordTime(strike.at, 'D'), reason });
}
