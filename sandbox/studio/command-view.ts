import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType as Kind,
  ApplicationCommandType,
} from 'discord-api-types/v10';
import { locales } from './act.ts';
import type { CommandState, OptionState } from './message-state.ts';

type Named = Pick<
  APIApplicationCommandOption | APIApplicationCommand,
  'name' | 'name_localizations' | 'description' | 'description_localizations'
>;
type Words = CommandState['inLocales'];

const kinds = {
  [ApplicationCommandType.ChatInput]: 'slash',
  [ApplicationCommandType.Message]: 'message',
  [ApplicationCommandType.User]: 'person',
  [ApplicationCommandType.PrimaryEntryPoint]: 'entry',
} as const;

/** What something is called in every language that the Studio can be set to, below what stands above it. */
function wordsOf(named: Named, above: (locale: string) => string): Words {
  return Object.fromEntries(
    locales.map((locale) => {
      const name = named.name_localizations?.[locale] ?? named.name;
      const hint = named.description_localizations?.[locale] ?? named.description;
      return [locale, { path: above(locale) + name, hint }];
    }),
  );
}

/** The commands that can be sent, each subcommand for itself. */
export function viewCommands(command: APIApplicationCommand): readonly CommandState[] {
  const kind = kinds[command.type];
  const inLocales = wordsOf(command, () => (kind === 'slash' ? '/' : ''));
  const base = { id: command.id, kind, name: command.name, group: null, subcommand: null };
  const path = kind === 'slash' ? `/${command.name}` : command.name;
  return spread(command.options ?? [], base, { path, hint: command.description, inLocales });
}

type Place = Pick<CommandState, 'id' | 'kind' | 'name' | 'group' | 'subcommand'>;
type Called = Pick<CommandState, 'path' | 'hint' | 'inLocales'>;

function spread(options: readonly APIApplicationCommandOption[], place: Place, called: Called): CommandState[] {
  const below = options.flatMap((each) => {
    const inLocales = wordsOf(each, (locale) => `${called.inLocales[locale]?.path ?? called.path} `);
    const deeper = { path: `${called.path} ${each.name}`, hint: each.description, inLocales };
    if (each.type === Kind.SubcommandGroup) return spread(each.options ?? [], { ...place, group: each.name }, deeper);
    if (each.type !== Kind.Subcommand) return [];
    return spread(each.options ?? [], { ...place, subcommand: each.name }, deeper);
  });
  if (below.length > 0) return below;
  return [{ ...place, ...called, options: options.flatMap((each) => (isBasic(each) ? [viewOption(each)] : [])) }];
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return option.type !== Kind.Subcommand && option.type !== Kind.SubcommandGroup;
}

function viewOption(option: APIApplicationCommandBasicOption): OptionState {
  const choices = 'choices' in option ? (option.choices ?? []) : [];
  return {
    name: option.name,
    hint: option.description,
    inLocales: wordsOf(option, () => ''),
    kind: option.type,
    required: option.required ?? false,
    suggests: 'autocomplete' in option && option.autocomplete === true,
    choices: choices.map((choice) => ({
      name: choice.name,
      value: choice.value,
      inLocales: Object.fromEntries(
        locales.map((locale) => [locale, choice.name_localizations?.[locale] ?? choice.name]),
      ),
    })),
  };
}
