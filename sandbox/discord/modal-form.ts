import {
  type APICheckboxComponent,
  type APICheckboxGroupComponent,
  type APIComponentInLabel,
  type APIFileUploadComponent,
  type APIModalInteractionResponseCallbackComponent,
  type APIRadioGroupComponent,
  type APITextInputComponent,
  ComponentType,
  type FileUploadType,
  TextInputStyle,
} from 'discord-api-types/v10';
import {
  type ComponentContext,
  isSelectType,
  readComponentId,
  readCustomId,
  readSelect,
  readTextDisplay,
  refuseType,
} from './component-parts.ts';
import { openComponents } from './components.ts';
import {
  at,
  type Field,
  isGiven,
  present,
  readChoice,
  readFlag,
  readList,
  readOptionalNumber,
  readOptionalText,
  readText,
  refuse,
  requireField,
} from './form.ts';

/** A form as an app describes it. */
export type ModalForm = {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly APIModalInteractionResponseCallbackComponent[];
};

const inLabel = [3, 4, 5, 6, 7, 8, 19, 21, 22, 23];
const atTop = [1, 10, 18];

function readTextInput(field: Field, context: ComponentContext, labelled: boolean): APITextInputComponent {
  const style = readChoice(at(field, 'style'), [TextInputStyle.Short, TextInputStyle.Paragraph]);
  const limits = present({
    min_length: readOptionalNumber(at(field, 'min_length'), { min: 0, max: 4000 }),
    max_length: readOptionalNumber(at(field, 'max_length'), { min: 1, max: 4000 }),
  });
  if ((limits.min_length ?? 0) > (limits.max_length ?? 4000)) {
    refuse(at(field, 'min_length'), 'TEXT_INPUT_COMPONENT_MIN_LENGTH', 'min_length must not exceed max_length');
  }
  return {
    type: ComponentType.TextInput,
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    style,
    required: readFlag(at(field, 'required')) ?? true,
    ...limits,
    ...present({
      // Inside a Label the text stands outside; the old action rows carry it here, and must.
      label: labelled ? undefined : readText(at(field, 'label'), { min: 1, max: 45 }),
      placeholder: readOptionalText(at(field, 'placeholder'), { max: 100 }),
      value: readOptionalText(at(field, 'value'), { max: limits.max_length ?? 4000 }),
    }),
  };
}

/** Limits on how many may be chosen; `most` bounds both. */
function readCounts(field: Field, most: number) {
  const counts = present({
    min_values: readOptionalNumber(at(field, 'min_values'), { min: 0, max: most }),
    max_values: readOptionalNumber(at(field, 'max_values'), { min: 1, max: most }),
    required: readFlag(at(field, 'required')) ?? true,
  });
  if (counts.required && counts.min_values === 0) {
    refuse(
      at(field, 'min_values'),
      'COMPONENT_REQUIRED_ZERO_MIN_VALUES',
      'min_values cannot be 0 if the component is required',
    );
  }
  if ((counts.min_values ?? 0) > (counts.max_values ?? most)) {
    refuse(
      at(field, 'min_values'),
      'COMPONENT_MIN_VALUES_TOO_LARGE',
      'min_values must be equal to or less than max_values',
    );
  }
  return counts;
}

function readFileTypes(field: Field): FileUploadType[] | undefined {
  if (!isGiven(field)) return undefined;
  return readList(field, { min: 1, max: 25 }).map((each): FileUploadType => {
    const text = readText(each, { min: 2, max: 16 });
    const group = (['audio', 'image', 'video'] as const).find((one) => one === text);
    if (!group && !/^\.[a-z0-9]+$/i.test(text)) {
      refuse(each, 'FILE_TYPE_INVALID', 'Must be audio, image, video or an extension with its dot');
    }
    return group ?? `.${text.replace(/^\./, '')}`;
  });
}

function readFileUpload(field: Field, context: ComponentContext): APIFileUploadComponent {
  return {
    type: ComponentType.FileUpload,
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    ...readCounts(field, 10),
    ...present({ file_types: readFileTypes(at(field, 'file_types')) }),
  };
}

function readGroupOptions(field: Field, bounds: { min: number; max: number }) {
  return readList(at(field, 'options'), bounds).map((each) => ({
    value: readText(at(each, 'value'), { min: 1, max: 100 }),
    label: readText(at(each, 'label'), { min: 1, max: 100 }),
    ...present({
      description: readOptionalText(at(each, 'description'), { max: 100 }),
      default: readFlag(at(each, 'default')),
    }),
  }));
}

function readRadioGroup(field: Field, context: ComponentContext): APIRadioGroupComponent {
  return {
    type: ComponentType.RadioGroup,
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    options: readGroupOptions(field, { min: 2, max: 10 }),
    required: readFlag(at(field, 'required')) ?? true,
  };
}

function readCheckboxGroup(field: Field, context: ComponentContext): APICheckboxGroupComponent {
  return {
    type: ComponentType.CheckboxGroup,
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    options: readGroupOptions(field, { min: 1, max: 10 }),
    ...readCounts(field, 10),
  };
}

function readCheckbox(field: Field, context: ComponentContext): APICheckboxComponent {
  return {
    type: ComponentType.Checkbox,
    id: readComponentId(field, context),
    custom_id: readCustomId(field, context),
    default: readFlag(at(field, 'default')) ?? false,
  };
}

function readLabelled(field: Field, context: ComponentContext): APIComponentInLabel | undefined {
  if (!requireField(field)) return undefined;
  const type = at(field, 'type').value;
  if (isSelectType(type)) return readSelect(field, context, true);
  switch (type) {
    case ComponentType.TextInput:
      return readTextInput(field, context, true);
    case ComponentType.FileUpload:
      return readFileUpload(field, context);
    case ComponentType.RadioGroup:
      return readRadioGroup(field, context);
    case ComponentType.CheckboxGroup:
      return readCheckboxGroup(field, context);
    case ComponentType.Checkbox:
      return readCheckbox(field, context);
    default:
      refuseType(field, inLabel);
      return undefined;
  }
}

function readTop(field: Field, context: ComponentContext): APIModalInteractionResponseCallbackComponent | undefined {
  switch (at(field, 'type').value) {
    case ComponentType.TextDisplay:
      return readTextDisplay(field, context);
    case ComponentType.ActionRow: {
      const id = readComponentId(field, context);
      const inputs = readList(at(field, 'components'), { min: 1, max: 1 });
      return {
        type: ComponentType.ActionRow,
        id,
        components: inputs.map((each) => readTextInput(each, context, false)),
      };
    }
    case ComponentType.Label: {
      const id = readComponentId(field, context);
      const label = readText(at(field, 'label'), { min: 1, max: 45 });
      const description = readOptionalText(at(field, 'description'), { max: 100 });
      const component = readLabelled(at(field, 'component'), context);
      return component && { type: ComponentType.Label, id, label, component, ...present({ description }) };
    }
    default:
      refuseType(field, atTop);
      return undefined;
  }
}

/** A form: a title of at most 45 characters and one to five parts. */
export function readModalForm(field: Field): ModalForm {
  const context = openComponents({ attachments: [], newId: () => '' });
  const customId = readText(at(field, 'custom_id'), { min: 1, max: 100 });
  const title = readText(at(field, 'title'), { min: 1, max: 45 });
  const parts = readList(at(field, 'components'), { min: 1, max: 5 }).map((each) => readTop(each, context));
  return { customId, title, components: parts.filter((each) => each !== undefined) };
}
