import {
  type APIComponentInLabel,
  type APIModalInteractionResponseCallbackComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from 'discord-api-types/v10';
import type { DiscordModel, ShownModal } from '../discord/model.ts';
import { viewChoices, viewMenu } from './menu-view.ts';
import type { FieldState, FormState } from './message-state.ts';

/** A form as the Studio shows it. */
export function viewForm(model: DiscordModel, modal: ShownModal): FormState {
  const channelId = model.interactions.get(modal.interactionId)?.channelId ?? '';
  const fields = modal.components.flatMap(viewField);
  return { id: modal.id, userId: modal.userId, channelId, title: modal.title, fields };
}

const plain = {
  customId: '',
  hint: '',
  placeholder: '',
  value: '',
  required: false,
  lengthMax: null,
  source: 'choices',
  countMin: 1,
  countMax: 1,
} as const satisfies Partial<FieldState>;

function viewField(part: APIModalInteractionResponseCallbackComponent): FieldState[] {
  switch (part.type) {
    case ComponentType.TextDisplay:
      return [{ ...plain, choices: [], channelTypes: [], kind: 'note', label: part.content }];
    case ComponentType.ActionRow:
      return part.components.map((input) => viewTextInput(input, input.label ?? '', ''));
    case ComponentType.Label:
      return viewLabelled(part.component, part.label, part.description ?? '');
    default:
      return [];
  }
}

function viewTextInput(input: APITextInputComponent, label: string, hint: string): FieldState {
  return {
    ...plain,
    choices: [],
    channelTypes: [],
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

function viewLabelled(part: APIComponentInLabel, label: string, hint: string): FieldState[] {
  const common = { ...plain, choices: [], channelTypes: [], customId: part.custom_id, label, hint };
  switch (part.type) {
    case ComponentType.TextInput:
      return [viewTextInput(part, label, hint)];
    case ComponentType.FileUpload:
      return [
        {
          ...{ ...common, kind: 'files', required: part.required ?? true },
          ...{ countMin: part.min_values ?? 1, countMax: part.max_values ?? 1 },
        },
      ];
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
    default:
      return [{ ...common, ...viewMenu(part), kind: 'menu', required: part.required ?? true }];
  }
}
