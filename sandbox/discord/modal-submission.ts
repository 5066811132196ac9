import {
  type APIComponentInLabel,
  type APIModalSubmissionComponent,
  type APITextInputComponent,
  ComponentType,
  type ModalSubmitComponent,
} from 'discord-api-types/v10';
import { makeAttachment, uploadBytesMax } from './message-form.ts';
import type { Attachment, ShownModal, StoredFile, World } from './model.ts';
import { joinPicked, type Picked, pickedNothing } from './resolved.ts';

/** A file that a person adds to a form. */
export type FormFile = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array };

/** What a person filled in, by custom id. A checkbox is `'true'` or `'false'`. */
export type FormInput = {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly files?: Readonly<Record<string, readonly FormFile[]>>;
};

/** A form filled in. `problems` are sentences; when there are any, Discord's client does not send the form. */
export type FilledForm = {
  readonly components: readonly APIModalSubmissionComponent[];
  readonly picked: Picked;
  readonly files: readonly StoredFile[];
  readonly problems: readonly string[];
};

type Filling = {
  readonly world: World;
  readonly input: FormInput;
  readonly problems: string[];
  readonly files: StoredFile[];
  picked: Picked;
};

function listOf(filling: Filling, customId: string): string[] | undefined {
  const value = filling.input.values[customId];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : [...value];
}

function fillText(filling: Filling, input: APITextInputComponent) {
  const value = listOf(filling, input.custom_id)?.join('') ?? input.value ?? '';
  const length = [...value].length;
  const min = input.min_length ?? 0;
  const max = input.max_length ?? 4000;
  if (value === '' && input.required !== false) filling.problems.push(`${input.custom_id}: this field is required`);
  else if (value !== '' && length < min) filling.problems.push(`${input.custom_id}: at least ${min} characters`);
  if (length > max) filling.problems.push(`${input.custom_id}: at most ${max} characters`);
  return { type: ComponentType.TextInput, id: input.id ?? 0, custom_id: input.custom_id, value } as const;
}

function checkCount(
  filling: Filling,
  part: { custom_id: string; required?: boolean; min_values?: number; max_values?: number },
  count: number,
  most = 1,
): void {
  const min = part.required === false && count === 0 ? 0 : (part.min_values ?? 1);
  const max = part.max_values ?? most;
  if (count < min || count > max) filling.problems.push(`${part.custom_id}: choose ${min} to ${max}, not ${count}`);
}

function checkOffered(
  filling: Filling,
  customId: string,
  values: readonly string[],
  offered: readonly { value: string }[],
): void {
  for (const value of values) {
    if (!offered.some((each) => each.value === value)) filling.problems.push(`${customId}: "${value}" is not offered`);
  }
}

function fileAllowed(file: FormFile, types: readonly string[] | undefined): boolean {
  if (!types) return true;
  const name = file.name.toLowerCase();
  return types.some((each) =>
    each.startsWith('.') ? name.endsWith(each.toLowerCase()) : file.contentType.startsWith(each),
  );
}

function fillFiles(filling: Filling, part: APIComponentInLabel & { type: ComponentType.FileUpload }): string[] {
  const given = filling.input.files?.[part.custom_id] ?? [];
  checkCount(filling, part, given.length);
  const place = { world: filling.world, channelId: filling.world.applicationId, ephemeral: true };
  const attachments: Attachment[] = given.map((each) => {
    if (!fileAllowed(each, part.file_types))
      filling.problems.push(`${part.custom_id}: ${each.name} is of the wrong type`);
    if (each.bytes.length > uploadBytesMax) filling.problems.push(`${part.custom_id}: ${each.name} is too large`);
    const { attachment, file } = makeAttachment(place, each);
    filling.files.push(file);
    return attachment;
  });
  filling.picked = joinPicked(filling.picked, { ...pickedNothing, attachments });
  return attachments.map((each) => each.id);
}

function fillPicks(
  filling: Filling,
  part: Parameters<typeof checkCount>[1],
  defaults: readonly { id: string }[] | undefined,
) {
  const values = listOf(filling, part.custom_id) ?? defaults?.map((each) => each.id) ?? [];
  checkCount(filling, part, values.length);
  return values;
}

function addPicks(filling: Filling, kind: 'userIds' | 'roleIds' | 'channelIds', ids: readonly string[]): void {
  filling.picked = joinPicked(filling.picked, { ...pickedNothing, [kind]: ids });
}

function fillLabelled(filling: Filling, part: APIComponentInLabel): ModalSubmitComponent {
  const base = { id: part.id ?? 0, custom_id: part.custom_id };
  switch (part.type) {
    case ComponentType.TextInput:
      return fillText(filling, part);
    case ComponentType.FileUpload:
      return { ...base, type: part.type, values: fillFiles(filling, part) };
    case ComponentType.StringSelect:
    case ComponentType.CheckboxGroup: {
      const defaults = part.options.filter((each) => each.default).map((each) => each.value);
      const values = listOf(filling, part.custom_id) ?? defaults;
      checkCount(filling, part, values.length, part.type === ComponentType.CheckboxGroup ? part.options.length : 1);
      checkOffered(filling, part.custom_id, values, part.options);
      return { ...base, type: part.type, values };
    }
    case ComponentType.RadioGroup: {
      const [value] =
        listOf(filling, part.custom_id) ?? part.options.filter((each) => each.default).map((each) => each.value);
      if (value === undefined && part.required !== false) filling.problems.push(`${part.custom_id}: choose one`);
      checkOffered(filling, part.custom_id, value === undefined ? [] : [value], part.options);
      return { ...base, type: part.type, value: value ?? null };
    }
    case ComponentType.Checkbox: {
      const given = filling.input.values[part.custom_id];
      return { ...base, type: part.type, value: given === undefined ? part.default === true : given === 'true' };
    }
    case ComponentType.UserSelect:
    case ComponentType.RoleSelect:
    case ComponentType.ChannelSelect:
    case ComponentType.MentionableSelect:
      return fillMenu(filling, part, base);
  }
}

type Menu =
  ComponentType.UserSelect | ComponentType.RoleSelect | ComponentType.ChannelSelect | ComponentType.MentionableSelect;

function fillMenu(
  filling: Filling,
  part: APIComponentInLabel & { type: Menu },
  base: { id: number; custom_id: string },
): ModalSubmitComponent {
  const values = fillPicks(filling, part, part.default_values);
  const isUser = (id: string) => filling.world.users.has(id);
  switch (part.type) {
    case ComponentType.UserSelect:
      addPicks(filling, 'userIds', values);
      break;
    case ComponentType.RoleSelect:
      addPicks(filling, 'roleIds', values);
      break;
    case ComponentType.ChannelSelect:
      addPicks(filling, 'channelIds', values);
      break;
    case ComponentType.MentionableSelect:
      addPicks(filling, 'userIds', values.filter(isUser));
      addPicks(
        filling,
        'roleIds',
        values.filter((each) => !isUser(each)),
      );
      break;
  }
  return { ...base, type: part.type, values };
}

/** Fills a form in as a person would, prefilled values included where nothing else is said. */
export function fillForm(world: World, modal: ShownModal, input: FormInput): FilledForm {
  const filling: Filling = { world, input, problems: [], files: [], picked: pickedNothing };
  const components = modal.components.map((part): APIModalSubmissionComponent => {
    switch (part.type) {
      case ComponentType.TextDisplay:
        return { type: part.type, id: part.id ?? 0 };
      case ComponentType.ActionRow:
        return {
          type: part.type,
          id: part.id ?? 0,
          components: part.components.map((each) => fillText(filling, each)),
        };
      case ComponentType.Label:
        return { type: part.type, id: part.id ?? 0, component: fillLabelled(filling, part.component) };
    }
  });
  const known = JSON.stringify(components);
  for (const customId of [...Object.keys(input.values), ...Object.keys(input.files ?? {})]) {
    if (!known.includes(JSON.stringify(customId))) filling.problems.push(`${customId}: there is no such field`);
  }
  return { components, picked: filling.picked, files: filling.files, problems: filling.problems };
}
