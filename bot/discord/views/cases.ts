import { ButtonStyle, type ButtonBuilder } from 'discord.js';
import type { RoomMessageView } from '#shared/schemas/community.ts';
import type { CaseView } from '#shared/schemas/house.ts';
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
import { discordTime, fitLines, plain, sayMoney, sayParams } from '../words.ts';

const casesPerPage = 8;
/** How much of what people said is shown: a message of Discord's holds 4,000 characters in all. */
const reportMax = 900;
const saidMax = 1_000;
const roomMax = 800;

/** Cases that wait for a decision, what is due first at the top, each with a button to look at it. */
export function showCases(texts: TranslatedTexts, cases: readonly CaseView[]): Shown {
  const { cases: words } = texts.bot.discord.house;
  if (cases.length === 0) return show(sayBlock('sky', words.title, words.none));
  const list = openContainer('lavender').addTextDisplayComponents(text(`### ${words.title}`));
  const shown = cases.slice(0, casesPerPage);
  for (const each of shown) {
    const facts = { kind: kindOf(texts, each), about: plain(each.about), when: discordTime(each.openedAt, 'R') };
    const said = `${fill(words.line, facts)}\n-# ${sayTurn(texts, each)}`;
    list.addSectionComponents(beside(said, actionButton('case', each.id, words.open)));
  }
  const left = cases.length - casesPerPage;
  const last = shown.at(-1);
  if (left <= 0 || !last) return show(list);
  return show(
    list
      .addTextDisplayComponents(text(`-# ${fill(words.more, { count: left })}`))
      .addActionRowComponents(row(actionButton('cases', last.id, words.next))),
  );
}

/** Who has a case, and what is due of it. */
function sayTurn(texts: TranslatedTexts, { takenBy, isReady, dueAt, state }: CaseView): string {
  const { cases: words } = texts.bot.discord.house;
  if (state === 'decided' || state === 'final') return words.over;
  const when = discordTime(dueAt, 'R');
  const whose = takenBy === null ? words.untaken : fill(words.taken, { name: plain(takenBy) });
  return `${whose} ${fill(takenBy === null ? words.takeUntil : isReady ? words.ready : words.readyAt, { when })}`;
}

function kindOf(texts: TranslatedTexts, { kind }: Pick<CaseView, 'kind'>): string {
  return texts.bot.discord.buying.report.kinds[kind];
}

/** A case's name in a list of choices. */
export function nameCase(texts: TranslatedTexts, each: CaseView): string {
  const about = [each.tag, each.about].filter((part) => part !== null).join(' ');
  return fill(texts.bot.discord.house.cases.choice, { kind: kindOf(texts, each), about });
}

/** One case: what was reported and answered, the order and its money, what was said in its room, and the buttons to decide. */
export function showCase(
  texts: TranslatedTexts,
  looked: { readonly case: CaseView; readonly order: OrderView | null; readonly room: readonly RoomMessageView[] },
): Shown {
  const { cases: words } = texts.bot.discord.house;
  const { order, room } = looked;
  const { about, by, openedAt, tag } = looked.case;
  const facts = { about: plain(about), by: plain(by), when: discordTime(openedAt, 'R') };
  const block = sayBlock(
    'lavender',
    fill(words.one, { kind: kindOf(texts, looked.case) }),
    [tag === null ? '' : `**${tag}**`, fill(words.about, facts)].filter((part) => part !== '').join(' · '),
    order ? sayHeld(texts, order) : '',
    sayTurn(texts, looked.case),
    quoted(looked.case.text, reportMax),
    fitLines(sayCourse(texts, looked.case), saidMax, words.more),
  );
  if (order) {
    const said = room.map(({ by: speaker, text: words_ }) =>
      fill(words.roomLine, { by: words.speakers[speaker], text: plain(words_).slice(0, 300).replaceAll('\n', ' ') }),
    );
    // The newest are what a decider looks for first.
    const newest = said.toReversed();
    const body = newest.length === 0 ? words.noRoom : fitLines(newest, roomMax, words.more);
    block.addSeparatorComponents(line()).addTextDisplayComponents(text(`**${words.room}**\n${body}`));
  }
  const page = order ? [linkButton(words.page, order.orderUrl)] : [];
  const buttons = [...deedsOf(texts, looked.case), ...page, actionButton('cases', 'all', words.back)];
  return show(block.addActionRowComponents(row(...buttons)));
}

/** What was answered, decided and appealed, in this order. */
function sayCourse(texts: TranslatedTexts, { answers, decision, appeal, final }: CaseView): string[] {
  const { cases: words } = texts.bot.discord.house;
  const said = answers.map(({ by, text: words_ }) =>
    fill(words.roomLine, { by: words.speakers[by], text: plain(words_).slice(0, 400).replaceAll('\n', ' ') }),
  );
  const decided = (made: NonNullable<CaseView['decision']>, sentence: string) => {
    const { reason = '' } = sayParams(texts, { reason: made.reason });
    return fill(sentence, { party: words.parties[made.infavourOf], reason });
  };
  return [
    ...said,
    ...(decision ? [decided(decision, words.decided)] : []),
    ...(appeal
      ? [
          fill(words.appealed, {
            party: words.parties[appeal.by],
            text: plain(appeal.text).slice(0, 400).replaceAll('\n', ' '),
          }),
        ]
      : []),
    ...(final ? [decided(final, words.final)] : []),
  ];
}

function quoted(words: string, lengthMax: number): string {
  return `> ${plain(words).replaceAll('\n', '\n> ').slice(0, lengthMax)}`;
}

function deedsOf(texts: TranslatedTexts, { id, state, takenBy }: CaseView): ButtonBuilder[] {
  const { cases: words } = texts.bot.discord.house;
  if (state === 'decided' || state === 'final') return [];
  const take = actionButton('take', id, takenBy === null ? words.take : words.takeOver);
  if (takenBy === null) return [take];
  return [
    actionButton('judge', `buyer.${id}`, words.buyer, ButtonStyle.Primary),
    actionButton('judge', `builder.${id}`, words.builder, ButtonStyle.Primary),
    take,
  ];
}

function sayHeld(texts: TranslatedTexts, { vault, fulfilment }: OrderView): string {
  const { held, released } = texts.bot.discord.house.cases;
  const money = (amountMinor: number) => sayMoney(texts, { amountMinor, currency: vault?.currency ?? 'USD' });
  const out = vault?.releasedMinor ?? 0;
  const said = fill(held, { amount: money(vault?.heldMinor ?? 0), state: texts.panel.state[fulfilment] });
  return out > 0 ? `${said} ${fill(released, { amount: money(out) })}` : said;
}
