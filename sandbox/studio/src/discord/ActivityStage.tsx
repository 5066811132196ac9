import type { PersonState, PlaceState } from '../../state.ts';
import { go } from '../address.ts';
import { localeOf } from './discord-sight.ts';
import { useStudio } from '../use-studio.ts';

/** The activity in Discord's frame, as the person has it on screen. It leaves the stage when it is closed. */
export function ActivityStage({ me, place }: { readonly me: PersonState; readonly place: PlaceState }) {
  const { state } = useStudio();
  const userId = me.discord?.id ?? '';
  const query = new URLSearchParams({ as: userId, locale: localeOf(state.discord, userId) });
  const address = `/channels/${place.communityId ?? '@me'}/${place.id}?${query}`;
  return (
    <section className="activity-stage" aria-label="Activity">
      <header>
        <p>
          <strong>{place.name}</strong> <span className="muted">{me.name} is in the activity</span>
        </p>
        <a className="button button--quiet" href={address} target="_blank" rel="noreferrer">
          Alone in a tab <span aria-hidden="true">↗</span>
        </a>
        <button type="button" className="button" onClick={() => go({ activity: '' })}>
          Close
        </button>
      </header>
      <iframe key={address} title="Discord around the activity" src={address} allow="clipboard-write" />
    </section>
  );
}

/** What a voice channel offers: the activity, with those who are in it. */
export function ActivityDoor({ me, place }: { readonly me: PersonState; readonly place: PlaceState }) {
  const { state, run } = useStudio();
  const inside = state.discord.activities.find(({ channelId }) => channelId === place.id)?.userIds ?? [];
  const names = inside.map((id) => state.discord.users.find((user) => user.id === id)?.name ?? 'somebody');
  return (
    <div className="activity-door">
      <p>{names.length === 0 ? 'Nobody is in the shop street here.' : `In the shop street: ${names.join(', ')}`}</p>
      <button
        type="button"
        className="button"
        onClick={() => void run({ act: 'launch', person: me.key, channelId: place.id })}
      >
        {names.length === 0 ? 'Open the shop street' : 'Join them'}
      </button>
    </div>
  );
}
