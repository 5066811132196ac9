import { type APISelectMenuComponent, ComponentType } from 'discord-api-types/v10';
import type { ChoiceState, MenuState } from './message-state.ts';

type Offered = {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
};

/** Choices as a menu or a group of boxes has them. */
export function viewChoices(options: readonly Offered[]): ChoiceState[] {
  return options.map((each) => ({
    label: each.label,
    value: each.value,
    description: each.description ?? null,
    chosen: each.default ?? false,
  }));
}

const sources = {
  [ComponentType.StringSelect]: 'choices',
  [ComponentType.UserSelect]: 'people',
  [ComponentType.RoleSelect]: 'roles',
  [ComponentType.MentionableSelect]: 'people-and-roles',
  [ComponentType.ChannelSelect]: 'channels',
} as const;

const placeholders = {
  choices: 'Make a selection',
  people: 'Choose a person',
  roles: 'Choose a role',
  'people-and-roles': 'Choose a person or role',
  channels: 'Choose a channel',
} as const;

/** A menu of any kind. */
export function viewMenu(menu: APISelectMenuComponent): Omit<MenuState, 'kind' | 'disabled'> {
  const source = sources[menu.type];
  const chosen = 'default_values' in menu ? (menu.default_values ?? []) : [];
  return {
    customId: menu.custom_id,
    placeholder: menu.placeholder ?? placeholders[source],
    source,
    channelTypes: menu.type === ComponentType.ChannelSelect ? [...(menu.channel_types ?? [])] : [],
    countMin: menu.min_values ?? 1,
    countMax: menu.max_values ?? 1,
    choices:
      menu.type === ComponentType.StringSelect
        ? viewChoices(menu.options)
        : chosen.map(({ id }) => ({ label: '', value: id, description: null, chosen: true })),
  };
}
