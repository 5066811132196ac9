import { useMemo } from 'react';
import { locales } from '../../act.ts';
import type { CommunityState, PersonState, PlaceState, StudioState } from '../../state.ts';
import { go, useView, type View } from '../address.ts';
import { ColumnHead } from '../ColumnHead.tsx';
import { useIsHere } from '../guide/use-guide.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { pickPerson, useStudio } from '../use-studio.ts';
import { ActivityDoor, ActivityStage } from './ActivityStage.tsx';
import { Composer } from './Composer.tsx';
import { communitiesOf, localeOf, ownsPlace, signOf } from './discord-sight.ts';
import { FormDialog } from './FormDialog.tsx';
import { Menu } from './Menu.tsx';
import { MessageList } from './MessageList.tsx';
import { CommunitySwitch, Places } from './Places.tsx';
import { useUnread } from './use-unread.ts';

/** Discord as one person sees it: their communities, the channels they see, the messages, and a composer. */
export function DiscordColumn() {
  const { state, openForm } = useStudio();
  const view = useView();
  const isHere = useIsHere('discord-person');
  const people = state.people.filter(({ discord }) => discord !== null);
  const me = pickPerson(people, view.discord, () => true);
  const myId = me?.discord?.id ?? '';
  const seen = state.discord.places.filter(({ seenBy }) => seenBy.includes(myId));
  const communities = communitiesOf(state.discord, myId);
  const community = findCommunity(communities, seen, view, state);
  const places = seen.filter(({ communityId, kind }) => communityId === community?.id || kind === 'dm');
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
  const stage = seen.find(({ id }) => id === view.activity);
  const unreadIn = (communityId: string | null) =>
    seen.reduce((sum, each) => sum + (each.communityId === communityId ? (unread.get(each.id) ?? 0) : 0), 0);
  return (
    <section className="column column-discord" aria-label="Discord">
      <ColumnHead title="Discord">
        <PersonPicker
          platform="Discord"
          people={people}
          chosen={me}
          highlighted={isHere}
          onChoose={(key) => go({ discord: key, activity: '' })}
        />
      </ColumnHead>
      <div className="discord-body">
        <div className="discord-side">
          <CommunitySwitch communities={communities} chosenId={place?.communityId ?? null} unreadIn={unreadIn} />
          <Places community={community} places={places} chosen={place} me={me} unread={unread} />
          <LocalePicker me={me} />
        </div>
        {place ? (
          <div className="conversation">
            <PlaceHead place={place} me={me} />
            {place.kind === 'voice' && <ActivityDoor me={me} place={place} />}
            <MessageList key={place.id} messages={messages} me={me} place={place} />
            <Composer key={`${me.key}:${place.id}`} me={me} place={place} />
          </div>
        ) : (
          <p className="muted place-none">
            {view.channel === 'dm' ? `C500 has not written to ${me.name} yet.` : `${me.name} is in no channel here.`}
          </p>
        )}
        {stage && <ActivityStage key={`${me.key}:${stage.id}`} me={me} place={stage} />}
      </div>
      {form && <FormDialog key={form.id} form={form} me={me} />}
    </section>
  );
}

function findCommunity(
  communities: readonly CommunityState[],
  seen: readonly PlaceState[],
  view: View,
  state: StudioState,
): CommunityState | undefined {
  const named = seen.find(({ id }) => id === view.channel) ?? seen.find(({ name }) => name === view.channel);
  const builds = seen.find(({ id }) => id === state.discord.buildsChannelId);
  const by = (id: string | null | undefined) => communities.find((each) => each.id === id);
  return by(view.community) ?? by(named?.communityId) ?? by(builds?.communityId) ?? communities[0];
}

function findPlace(places: readonly PlaceState[], wanted: string, buildsId: string): PlaceState | undefined {
  if (wanted === 'dm') return places.find(({ kind }) => kind === 'dm');
  return (
    places.find(({ id, name }) => id === wanted || name === wanted) ??
    places.find(({ id }) => id === buildsId) ??
    places[0]
  );
}

function PlaceHead({ place, me }: { readonly place: PlaceState; readonly me: PersonState }) {
  const { state, run } = useStudio();
  const isOpen = state.discord.users.find(({ id }) => id === me.discord?.id)?.acceptsDms ?? true;
  return (
    <div className="place-topic">
      <p>
        <strong>{place.kind === 'dm' ? place.name : `${signOf(place)}${place.name}`}</strong> {place.topic}
      </p>
      {ownsPlace(state.discord, me.discord?.id ?? '', place) && (
        <Menu
          label="More on this channel"
          className="message-more"
          items={[
            {
              label: place.kind === 'thread' ? 'Delete thread' : 'Delete channel',
              isDanger: true,
              onPick: () => void run({ act: 'delete-channel', channelId: place.id }),
            },
          ]}
        >
          <span aria-hidden="true">⋯</span>
        </Menu>
      )}
      {place.kind === 'dm' && (
        <button
          type="button"
          role="switch"
          className="plain"
          aria-checked={isOpen}
          onClick={() => void run({ act: 'set-dms', person: me.key, open: !isOpen })}
        >
          Takes direct messages: {isOpen ? 'yes' : 'no'}
        </button>
      )}
    </div>
  );
}

const languages: Record<(typeof locales)[number], string> = { 'en-US': 'English', de: 'Deutsch' };

/** What the person's Discord is set to. */
function LocalePicker({ me }: { readonly me: PersonState }) {
  const { state, run } = useStudio();
  const chosen = localeOf(state.discord, me.discord?.id ?? '');
  return (
    <label className="locale-picker">
      <span className="visually-hidden">Language of {me.name}’s Discord</span>
      <select
        value={chosen}
        onChange={({ target }) => {
          const locale = locales.find((each) => each === target.value);
          if (locale) void run({ act: 'set-locale', person: me.key, locale });
        }}
      >
        {locales.map((locale) => (
          <option key={locale} value={locale}>
            {languages[locale]}
          </option>
        ))}
      </select>
    </label>
  );
}
