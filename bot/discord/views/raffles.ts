import { type ButtonBuilder, ButtonStyle } from 'discord.js';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import type { TranslatedTexts } from '#shared/text/locales.ts';
import { fill } from '#shared/text/say.ts';
import { actionButton, row, sayBlock, show, type Shown } from '../messages.ts';
import { discordTime, plain } from '../words.ts';

/** How a raffle stands, in a few words; undefined where there is nothing to draw, and where the drop itself stands still. */
export function sayRaffle(drop: DropView, texts: TranslatedTexts): string | undefined {
  const { raffle, units, status } = drop;
  if (!raffle || !isToBeDrawn(drop) || status !== 'open') return undefined;
  const { soon, open, closed } = texts.raffle;
  if (raffle.state === 'soon') return fill(soon, { when: discordTime(raffle.opensAt, 'R') });
  if (raffle.state === 'closed') return closed;
  return fill(open, { left: units.left, entries: raffle.entries, when: discordTime(raffle.closesAt, 'R') });
}

/** The button with which a raffle is entered; it can be pressed while the raffle is open. */
export function enterButton({ id, raffle, status }: DropView, texts: TranslatedTexts): ButtonBuilder {
  const isOpen = raffle?.state === 'open' && status === 'open';
  return actionButton('raffle', id, texts.raffle.enter, ButtonStyle.Success).setDisabled(!isOpen);
}

/** Whether somebody is in a raffle, their chance, and after the draw their place in it. */
export function showRaffle(texts: TranslatedTexts, drop: Pick<DropView, 'id' | 'title'>, raffle: RaffleView): Shown {
  const words = texts.raffle;
  const { entered, state, units: left, entries, reached } = raffle;
  const values = { title: plain(drop.title), left, entries, reached, when: discordTime(raffle.closesAt, 'f') };
  if (state === 'called-off') return show(sayBlock('sky', words.title, fill(words.calledOff, values)));
  const key = entered ? fill(words.key, { key: entered.key }) : '';
  if (state === 'drawn') {
    const drawn = entered ? fill(words.place, { ...values, place: entered.place ?? 0 }) : fill(words.missed, values);
    return show(sayBlock(entered ? 'mint' : 'sky', words.title, drawn, key));
  }
  const said = fill(entered ? words.in : words.notIn, values);
  const block = sayBlock(entered ? 'mint' : 'sky', words.title, said, fill(words.odds, values), key);
  if (state !== 'open') return show(block);
  const button = entered
    ? actionButton('entry', `leave.${drop.id}`, words.leave)
    : actionButton('entry', `enter.${drop.id}`, words.enter, ButtonStyle.Primary);
  return show(block.addActionRowComponents(row(button)));
}
