import { useState } from 'react';
import type { PersonState, PlaceState } from '../../state.ts';
import { go, useView } from '../address.ts';
import { useStudio } from '../use-studio.ts';
import { localeOf } from './discord-sight.ts';

/** How Discord shows an activity. Only the platform needs a new page; the layouts change while it runs. */
const looks = [
  { key: 'phone', label: 'Phone', platform: 'mobile', layout: 'focused' },
  { key: 'desktop', label: 'Desktop', platform: 'desktop', layout: 'focused' },
  { key: 'corner', label: 'Corner', platform: 'mobile', layout: 'pip' },
  { key: 'grid', label: 'Grid', platform: 'mobile', layout: 'grid' },
] as const;

/** The activity in Discord's frame, as the person has it on screen. It leaves the stage when it is closed. */
export function ActivityStage({ me, place }: { readonly me: PersonState; readonly place: PlaceState }) {
  const { state } = useStudio();
  const { theme } = useView();
  const [shown, setShown] = useState<(typeof looks)[number]>(looks[0]);
  const [isOnline, setOnline] = useState(true);
  const userId = me.discord?.id ?? '';
  const isDark = theme === 'auto' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
  const query = new URLSearchParams({ as: userId, locale: localeOf(state.discord, userId), platform: shown.platform });
  const set = new URLSearchParams({
    layout: shown.layout,
    theme: isDark ? 'dark' : 'light',
    network: isOnline ? 'on' : 'off',
  });
  const address = `/channels/${place.communityId ?? '@me'}/${place.id}?${query}`;
  return (
    <section className="activity-stage" aria-label="Activity">
      <header>
        <p>
          <strong>{place.name}</strong> <span className="muted">as {me.name}</span>
        </p>
        <a className="plain" href={address} target="_blank" rel="noreferrer">
          Alone <span aria-hidden="true">↗</span>
        </a>
        <button type="button" className="button" onClick={() => go({ activity: '' })}>
          Close
        </button>
        <div className="activity-looks">
          <div className="show-tabs" role="group" aria-label="How the activity is shown">
            {looks.map((look) => (
              <button key={look.key} type="button" aria-pressed={look === shown} onClick={() => setShown(look)}>
                {look.label}
              </button>
            ))}
          </div>
          <button type="button" className="plain" aria-pressed={!isOnline} onClick={() => setOnline(!isOnline)}>
            {isOnline ? 'Lose the network' : 'Have it back'}
          </button>
        </div>
      </header>
      <iframe key={address} title="Discord around the activity" src={`${address}#${set}`} allow="clipboard-write" />
    </section>
  );
}

/** What a voice channel offers: the activity, with those who are in it. */
export function ActivityDoor({ me, place }: { readonly me: PersonState; readonly place: PlaceState }) {
  const { state, run } = useStudio();
  const inside = state.discord.activities.find(({ channelId }) => channelId === place.id)?.userIds ?? [];
  const names = inside.map((id) => state.discord.users.find((user) => user.id === id)?.name ?? 'somebody');
  const isIn = inside.includes(me.discord?.id ?? '');
  return (
    <div className="activity-door">
      <p>{names.length === 0 ? 'Nobody is in the shop street here.' : `In the shop street: ${names.join(', ')}`}</p>
      <button
        type="button"
        className="button"
        onClick={() => void run({ act: 'launch', person: me.key, channelId: place.id })}
      >
        {isIn ? 'Back to it' : names.length === 0 ? 'Open the shop street' : 'Join them'}
      </button>
    </div>
  );
}
