import type { ChoiceState, CommandState, FieldState, OptionState } from '../../message-state.ts';

/** What Kumo would write, by what a field is called. The first pattern that fits wins. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/price|cost|amount/i, '450'],
  [/vod|video|link|url|clip/i, ''],
  [
    /spec|detail|describ|about|what/i,
    'Aluminium 65%, 55A gasket, tuned tactile switches, sakura caps with cloud legends. Built to order, live.',
  ],
  [/title|name/i, 'Sakura 65, built live'],
  [/unit|slot|stock|many|count/i, '3'],
  [/day|promise|proof/i, '21'],
];

function sampleText(label: string): string | undefined {
  return texts.find(([pattern]) => pattern.test(label))?.[1];
}

/** The command with which a builder offers something, wherever the bot has put it. */
export function findSellCommand(commands: readonly CommandState[]): CommandState | undefined {
  return (
    commands.find(({ path }) => path === '/c500 drop') ?? commands.find(({ path }) => /\b(drop|sell)\b/.test(path))
  );
}

/** A value for an option of a command: what is built to order, else the first choice, else what Kumo would write. Optional text stays empty. */
export function sampleOption(option: OptionState): string {
  const chosen = option.choices.find(({ value }) => value === 'commission') ?? option.choices[0];
  if (chosen) return String(chosen.value);
  if (!option.required && option.kind === 3) return '';
  return sampleText(option.name) ?? (option.required ? '1' : '');
}

/** A value for a field of a form. */
export function sampleField(field: FieldState): string {
  const chosen = field.choices.find((each: ChoiceState) => each.chosen) ?? field.choices[0];
  if (chosen) return chosen.value;
  const text = sampleText(`${field.customId} ${field.label}`) ?? (field.required ? 'As agreed' : '');
  return field.lengthMax === null ? text : text.slice(0, field.lengthMax);
}
