import { useMemo } from 'react';
import { useUnread } from './use-unread.ts';
import type { PersonState, PlaceState, StudioState } from '../../state.ts';
import { go, useView } from '../address.ts';
import { ColumnHead } from '../ColumnHead.tsx';
import { useIsHere } from '../guide/use-guide.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { pickPerson, useStudio } from '../use-studio.ts';
import { Composer } from './Composer.tsx';
import { FormDialog } from './FormDialog.tsx';
import { MessageList } from './MessageList.tsx';

/** Discord as one person sees it: the channels they see, their messages, and a composer. */
export function DiscordColumn() {
  const { state, openForm } = useStudio();
  const view = useView();
  const isHere = useIsHere('discord-person');
  const people = state.people.filter(({ discord }) => discord !== null);
  const me = pickPerson(people, view.discord, () => true);
  const myId = me?.discord?.id ?? '';
  const places = state.discord.places.filter(({ seenBy }) => seenBy.includes(myId));
  const place = findPlace(places, view.channel, state.discord.buildsChannelId);
  const messages = useMemo(
    () =>
      state.discord.messages.filter(
        ({ channelId, visibleTo }) => channelId === place?.id && (visibleTo === null || visibleTo === myId),
      ),
    [state.discord.messages, place?.id, myId],
  );
  const unread = useUnread(state.discord.messages, myId, place?.id ?? '');
  if (!me) return null;
  const form = state.discord.forms.find(({ id, userId }) => id === openForm?.id && userId === myId);
  return (
    <section className="column column-discord" aria-label="Discord">
      <ColumnHead title="Discord">
        <PersonPicker
          platform="Discord"
          people={people}
          chosen={me}
          highlighted={isHere}
          onChoose={(key) => go({ discord: key })}
        />
      </ColumnHead>
      <div className="discord-body">
        <Places places={places} chosen={place} state={state} me={me} unread={unread} />
        {place ? (
          <div className="conversation">
            <p className="place-topic">
              <strong>{place.kind === 'dm' ? place.name : `#${place.name}`}</strong> {place.topic}
            </p>
            <MessageList key={place.id} messages={messages} me={me} />
            <Composer key={`${me.key}:${place.id}`} me={me} place={place} />
          </div>
        ) : (
          <p className="muted place-none">{me.name} is in no channel here.</p>
        )}
      </div>
      {form && <FormDialog key={form.id} form={form} me={me} />}
    </section>
  );
}

function findPlace(places: readonly PlaceState[], wanted: string, buildsId: string): PlaceState | undefined {
  if (wanted === 'dm') return places.find(({ kind }) => kind === 'dm');
  return (
    places.find(({ id, name }) => id === wanted || name === wanted) ??
    places.find(({ id }) => id === buildsId) ??
    places[0]
  );
}

function Places({
  places,
  chosen,
  state,
  me,
  unread,
}: {
  readonly places: readonly PlaceState[];
  readonly chosen: PlaceState | undefined;
  readonly state: StudioState;
  readonly me: PersonState;
  readonly unread: ReadonlyMap<string, number>;
}) {
  const texts = places.filter(({ kind }) => kind === 'text');
  const threads = places.filter(({ kind }) => kind === 'thread');
  const dm = places.find(({ kind }) => kind === 'dm');
  return (
    <nav className="places" aria-label="Channels">
      <p className="places-name">{state.discord.communityName}</p>
      <ul>
        {texts.map((place) => (
          <li key={place.id}>
            <PlaceButton place={place} isChosen={place.id === chosen?.id} unread={unread.get(place.id) ?? 0} />
            <ul>
              {threads
                .filter(({ parentId }) => parentId === place.id)
                .map((thread) => (
                  <li key={thread.id}>
                    <PlaceButton
                      place={thread}
                      isChosen={thread.id === chosen?.id}
                      unread={unread.get(thread.id) ?? 0}
                    />
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      <p className="places-name">Direct messages</p>
      {dm ? (
        <PlaceButton place={dm} isChosen={dm.id === chosen?.id} unread={unread.get(dm.id) ?? 0} />
      ) : (
        <p className="places-none">C500 has not written to {me.name} yet.</p>
      )}
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
  const sign = { text: '#', thread: '↳', dm: '@' }[place.kind];
  return (
    <button
      type="button"
      className="place"
      aria-current={isChosen ? 'page' : undefined}
      onClick={() => go({ channel: place.kind === 'dm' ? 'dm' : place.name })}
    >
      <span>
        <span aria-hidden="true">{sign}</span> {place.name}
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
