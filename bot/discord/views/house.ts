import { ButtonStyle } from 'discord.js';
import type { RoomMessageView } from '#shared/schemas/community.ts';
import type { ActView, BanFailure, CaseView, PromiseStatus } from '#shared/schemas/house.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import {
  actionButton,
  beside,
  line,
  linkButton,
  openContainer,
  row,
  sayBlock,
  show,
  text,
  type Shown,
} from '../messages.ts';
import { discordTime, fitLines, plain, sayMoney } from '../words.ts';

const casesMax = 8;
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
  return show(
    sayBlock(
      'lavender',
      fill(words.title, { name: plain(status.nickname) }),
      status.isBuilder ? fill(words.certified, { guilds: crafts }) : words.notCertified,
      fill(words.vibeCheck, version(status.vibeCheck)),
      fill(words.shippingStandard, version(status.shippingStandard)),
      status.canBePaid ? words.paid : words.notPaid,
      status.channelLogin === null ? words.noChannel : fill(words.channel, { login: plain(status.channelLogin) }),
      status.bannedSince === null ? '' : fill(words.banned, { when: discordTime(status.bannedSince, 'f') }),
    ),
  );
}

/** Cases that wait for a decision, each with a button to look at it. */
export function showCases(texts: TranslatedTexts, cases: readonly CaseView[]): Shown {
  const { cases: words } = texts.bot.discord.house;
  if (cases.length === 0) return show(sayBlock('sky', words.title, words.none));
  const list = openContainer('lavender').addTextDisplayComponents(text(`### ${words.title}`));
  for (const each of cases.slice(0, casesMax)) {
    const facts = { kind: kindOf(texts, each), about: plain(each.about), when: discordTime(each.openedAt, 'R') };
    list.addSectionComponents(beside(fill(words.line, facts), actionButton('case', each.id, words.open)));
  }
  const left = cases.length - casesMax;
  return show(left > 0 ? list.addTextDisplayComponents(text(`-# ${fill(words.more, { count: left })}`)) : list);
}

function kindOf(texts: TranslatedTexts, { kind }: Pick<CaseView, 'kind'>): string {
  return texts.bot.discord.buying.report.kinds[kind];
}

/** A case's name in a list of choices. */
export function nameCase(texts: TranslatedTexts, each: CaseView): string {
  const about = [each.tag, each.about].filter((part) => part !== null).join(' ');
  return fill(texts.bot.discord.house.cases.choice, { kind: kindOf(texts, each), about });
}

/** One case: what was reported, the order and its money, what was said in its room, and the buttons to decide. */
export function showCase(
  texts: TranslatedTexts,
  looked: { readonly case: CaseView; readonly order: OrderView | null; readonly room: readonly RoomMessageView[] },
): Shown {
  const { cases: words } = texts.bot.discord.house;
  const { order, room } = looked;
  const { id, about, by, openedAt, decision, tag } = looked.case;
  const facts = { about: plain(about), by: plain(by), when: discordTime(openedAt, 'R') };
  const block = sayBlock(
    'lavender',
    fill(words.one, { kind: kindOf(texts, looked.case) }),
    [tag === null ? '' : `**${tag}**`, fill(words.about, facts)].filter((part) => part !== '').join(' · '),
    order ? sayHeld(texts, order) : '',
    `> ${plain(looked.case.text).replaceAll('\n', '\n> ').slice(0, 1_500)}`,
    decision ? fill(words.decided, { party: words.parties[decision.infavourOf], reason: plain(decision.reason) }) : '',
  );
  if (order) {
    const said = room.map(({ by: speaker, text: words_ }) =>
      fill(words.roomLine, { by: words.speakers[speaker], text: plain(words_).slice(0, 300).replaceAll('\n', ' ') }),
    );
    // The newest are what a decider looks for first.
    const newest = said.toReversed();
    const body = newest.length === 0 ? words.noRoom : fitLines(newest, 1_500, words.more);
    block.addSeparatorComponents(line()).addTextDisplayComponents(text(`**${words.room}**\n${body}`));
  }
  const decide = decision
    ? []
    : [
        actionButton('judge', `buyer.${id}`, words.buyer, ButtonStyle.Primary),
        actionButton('judge', `builder.${id}`, words.builder, ButtonStyle.Primary),
      ];
  const page = order ? [linkButton(words.page, order.orderUrl)] : [];
  return show(block.addActionRowComponents(row(...decide, ...page, actionButton('cases', 'all', words.back))));
}

function sayHeld(texts: TranslatedTexts, { vault, fulfilment }: OrderView): string {
  const { held } = texts.bot.discord.house.cases;
  const money = { amountMinor: vault?.heldMinor ?? 0, currency: vault?.currency ?? 'USD' };
  return fill(held, { amount: sayMoney(texts, money), state: texts.panel.state[fulfilment] });
}
