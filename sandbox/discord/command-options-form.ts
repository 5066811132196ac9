import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  type ApplicationCommandOptionAllowedChannelType,
  ChannelType,
  Locale,
  type LocalizationMap,
} from 'discord-api-types/v10';
import {
  at,
  type Bounds,
  type Field,
  isGiven,
  isRecord,
  present,
  readChoice,
  readFlag,
  readList,
  readNumber,
  readOptionalNumber,
  readText,
  refuse,
  requireObject,
} from './form.ts';

/** What Discord allows as the name of a slash command, a subcommand or an option. */
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** A name that matches {@link namePattern}, without capitals. */
export function readName(field: Field): string {
  const name = readText(field, { min: 1, max: 32 });
  refuseBadName(field, name);
  return name;
}

function refuseBadName(field: Field, name: string): void {
  if (name !== '' && (!namePattern.test(name) || name !== name.toLowerCase())) {
    refuse(field, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

const locales: readonly string[] = Object.values(Locale);

/** Translations by locale. Undefined where none are given. */
export function readLocalizations(field: Field, bounds: Bounds, isName: boolean): LocalizationMap | undefined {
  if (!isGiven(field) || !requireObject(field) || !isRecord(field.value)) return undefined;
  const map: LocalizationMap = {};
  for (const key of Object.keys(field.value)) {
    const each = at(field, key);
    if (!locales.includes(key)) {
      refuse(field, 'ENUM_TYPE_COERCE', `Value "${key}" is not a valid enum value.`);
    } else if (isGiven(each)) {
      const text = readText(each, bounds);
      if (isName) refuseBadName(each, text);
      Object.assign(map, { [key]: text });
    }
  }
  return map;
}

const { Subcommand, SubcommandGroup, String: Text, Integer, Boolean, User } = ApplicationCommandOptionType;
const { Channel, Role, Mentionable, Number: Fraction, Attachment } = ApplicationCommandOptionType;
const basicTypes = [Text, Integer, Boolean, User, Channel, Role, Mentionable, Fraction, Attachment] as const;

function readWords(field: Field) {
  requireObject(field);
  return {
    name: readName(at(field, 'name')),
    description: readText(at(field, 'description'), { min: 1, max: 100 }),
    ...present({
      name_localizations: readLocalizations(at(field, 'name_localizations'), { min: 1, max: 32 }, true),
      description_localizations: readLocalizations(at(field, 'description_localizations'), { min: 1, max: 100 }, false),
    }),
  };
}

function readChoices<T extends string | number>(field: Field, readValue: (from: Field) => T) {
  if (!isGiven(at(field, 'choices'))) return {};
  const list = readList(at(field, 'choices'), { max: 25 });
  const choices = list.map((each): APIApplicationCommandOptionChoice<T> => {
    const names = readLocalizations(at(each, 'name_localizations'), { min: 1, max: 100 }, false);
    return {
      name: readText(at(each, 'name'), { min: 1, max: 100 }),
      value: readValue(at(each, 'value')),
      ...present({ name_localizations: names }),
    };
  });
  return { choices };
}

/** An option offers fixed choices or asks the app while the person types, never both. */
function readOffer<T extends string | number>(field: Field, readValue: (from: Field) => T) {
  if (readFlag(at(field, 'autocomplete')) !== true) return readChoices(field, readValue);
  if (isGiven(at(field, 'choices')) && readList(at(field, 'choices'), {}).length > 0) {
    refuse(
      at(field, 'autocomplete'),
      'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
      'Autocomplete cannot be used with choices',
    );
  }
  return { autocomplete: true } as const;
}

function readChannelTypes(field: Field): ApplicationCommandOptionAllowedChannelType[] | undefined {
  if (!isGiven(field)) return undefined;
  const { GuildText, GuildVoice, GuildCategory, GuildAnnouncement, PublicThread, PrivateThread, GuildForum } =
    ChannelType;
  const allowed = [
    GuildText,
    GuildVoice,
    GuildCategory,
    GuildAnnouncement,
    PublicThread,
    PrivateThread,
    GuildForum,
  ] as const;
  return readList(field, { min: 1, max: 12 }).map((each) => readChoice(each, allowed));
}

function readBasicOption(field: Field): APIApplicationCommandBasicOption {
  const base = { ...readWords(field), required: readFlag(at(field, 'required')) ?? false };
  const type = readChoice(at(field, 'type'), basicTypes);
  const limits = (fractions: boolean) =>
    present({
      min_value: readOptionalNumber(at(field, 'min_value'), {}, fractions),
      max_value: readOptionalNumber(at(field, 'max_value'), {}, fractions),
    });
  switch (type) {
    case Text: {
      const lengths = present({
        min_length: readOptionalNumber(at(field, 'min_length'), { min: 0, max: 6000 }),
        max_length: readOptionalNumber(at(field, 'max_length'), { min: 1, max: 6000 }),
      });
      return { ...base, type, ...lengths, ...readOffer(field, (from) => readText(from, { min: 1, max: 100 })) };
    }
    case Integer:
      return { ...base, type, ...limits(false), ...readOffer(field, (from) => readNumber(from, {})) };
    case Fraction:
      return { ...base, type, ...limits(true), ...readOffer(field, (from) => readNumber(from, {}, true)) };
    case Channel:
      return { ...base, type, ...present({ channel_types: readChannelTypes(at(field, 'channel_types')) }) };
    case Boolean:
    case User:
    case Role:
    case Mentionable:
    case Attachment:
      return { ...base, type };
  }
}

function refuseRepeatedNames(field: Field, options: readonly { readonly name: string }[]): void {
  options.forEach((option, index) => {
    if (options.findIndex((each) => each.name === option.name) < index) {
      const name = at(at(field, String(index)), 'name');
      refuse(name, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    }
  });
}

function readBasicOptions(field: Field): APIApplicationCommandBasicOption[] {
  const options = readList(field, { max: 25 }).map(readBasicOption);
  options.forEach((option, index) => {
    if (option.required && options.slice(0, index).some((each) => !each.required)) {
      const message = 'Required options must be placed before non-required options';
      refuse(at(field, String(index)), 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
  });
  refuseRepeatedNames(field, options);
  return options;
}

function readSubcommand(field: Field): APIApplicationCommandSubcommandOption {
  if (at(field, 'type').value !== Subcommand) {
    refuse(at(field, 'type'), 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-command option type invalid here');
  }
  return { type: Subcommand, ...readWords(field), options: readBasicOptions(at(field, 'options')) };
}

function readNested(field: Field): APIApplicationCommandOption {
  if (at(field, 'type').value !== SubcommandGroup) return readSubcommand(field);
  const list = readList(at(field, 'options'), { min: 1, max: 25 });
  const options = list.map(readSubcommand);
  refuseRepeatedNames(at(field, 'options'), options);
  return { type: SubcommandGroup, ...readWords(field), options };
}

/** The options of a slash command: either subcommands (and groups of them) or plain options, at most 25 on each level. */
export function readCommandOptions(field: Field): APIApplicationCommandOption[] {
  if (!isGiven(field)) return [];
  const list = readList(field, { max: 25 });
  const nested = list.some((each) => [Subcommand, SubcommandGroup].some((type) => type === at(each, 'type').value));
  if (!nested) return readBasicOptions(field);
  const options = list.map(readNested);
  refuseRepeatedNames(field, options);
  return options;
}
