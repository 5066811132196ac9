import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  EntryPointCommandHandlerType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { readCommandOptions, readLocalizations, readName } from './command-options-form.ts';
import {
  at,
  type Field,
  isGiven,
  isRecord,
  present,
  readChoice,
  readFlag,
  readList,
  readOptionalChoice,
  readText,
  refuse,
  requireObject,
} from './form.ts';

/** A command as an app describes it, before it has an id. */
export type CommandForm = Omit<APIApplicationCommand, 'id' | 'version' | 'application_id' | 'guild_id'>;

const textSumMax = 8000;
const { ChatInput, User, Message, PrimaryEntryPoint } = ApplicationCommandType;

/** The longest wording of a name or description over all locales: what Discord counts. */
function longest(text: string, localized: object | null | undefined): number {
  return Math.max(text.length, ...Object.values(localized ?? {}).map((each) => String(each).length));
}

function textSum(part: CommandForm | APIApplicationCommandOption): number {
  const own = longest(part.name, part.name_localizations) + longest(part.description, part.description_localizations);
  const choices = 'choices' in part ? (part.choices ?? []) : [];
  const options: readonly APIApplicationCommandOption[] = 'options' in part ? (part.options ?? []) : [];
  return (
    own +
    choices.reduce((sum, each) => sum + longest(each.name, each.name_localizations) + String(each.value).length, 0) +
    options.reduce((sum, each) => sum + textSum(each), 0)
  );
}

function readPermissions(field: Field): string | null {
  if (!isGiven(field)) return null;
  const text = readText(field, { max: 40 });
  if (/^\d*$/.test(text)) return text;
  refuse(field, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  return null;
}

function readSet<T extends number>(field: Field, allowed: readonly [T, ...T[]]): T[] | undefined {
  return isGiven(field) ? readList(field, { min: 1 }).map((each) => readChoice(each, allowed)) : undefined;
}

function readWords(field: Field, type: ApplicationCommandType) {
  const slash = type === ChatInput;
  const description = at(field, 'description');
  if ((type === User || type === Message) && isGiven(description) && description.value !== '') {
    refuse(
      description,
      'APPLICATION_COMMAND_DESCRIPTION_CANNOT_BE_SET',
      'Context menu commands cannot have description',
    );
  }
  const described = slash || (type === PrimaryEntryPoint && isGiven(description));
  return {
    name: slash ? readName(at(field, 'name')) : readText(at(field, 'name'), { min: 1, max: 32 }),
    description: described ? readText(description, { min: slash ? 1 : 0, max: 100 }) : '',
    name_localizations: readLocalizations(at(field, 'name_localizations'), { min: 1, max: 32 }, slash) ?? null,
    description_localizations:
      readLocalizations(at(field, 'description_localizations'), { min: 1, max: 100 }, false) ?? null,
  };
}

/** One command of any type. */
export function readCommand(field: Field): CommandForm {
  requireObject(field);
  const type = readOptionalChoice(at(field, 'type'), [ChatInput, User, Message, PrimaryEntryPoint]) ?? ChatInput;
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const { Guild, BotDM, PrivateChannel } = InteractionContextType;
  const { AppHandler, DiscordLaunchActivity } = EntryPointCommandHandlerType;
  const command: CommandForm = {
    type,
    ...readWords(field, type),
    default_member_permissions: readPermissions(at(field, 'default_member_permissions')),
    nsfw: readFlag(at(field, 'nsfw')) ?? false,
    integration_types: readSet(at(field, 'integration_types'), [GuildInstall, UserInstall]) ?? [GuildInstall],
    contexts: readSet(at(field, 'contexts'), [Guild, BotDM, PrivateChannel]) ?? null,
    ...(type === ChatInput ? { options: readCommandOptions(at(field, 'options')) } : {}),
    ...present({ handler: readOptionalChoice(at(field, 'handler'), [AppHandler, DiscordLaunchActivity]) }),
  };
  if (textSum(command) > textSumMax) {
    refuse(field, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${textSumMax})`);
  }
  return command;
}

/** The whole list for an overwrite: at most 100 slash commands, no name twice for one type. */
export function readCommandList(field: Field): readonly CommandForm[] {
  const commands = readList(field, { max: 131 }).map(readCommand);
  if (commands.filter((each) => each.type === ChatInput).length > 100) {
    refuse(field, 'APPLICATION_COMMANDS_LIMIT', 'Maximum number of application commands reached (100)');
  }
  commands.forEach((command, index) => {
    if (commands.findIndex((each) => each.name === command.name && each.type === command.type) < index) {
      const message = 'Application command names must be unique';
      refuse(at(at(field, String(index)), 'name'), 'APPLICATION_COMMANDS_DUPLICATE_NAME', message);
    }
  });
  return commands;
}

/** A command with some of its properties replaced, as a PATCH gives them. */
export function readCommandPatch(field: Field, current: APIApplicationCommand): CommandForm {
  const changes = isRecord(field.value) ? field.value : {};
  return readCommand({ ...field, value: { ...current, ...changes } });
}
