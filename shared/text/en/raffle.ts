/** What is said of raffles on Discord, in the panel and in the activity. No word of prices: the panel may show none. */
export const raffleTexts = {
  enter: 'Enter the raffle',
  leave: 'Leave the raffle',
  mark: 'Raffle',
  title: 'The raffle',
  soon: 'Raffle: opens {when}',
  open: 'Raffle: {left} to draw for, {entries} in it, drawn {when}',
  closed: 'Raffle: being drawn now',
  in: 'You are in the raffle for **{title}**. It is drawn {when}; whoever is drawn hears from us and has an hour.',
  notIn: 'You are not in the raffle for **{title}**. It is open until {when}.',
  odds: '{left} to draw for, {entries} in it. Everybody has the same chance.',
  key: 'Your key is `{key}`. With it you find yourself in the draw, which anybody can do again.',
  place:
    'The raffle for **{title}** was drawn: you are number **{place}** of {entries}. Units have been offered down to number {reached}.',
  missed: 'The raffle for **{title}** was drawn without you.',
  calledOff: 'The drop **{title}** was closed before its raffle was drawn.',
  extra: 'a raffle, open for {minutes} minutes',
} as const;
