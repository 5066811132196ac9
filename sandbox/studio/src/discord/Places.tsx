import type { CommunityState, PersonState, PlaceState } from '../../state.ts';
import { go } from '../address.ts';
import { signOf } from './discord-sight.ts';
import { Members } from './Members.tsx';

/** The servers a person is in, and their direct messages: pressed, each shows its channels. */
export function CommunitySwitch({
  communities,
  chosenId,
  unreadIn,
}: {
  readonly communities: readonly CommunityState[];
  /** Null: the direct messages. */
  readonly chosenId: string | null;
  readonly unreadIn: (communityId: string | null) => number;
}) {
  const all = [
    ...communities.map(({ id, name }) => ({ id, name, sign: initials(name) })),
    { id: null, name: 'Direct messages', sign: '@' },
  ];
  return (
    <nav className="communities" aria-label="Communities">
      {all.map(({ id, name, sign }) => (
        <button
          key={id ?? 'dm'}
          type="button"
          title={name}
          aria-current={id === chosenId ? 'page' : undefined}
          onClick={() => go(id === null ? { channel: 'dm' } : { community: id, channel: '' })}
        >
          <span aria-hidden="true">{sign}</span>
          <span className="visually-hidden">{name}</span>
          {unreadIn(id) > 0 && id !== chosenId && (
            <span className="communities-unread">
              <span className="visually-hidden">, unread</span>
            </span>
          )}
        </button>
      ))}
    </nav>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 3);
}

/** The channels of one community with their threads, or the direct messages with the bot. */
export function Places({
  community,
  places,
  chosen,
  me,
  unread,
}: {
  readonly community: CommunityState | undefined;
  readonly places: readonly PlaceState[];
  readonly chosen: PlaceState | undefined;
  readonly me: PersonState;
  readonly unread: ReadonlyMap<string, number>;
}) {
  const channels = places.filter(({ kind }) => kind !== 'thread' && kind !== 'dm');
  const dm = places.find(({ kind }) => kind === 'dm');
  const button = (place: PlaceState) => (
    <PlaceButton place={place} isChosen={place.id === chosen?.id} unread={unread.get(place.id) ?? 0} />
  );
  return (
    <nav className="places" aria-label="Channels">
      {community && (
        <>
          <p className="places-name">{community.name}</p>
          <ul>
            {channels.map((place) => (
              <li key={place.id}>
                {button(place)}
                <ul>
                  {places
                    .filter(({ kind, parentId }) => kind === 'thread' && parentId === place.id)
                    .map((thread) => (
                      <li key={thread.id}>{button(thread)}</li>
                    ))}
                </ul>
              </li>
            ))}
          </ul>
        </>
      )}
      {community && <Members community={community} me={me} place={chosen} />}
      {community && !community.hasBot && <p className="places-none">C500 is not here any more.</p>}
      <p className="places-name">Direct messages</p>
      {dm ? button(dm) : <p className="places-none">C500 has not written to {me.name} yet.</p>}
    </nav>
  );
}

function PlaceButton({
  place,
  isChosen,
  unread,
}: {
  readonly place: PlaceState;
  readonly isChosen: boolean;
  readonly unread: number;
}) {
  return (
    <button
      type="button"
      className={`place ${place.isArchived ? 'is-archived' : ''}`}
      aria-current={isChosen ? 'page' : undefined}
      onClick={() =>
        go(place.communityId === null ? { channel: 'dm' } : { community: place.communityId, channel: place.id })
      }
    >
      <span>
        <span aria-hidden="true">{signOf(place)}</span> {place.name}
        {place.isArchived && <span className="visually-hidden">, closed</span>}
      </span>
      {unread > 0 && !isChosen && (
        <span className="place-unread">
          {unread}
          <span className="visually-hidden"> unread</span>
        </span>
      )}
    </button>
  );
}
