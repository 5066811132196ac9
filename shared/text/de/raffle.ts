import type { TranslatedTexts } from '../locales.ts';

/** What is said of raffles, in German. */
export const raffleTexts: TranslatedTexts['raffle'] = {
  enter: 'An der Verlosung teilnehmen',
  leave: 'Nicht mehr teilnehmen',
  mark: 'Verlosung',
  title: 'Die Verlosung',
  soon: 'Verlosung: beginnt {when}',
  open: 'Verlosung: {left} zu vergeben, {entries} dabei, Ziehung {when}',
  closed: 'Verlosung: wird gerade gezogen',
  in: 'Du nimmst an der Verlosung von **{title}** teil. Gezogen wird {when}; wer gezogen wird, hört von uns und hat eine Stunde Zeit.',
  notIn: 'Du nimmst an der Verlosung von **{title}** nicht teil. Sie ist bis {when} offen.',
  odds: '{left} zu vergeben, {entries} dabei. Alle haben die gleiche Chance.',
  key: 'Dein Schlüssel ist `{key}`. Mit ihm findest du dich in der Ziehung, die alle nachrechnen können.',
  place:
    'Die Verlosung von **{title}** ist gezogen: Du bist Nummer **{place}** von {entries}. Angeboten wurde bisher bis Nummer {reached}.',
  missed: 'Die Verlosung von **{title}** wurde ohne dich gezogen.',
  calledOff: 'Der Drop **{title}** wurde geschlossen, bevor gezogen wurde.',
  extra: 'eine Verlosung, offen für {minutes} Minuten',
};
