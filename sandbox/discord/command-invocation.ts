import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandInteractionDataBasicOption,
  type APIApplicationCommandInteractionDataOption,
  ApplicationCommandOptionType as Kind,
  type InteractionType,
} from 'discord-api-types/v10';
import type { DiscordModel } from './model.ts';
import { ImpossibleActionError } from './refusal.ts';
import { joinPicked, type Picked, pickedNothing } from './resolved.ts';

/** What a person filled in after the command's name. Users, channels and roles are given by id. */
export type CommandOptions = {
  readonly group?: string;
  readonly subcommand?: string;
  readonly values: Readonly<Record<string, string | number | boolean>>;
};

type Sent = InteractionType.ApplicationCommand;
type Asked = InteractionType.ApplicationCommandAutocomplete;
type Value = string | number | boolean;

/** The options that a person fills in, below the subcommand where there are some. */
export function findOptions(
  command: APIApplicationCommand,
  given: CommandOptions,
): readonly APIApplicationCommandBasicOption[] {
  let level = command.options ?? [];
  for (const [name, type] of [
    [given.group, Kind.SubcommandGroup],
    [given.subcommand, Kind.Subcommand],
  ] as const) {
    if (name === undefined) continue;
    const found = level.find((each) => each.name === name && each.type === type);
    if (!found || !('options' in found)) throw new ImpossibleActionError(`/${command.name} has no "${name}"`);
    level = found.options ?? [];
  }
  return level.map((each) => {
    if (each.type === Kind.Subcommand || each.type === Kind.SubcommandGroup) {
      throw new ImpossibleActionError(`/${command.name} needs a subcommand`);
    }
    return each;
  });
}

function refuseValue(option: APIApplicationCommandBasicOption, why: string): never {
  throw new ImpossibleActionError(`the option "${option.name}" ${why}`);
}

function checkText(option: APIApplicationCommandBasicOption & { type: Kind.String }, value: Value): string {
  if (typeof value !== 'string') return refuseValue(option, 'takes text');
  const length = [...value].length;
  if (length < (option.min_length ?? 0)) refuseValue(option, `takes at least ${option.min_length} characters`);
  if (length > (option.max_length ?? 6000))
    refuseValue(option, `takes at most ${option.max_length ?? 6000} characters`);
  return value;
}

function checkNumber(
  option: APIApplicationCommandBasicOption & { type: Kind.Integer | Kind.Number },
  value: Value,
): number {
  if (typeof value !== 'number' || (option.type === Kind.Integer && !Number.isInteger(value))) {
    return refuseValue(option, 'takes a number');
  }
  if (value < (option.min_value ?? -Infinity)) refuseValue(option, `takes no less than ${option.min_value}`);
  if (value > (option.max_value ?? Infinity)) refuseValue(option, `takes no more than ${option.max_value}`);
  return value;
}

function checkChoice(option: APIApplicationCommandBasicOption, value: Value): void {
  const choices: readonly { value: string | number }[] = 'choices' in option ? (option.choices ?? []) : [];
  if (choices.length > 0 && !choices.some((each) => each.value === value)) {
    refuseValue(option, `offers no choice ${JSON.stringify(value)}`);
  }
}

function fill(
  option: APIApplicationCommandBasicOption,
  value: Value,
): APIApplicationCommandInteractionDataBasicOption<Sent> {
  const { name } = option;
  checkChoice(option, value);
  switch (option.type) {
    case Kind.String:
      return { name, type: option.type, value: checkText(option, value) };
    case Kind.Integer:
      return { name, type: option.type, value: checkNumber(option, value) };
    case Kind.Number:
      return { name, type: option.type, value: checkNumber(option, value) };
    case Kind.Boolean:
      return typeof value === 'boolean' ? { name, type: option.type, value } : refuseValue(option, 'takes yes or no');
    case Kind.User:
    case Kind.Channel:
    case Kind.Role:
    case Kind.Mentionable:
    case Kind.Attachment:
      return typeof value === 'string' ? { name, type: option.type, value } : refuseValue(option, 'takes an id');
  }
}

function pick(model: DiscordModel, option: APIApplicationCommandInteractionDataBasicOption<Sent>): Picked {
  switch (option.type) {
    case Kind.User:
      return { ...pickedNothing, userIds: [option.value] };
    case Kind.Channel:
      return { ...pickedNothing, channelIds: [option.value] };
    case Kind.Role:
      return { ...pickedNothing, roleIds: [option.value] };
    case Kind.Mentionable: {
      const key = model.users.has(option.value) ? 'userIds' : 'roleIds';
      return { ...pickedNothing, [key]: [option.value] };
    }
    case Kind.String:
    case Kind.Integer:
    case Kind.Number:
    case Kind.Boolean:
    case Kind.Attachment:
      return pickedNothing;
  }
}

function nest<T extends InteractionType>(
  given: CommandOptions,
  options: APIApplicationCommandInteractionDataBasicOption<T>[],
): APIApplicationCommandInteractionDataOption<T>[] {
  if (given.subcommand === undefined) return options;
  const subcommand = { name: given.subcommand, type: Kind.Subcommand, options } as const;
  return given.group === undefined
    ? [subcommand]
    : [{ name: given.group, type: Kind.SubcommandGroup, options: [subcommand] }];
}

/**
 * The options of a command that a person sends, checked as Discord's client checks them.
 *
 * @throws ImpossibleActionError when an option is missing, unknown, or out of its bounds
 */
export function fillCommand(model: DiscordModel, command: APIApplicationCommand, given: CommandOptions) {
  const options = findOptions(command, given);
  for (const name of Object.keys(given.values)) {
    if (!options.some((each) => each.name === name)) throw new ImpossibleActionError(`there is no option "${name}"`);
  }
  const filled = options.flatMap((option) => {
    const value = given.values[option.name];
    if (value !== undefined) return [fill(option, value)];
    return option.required ? refuseValue(option, 'is required') : [];
  });
  const picked = filled.map((each) => pick(model, each)).reduce(joinPicked, pickedNothing);
  return { options: nest<Sent>(given, filled), picked };
}

/**
 * The options of a command while one of them is being typed: nothing is required yet, and numbers are text.
 *
 * @throws ImpossibleActionError when the focused option does not exist or does not ask the app
 */
export function fillAutocomplete(
  command: APIApplicationCommand,
  given: CommandOptions,
  focused: string,
): APIApplicationCommandInteractionDataOption<Asked>[] {
  const options = findOptions(command, given);
  const target = options.find((each) => each.name === focused);
  if (!target || !('autocomplete' in target && target.autocomplete)) {
    throw new ImpossibleActionError(`the option "${focused}" suggests nothing`);
  }
  const filled = options.flatMap((option): APIApplicationCommandInteractionDataBasicOption<Asked>[] => {
    const value = given.values[option.name] ?? (option === target ? '' : undefined);
    if (value === undefined) return [];
    const focus = option === target ? { focused: true } : {};
    switch (option.type) {
      case Kind.String:
      case Kind.Integer:
      case Kind.Number:
        return [{ name: option.name, type: option.type, value: String(value), ...focus }];
      case Kind.Boolean:
        return [{ name: option.name, type: option.type, value: value === true }];
      case Kind.User:
      case Kind.Channel:
      case Kind.Role:
      case Kind.Mentionable:
      case Kind.Attachment:
        return [{ name: option.name, type: option.type, value: String(value) }];
    }
  });
  return nest<Asked>(given, filled);
}
