import type { ButtonBuilder } from 'discord.js';
import type { OrderView } from '#shared/schemas/order.ts';
import type { CaseDecision, OrderCase } from '#shared/schemas/trust.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { actionButton, linkButton, row, sayBlock, show, type Shown } from '../messages.ts';
import { discordTime, fitLines, plain, sayMoney, sayParams } from '../words.ts';

const reportMax = 1_000;
const saidMax = 1_800;
const lineMax = 500;

/** What may be said with a case: under the same order, the tag in the button leads back to it. */
export type Cases = { readonly cases: readonly OrderCase[]; readonly isHidden: boolean };

/** The newest case about an order, as one of its two sees it, with the buttons for what they may say now. `said` is what was just done. */
export function showOrderCase(
  texts: TranslatedTexts,
  order: OrderView,
  { cases, isHidden }: Cases,
  said?: string,
): Shown {
  const words = texts.bot.discord.cases;
  const title = said ?? fill(words.title, { tag: order.tag });
  const [newest] = cases;
  if (isHidden) return show(sayBlock('sky', title, words.hidden, words.hiddenRemedy));
  if (!newest) return show(sayBlock('sky', title, words.none, words.noneRemedy));
  const block = sayBlock(
    said === undefined ? 'lavender' : 'mint',
    title,
    `${texts.bot.discord.buying.report.kinds[kindOf(texts, newest)]}. ${words.states[newest.state]}`,
    `> ${plain(newest.text).replaceAll('\n', '\n> ').slice(0, reportMax)}`,
    fitLines(courseOf(texts, newest), saidMax, words.more),
    newest.answerUntil === null ? '' : fill(words.answerUntil, { when: discordTime(newest.answerUntil, 'R') }),
    newest.appealUntil === null ? '' : fill(words.appealUntil, { when: discordTime(newest.appealUntil, 'R') }),
  );
  const buttons: ButtonBuilder[] = [
    ...(newest.answerUntil === null ? [] : [actionButton('answer', `${order.tag}.${newest.id}`, words.answer)]),
    ...(newest.appealUntil === null ? [] : [actionButton('appeal', `${order.tag}.${newest.id}`, words.appeal)]),
    linkButton(words.page, order.orderUrl),
  ];
  return show(block.addActionRowComponents(row(...buttons)));
}

function kindOf(
  texts: TranslatedTexts,
  { kind }: OrderCase,
): keyof TranslatedTexts['bot']['discord']['buying']['report']['kinds'] {
  const { kinds } = texts.bot.discord.buying.report;
  // A newer core may know kinds that this bot does not.
  return Object.hasOwn(kinds, kind) ? (kind as keyof typeof kinds) : 'conduct';
}

/** What was answered, decided and appealed, in this order. */
function courseOf(texts: TranslatedTexts, { answers, decision, appeal, final }: OrderCase): string[] {
  const words = texts.bot.discord.cases;
  return [
    ...answers.map(({ by, text }) => fill(words.line, { who: words.people[by], text: short(text) })),
    ...(decision ? decided(texts, decision, words.decided) : []),
    ...(appeal ? [fill(words.appealed, { party: words.parties[appeal.by], text: short(appeal.text) })] : []),
    ...(final ? decided(texts, final, words.final) : []),
  ];
}

function short(text: string): string {
  return plain(text).slice(0, lineMax).replaceAll('\n', ' ');
}

function decided(texts: TranslatedTexts, made: CaseDecision, sentence: string): string[] {
  const words = texts.bot.discord.cases;
  const { reason = '' } = sayParams(texts, { reason: made.reason });
  const { postage = '' } = made.postage ? sayParams(texts, { postage: made.postage }) : {};
  const refund = made.refund ? fill(words.refund, { amount: sayMoney(texts, made.refund) }) : '';
  return [
    fill(sentence, { party: words.parties[made.infavourOf], reason }),
    ...[refund, String(postage)].filter((each) => each !== ''),
  ];
}
