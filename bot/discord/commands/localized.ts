import { Locale as DiscordLocale, type LocalizationMap } from 'discord.js';
import { locales, textsFor, type Locale, type TranslatedTexts } from '#shared/text/locales.ts';

type CommandTexts = TranslatedTexts['bot']['discord']['commands'];
type Described = { readonly name: string; readonly description: string };
/** Whatever has a name and a description: commands, subcommands and options. */
type Nameable = {
  setName(name: string): unknown;
  setDescription(description: string): unknown;
  setNameLocalizations(names: LocalizationMap): unknown;
  setDescriptionLocalizations(descriptions: LocalizationMap): unknown;
};

const english = textsFor('en').bot.discord.commands;

/** Discord's names of our languages, but for English, which everybody gets who reads none of the others. */
function discordLocalesOf(locale: Locale): readonly DiscordLocale[] {
  return Object.values(DiscordLocale).filter((each) => each.split('-', 1)[0] === locale);
}

/** One text in every language but English. */
export function localizations(pick: (texts: TranslatedTexts) => string): LocalizationMap {
  const map: LocalizationMap = {};
  for (const locale of locales) {
    if (locale === 'en') continue;
    for (const each of discordLocalesOf(locale)) map[each] = pick(textsFor(locale));
  }
  return map;
}

/** Names and describes a command or option in every language. */
export function named<Builder extends Nameable>(builder: Builder, pick: (texts: CommandTexts) => Described): Builder {
  builder.setName(pick(english).name);
  builder.setDescription(pick(english).description);
  builder.setNameLocalizations(localizations((texts) => pick(texts.bot.discord.commands).name));
  builder.setDescriptionLocalizations(localizations((texts) => pick(texts.bot.discord.commands).description));
  return builder;
}

/** A choice of an option, named in every language. */
export function choice<Value extends string>(value: Value, pick: (texts: TranslatedTexts) => string) {
  return { name: pick(textsFor('en')), name_localizations: localizations(pick), value };
}
