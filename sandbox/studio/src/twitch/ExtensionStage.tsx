import { useMemo } from 'react';
import type { ChannelState, PersonState } from '../../state.ts';
import { go, useView, type View } from '../address.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { ExtensionView } from './ExtensionView.tsx';
import type { StudioExtensionView } from './use-extension.ts';

type Show = View['show'];

/** What can be looked at, in Twitch's words; `isOwn` is only ever seen by the broadcaster. */
const shows: readonly { readonly show: Show; readonly label: string; readonly isOwn: boolean }[] = [
  { show: 'panel', label: 'Panel', isOwn: false },
  { show: 'overlay', label: 'Overlay', isOwn: false },
  { show: 'phone', label: 'Phone', isOwn: false },
  { show: 'config', label: 'Config', isOwn: true },
  { show: 'desk', label: 'Live desk', isOwn: true },
];

/** The view behind a choice; the overlay has a stage of its own, on the player. */
const views: Record<Exclude<Show, 'overlay'>, StudioExtensionView> = {
  panel: 'panel',
  phone: 'mobile',
  config: 'config',
  desk: 'live_config',
};

/** Chooses which view of the extension is shown. */
export function ShowSwitch({ owner, isOwner }: { readonly owner: PersonState; readonly isOwner: boolean }) {
  const { show: shown } = useView();
  return (
    <div className="show-tabs" role="group" aria-label="What to look at">
      {shows.map(({ show, label, isOwn }) => (
        <button
          key={show}
          type="button"
          className={isOwn ? 'is-own' : ''}
          aria-pressed={shown === show}
          disabled={isOwn && !isOwner && shown !== show}
          title={isOwn ? `Only ${owner.name} sees this, never a viewer` : undefined}
          onClick={() => go({ show })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Sets the theme of the page around the extension, as a viewer does at Twitch. */
export function ThemeSwitch() {
  const { panel: theme } = useView();
  return (
    <button
      type="button"
      className="plain theme-switch"
      aria-pressed={theme === 'dark'}
      onClick={() => go({ panel: theme === 'dark' ? 'light' : 'dark' })}
    >
      Dark Twitch
    </button>
  );
}

/** The extension below the player: the panel, the same on a phone, or what only the broadcaster sees. */
export function ExtensionStage({
  show,
  viewer,
  owner,
  channel,
}: {
  readonly show: Exclude<Show, 'overlay'>;
  readonly viewer: PersonState;
  readonly owner: PersonState;
  readonly channel: ChannelState;
}) {
  const { panel: theme } = useView();
  const isHere = useIsHere('panel');
  const isDeskHere = useIsHere('desk');
  const context = useMemo(() => ({ theme, language: 'en', game: channel.category }), [theme, channel.category]);
  const isOwn = show === 'config' || show === 'desk';
  const label = shows.find((each) => each.show === show)?.label ?? '';
  if (isOwn && viewer.key !== owner.key) return <OnlyForOwner label={label} owner={owner} />;
  const isPointedAt = isOwn ? isDeskHere : isHere;
  return (
    <section
      className={`show show--${show} ${isPointedAt ? 'is-here' : ''}`}
      aria-label={isOwn ? `Extension ${label.toLowerCase()}` : 'Extension panel'}
    >
      {isOwn && <p className="show-own">Only you see this. Viewers never do.</p>}
      <ExtensionView
        key={`${show}:${viewer.key}:${owner.key}`}
        view={views[show]}
        viewer={viewer}
        owner={owner}
        channel={channel}
        context={context}
        isVisible
        onMinimize={() => undefined}
      />
    </section>
  );
}

function OnlyForOwner({ label, owner }: { readonly label: string; readonly owner: PersonState }) {
  return (
    <section className="show show-closed" aria-label={`Extension ${label.toLowerCase()}`}>
      <p>
        <strong>{label}</strong> is {owner.name}’s alone.
      </p>
      <button type="button" className="button" onClick={() => go({ twitch: owner.key })}>
        Be {owner.name}
      </button>
    </section>
  );
}
