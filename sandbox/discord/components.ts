import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APIMessageTopLevelComponent,
  type APISectionAccessoryComponent,
  type APISectionComponent,
  type APISelectMenuComponent,
  ComponentType,
} from 'discord-api-types/v10';
import {
  type ComponentContext,
  isSelectType,
  readButton,
  readComponentId,
  readFile,
  readMediaGallery,
  readSelect,
  readSeparator,
  readTextDisplay,
  readThumbnail,
  refuseType,
} from './component-parts.ts';
import {
  at,
  type Field,
  isGiven,
  readFlag,
  readList,
  readOptionalNumber,
  refuse,
  requireField,
  requireObject,
} from './form.ts';
import type { MediaContext } from './media.ts';

const totalMax = 40;
const shownTextMax = 4000;
const legacyRowsMax = 5;

/** Where a component may stand, by type. */
const inRow = [2, 3, 5, 6, 7, 8];
const inContainer = [1, 9, 10, 12, 13, 14];
const atTopLegacy = [1];
const atTop = [...inContainer, 17];

/** A fresh context for the components of one message or form. */
export function openComponents(media: MediaContext): ComponentContext {
  return { ...media, customIds: new Set(), total: { components: 0, textLength: 0 } };
}

function keep<T>(list: readonly (T | undefined)[]): T[] {
  return list.filter((each) => each !== undefined);
}

function readInRow(field: Field, context: ComponentContext): APIComponentInMessageActionRow | undefined {
  const type = at(field, 'type').value;
  if (type === ComponentType.Button) return readButton(field, context);
  if (isSelectType(type)) return readSelect(field, context, false);
  refuseType(field, inRow);
  return undefined;
}

function readRow(field: Field, context: ComponentContext): APIActionRowComponent<APIComponentInMessageActionRow> {
  const id = readComponentId(field, context);
  const list = readList(at(field, 'components'), { min: 1, max: 5 });
  if (list.length > 1) {
    for (const each of list.filter((one) => isSelectType(at(one, 'type').value))) {
      refuse(each, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
    }
  }
  return { type: ComponentType.ActionRow, id, components: keep(list.map((each) => readInRow(each, context))) };
}

function readAccessory(field: Field, context: ComponentContext): APISectionAccessoryComponent | undefined {
  if (!requireField(field)) return undefined;
  const type = at(field, 'type').value;
  if (type === ComponentType.Button) return readButton(field, context);
  if (type === ComponentType.Thumbnail) return readThumbnail(field, context);
  refuseType(field, [2, 11]);
  return undefined;
}

function readSection(field: Field, context: ComponentContext): APISectionComponent | undefined {
  const id = readComponentId(field, context);
  const components = readList(at(field, 'components'), { min: 1, max: 3 }).map((each) => {
    if (at(each, 'type').value !== ComponentType.TextDisplay) refuseType(each, [ComponentType.TextDisplay]);
    return readTextDisplay(each, context);
  });
  const accessory = readAccessory(at(field, 'accessory'), context);
  return accessory && { type: ComponentType.Section, id, components, accessory };
}

function readContained(field: Field, context: ComponentContext): APIComponentInContainer | undefined {
  switch (at(field, 'type').value) {
    case ComponentType.ActionRow:
      return readRow(field, context);
    case ComponentType.Section:
      return readSection(field, context);
    case ComponentType.TextDisplay:
      return readTextDisplay(field, context);
    case ComponentType.MediaGallery:
      return readMediaGallery(field, context);
    case ComponentType.File:
      return readFile(field, context);
    case ComponentType.Separator:
      return readSeparator(field, context);
    default:
      refuseType(field, inContainer);
      return undefined;
  }
}

function readContainer(field: Field, context: ComponentContext): APIContainerComponent {
  const id = readComponentId(field, context);
  const list = readList(at(field, 'components'), { min: 1, max: totalMax });
  return {
    type: ComponentType.Container,
    id,
    accent_color: readOptionalNumber(at(field, 'accent_color'), { min: 0, max: 0xffffff }) ?? null,
    spoiler: readFlag(at(field, 'spoiler')) ?? false,
    components: keep(list.map((each) => readContained(each, context))),
  };
}

function readTopLevel(field: Field, context: ComponentContext, v2: boolean): APIMessageTopLevelComponent | undefined {
  if (!requireObject(field)) return undefined;
  const type = at(field, 'type').value;
  const allowed = v2 ? atTop : atTopLegacy;
  if (!allowed.some((each) => each === type)) {
    refuseType(field, allowed);
    return undefined;
  }
  return type === ComponentType.Container ? readContainer(field, context) : readContained(field, context);
}

/**
 * The components of a message.
 *
 * @param v2 whether the message has the Components V2 flag: 40 components, 4000 characters of text; else 5 rows
 */
export function readComponents(field: Field, media: MediaContext, v2: boolean): readonly APIMessageTopLevelComponent[] {
  if (!isGiven(field)) return [];
  const context = openComponents(media);
  const list = readList(field, { max: v2 ? totalMax : legacyRowsMax });
  const components = keep(list.map((each) => readTopLevel(each, context, v2)));
  if (v2 && context.total.components > totalMax) {
    refuse(
      field,
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed ${totalMax}`,
    );
  }
  if (context.total.textLength > shownTextMax) {
    refuse(
      field,
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total displayable text size exceeds maximum size of ${shownTextMax}`,
    );
  }
  return components;
}

/** The buttons and menus of a message, wherever they stand. */
export function usableParts(
  components: readonly APIMessageTopLevelComponent[],
): readonly (APIButtonComponent | APISelectMenuComponent)[] {
  return components.flatMap((each) => {
    switch (each.type) {
      case ComponentType.ActionRow:
        return each.components;
      case ComponentType.Container:
        return usableParts(each.components);
      case ComponentType.Section:
        return each.accessory.type === ComponentType.Button ? [each.accessory] : [];
      case ComponentType.TextDisplay:
      case ComponentType.MediaGallery:
      case ComponentType.File:
      case ComponentType.Separator:
        return [];
    }
  });
}
