import type { CommunityState, PersonState, PlaceState } from '../../state.ts';
import { useStudio } from '../use-studio.ts';
import { commandsAt, localeOf } from './discord-sight.ts';
import { Menu } from './Menu.tsx';

/** Who wears which role in a community; each name has the menu that the app offers for people. */
export function Members({
  community,
  me,
  place,
}: {
  readonly community: CommunityState;
  readonly me: PersonState;
  readonly place: PlaceState | undefined;
}) {
  const { users } = useStudio().state.discord;
  const rolesOf = (userId: string) => community.roles.filter(({ holderIds }) => holderIds.includes(userId));
  const members = users.filter(({ id }) => community.memberIds.includes(id));
  return (
    <details className="members">
      <summary>
        Members <span className="muted">{members.length}</span>
      </summary>
      <ul>
        {members.map(({ id, name }) => (
          <li key={id}>
            <PersonName name={name} userId={id} me={me} place={place} />
            {rolesOf(id).map((role) => (
              <span
                key={role.id}
                className="members-role"
                style={role.colour ? { borderColor: role.colour } : undefined}
              >
                {role.name}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Somebody's name, with what the app offers for people behind it. */
export function PersonName({
  name,
  userId,
  me,
  place,
}: {
  readonly name: string;
  readonly userId: string;
  readonly me: PersonState;
  readonly place: PlaceState | undefined;
}) {
  const { state, run } = useStudio();
  const myId = me.discord?.id ?? '';
  const locale = localeOf(state.discord, myId);
  const commands = place ? commandsAt(state.discord, myId, place, 'person') : [];
  if (!place || commands.length === 0) return <span className="message-author">{name}</span>;
  const items = commands.map((command) => ({
    label: command.inLocales[locale]?.path ?? command.path,
    onPick: () =>
      void run({ act: 'use-on-person', person: me.key, channelId: place.id, targetId: userId, name: command.name }),
  }));
  return (
    <Menu label={`${name}: apps`} className="message-author" items={items}>
      {name}
    </Menu>
  );
}
