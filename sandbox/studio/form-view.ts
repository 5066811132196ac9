import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackComponent,
  type APITextInputComponent,
  ApplicationCommandOptionType as Kind,
  ApplicationCommandType,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { DiscordUser, ShownModal } from '../discord/model.ts';
import type { ChoiceState, CommandState, FieldState, FormState, OptionState } from './message-state.ts';

/** A form as the Studio shows it. */
export function viewForm(modal: ShownModal, users: readonly DiscordUser[]): FormState {
  const fields = modal.components.flatMap((part) => viewField(part, users));
  return { id: modal.id, userId: modal.userId, title: modal.title, fields };
}

const plain = {
  customId: '',
  hint: '',
  placeholder: '',
  value: '',
  required: false,
  lengthMax: null,
  countMax: 1,
  choices: [],
} as const satisfies Partial<FieldState>;

function viewField(part: APIModalInteractionResponseCallbackComponent, users: readonly DiscordUser[]): FieldState[] {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return [{ ...plain, choices: [], kind: 'note', label: part.content }];
    case ComponentType.ActionRow:
      return part.components.map((input) => viewTextInput(input, input.label ?? '', ''));
    case ComponentType.Label:
      return viewLabelled(part.component, part.label, part.description ?? '', users);
    default:
      return [];
  }
}

function viewTextInput(input: APITextInputComponent, label: string, hint: string): FieldState {
  return {
    ...plain,
    choices: [],
    kind: input.style === TextInputStyle.Paragraph ? 'paragraph' : 'line',
    customId: input.custom_id,
    label,
    hint,
    placeholder: input.placeholder ?? '',
    value: input.value ?? '',
    required: input.required ?? true,
    lengthMax: input.max_length ?? null,
  };
}

type Offered = {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
};

function viewChoices(options: readonly Offered[]): ChoiceState[] {
  return options.map((each) => ({
    label: each.label,
    value: each.value,
    description: each.description ?? null,
    chosen: each.default ?? false,
  }));
}

function viewLabelled(
  part: APIComponentInLabel,
  label: string,
  hint: string,
  users: readonly DiscordUser[],
): FieldState[] {
  const common = { ...plain, choices: [], customId: part.custom_id, label, hint };
  switch (part.type) {
    case ComponentType.TextInput:
      return [viewTextInput(part, label, hint)];
    case ComponentType.FileUpload:
      return [{ ...common, kind: 'files', required: part.required ?? true, countMax: part.max_values ?? 1 }];
    case ComponentType.Checkbox:
      return [{ ...common, kind: 'check', value: String(part.default ?? false) }];
    case ComponentType.RadioGroup:
      return [{ ...common, kind: 'radio', required: part.required ?? true, choices: viewChoices(part.options) }];
    case ComponentType.CheckboxGroup: {
      const countMax = part.max_values ?? part.options.length;
      return [
        { ...common, kind: 'checks', required: part.required ?? true, countMax, choices: viewChoices(part.options) },
      ];
    }
    case ComponentType.StringSelect: {
      const countMax = part.max_values ?? 1;
      const placeholder = part.placeholder ?? 'Make a selection';
      const required = part.required ?? true;
      return [{ ...common, kind: 'menu', required, countMax, placeholder, choices: viewChoices(part.options) }];
    }
    case ComponentType.UserSelect: {
      const choices = viewChoices(users.map(({ id, displayName }) => ({ label: displayName, value: id })));
      return [{ ...common, kind: 'menu', required: part.required ?? true, placeholder: 'Choose a person', choices }];
    }
    default:
      return [];
  }
}

/** The slash commands that can be sent, each subcommand for itself. */
export function viewCommands(command: APIApplicationCommand): readonly CommandState[] {
  if (command.type !== ApplicationCommandType.ChatInput) return [];
  const base = { name: command.name, group: null, subcommand: null };
  return spread(command.options ?? [], base, command.description, `/${command.name}`);
}

type Place = Pick<CommandState, 'name' | 'group' | 'subcommand'>;

function spread(
  options: readonly APIApplicationCommandOption[],
  place: Place,
  hint: string,
  path: string,
): CommandState[] {
  const below = options.flatMap((each) => {
    const deeper = `${path} ${each.name}`;
    if (each.type === Kind.SubcommandGroup)
      return spread(each.options ?? [], { ...place, group: each.name }, each.description, deeper);
    if (each.type !== Kind.Subcommand) return [];
    return spread(each.options ?? [], { ...place, subcommand: each.name }, each.description, deeper);
  });
  if (below.length > 0) return below;
  return [{ ...place, path, hint, options: options.flatMap((each) => (isBasic(each) ? [viewOption(each)] : [])) }];
}

function isBasic(option: APIApplicationCommandOption): option is APIApplicationCommandBasicOption {
  return option.type !== Kind.Subcommand && option.type !== Kind.SubcommandGroup;
}

function viewOption(option: APIApplicationCommandBasicOption): OptionState {
  const choices: readonly { name: string; value: string | number }[] =
    'choices' in option ? (option.choices ?? []) : [];
  return {
    name: option.name,
    hint: option.description,
    kind: option.type,
    required: option.required ?? false,
    suggests: 'autocomplete' in option && option.autocomplete === true,
    choices: choices.map(({ name, value }) => ({ name, value })),
  };
}
