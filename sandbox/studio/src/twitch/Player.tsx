import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChannelState } from '../../state.ts';
import { go, useView } from '../address.ts';
import { sayDistance } from '../times.ts';
import { useNow } from '../use-studio.ts';
import { Workshop } from './Workshop.tsx';

/** What a viewer has done to their player, in the words of Twitch's context. */
export type PlayerState = {
  readonly arePlayerControlsVisible: boolean;
  readonly isFullScreen: boolean;
  readonly isTheatreMode: boolean;
  readonly isMuted: boolean;
  readonly isPaused: boolean;
};

/** A player that nobody has touched yet. */
export const untouchedPlayer: PlayerState = {
  arePlayerControlsVisible: false,
  isFullScreen: false,
  isTheatreMode: false,
  isMuted: true,
  isPaused: false,
};

/**
 * Where the video would be: a drawn workshop that moves gently while the channel is live and rests while it is not. Its controls
 * appear while one points at it, as Twitch's do; `children` lie between the picture and the controls.
 */
export function Player({
  channel,
  player,
  onChange,
  children,
}: {
  readonly channel: ChannelState;
  readonly player: PlayerState;
  readonly onChange: (change: Partial<PlayerState>) => void;
  readonly children?: ReactNode;
}) {
  const now = useNow();
  const figure = useRef<HTMLElement>(null);
  const { liveSince, name, title } = channel;
  const isLive = liveSince !== null;
  const words = isLive ? `${name} is live: ${title}` : `${name} is offline`;
  useEffect(() => {
    const look = () => onChange({ isFullScreen: document.fullscreenElement === figure.current });
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [onChange]);
  return (
    <figure
      ref={figure}
      className={`player ${isLive && !player.isPaused ? 'is-live' : 'is-resting'}`}
      aria-label={words}
      onPointerEnter={() => onChange({ arePlayerControlsVisible: true })}
      onPointerLeave={() => onChange({ arePlayerControlsVisible: false })}
      onFocus={({ target }) => {
        if (target.closest('.player-controls')) onChange({ arePlayerControlsVisible: true });
      }}
      onBlur={() => onChange({ arePlayerControlsVisible: false })}
    >
      <Workshop />
      {isLive ? (
        <figcaption className="player-mark">
          <span className="player-live">LIVE</span>
          <span className="player-since">
            {sayDistance(liveSince, now).replace(' ago', '').replace('now', 'just now')}
          </span>
        </figcaption>
      ) : (
        <figcaption className="player-off">
          <strong>{name} is offline</strong>
          <span>The bench is dark. Come back when the lamp is on.</span>
        </figcaption>
      )}
      {isLive && children}
      {isLive && <Controls player={player} onChange={onChange} figure={figure.current} />}
    </figure>
  );
}

function Controls({
  player,
  onChange,
  figure,
}: {
  readonly player: PlayerState;
  readonly onChange: (change: Partial<PlayerState>) => void;
  readonly figure: HTMLElement | null;
}) {
  const { show, focus } = useView();
  const { isPaused, isMuted, isFullScreen, arePlayerControlsVisible } = player;
  const isTheatre = show === 'overlay';
  const toggleFullScreen = () => void (isFullScreen ? document.exitFullscreen() : figure?.requestFullscreen());
  return (
    <div className={`player-controls ${arePlayerControlsVisible ? 'is-shown' : ''}`} role="group" aria-label="Player">
      <button type="button" aria-pressed={isPaused} onClick={() => onChange({ isPaused: !isPaused })}>
        {isPaused ? 'Play' : 'Pause'}
      </button>
      <button type="button" aria-pressed={isMuted} onClick={() => onChange({ isMuted: !isMuted })}>
        {isMuted ? 'Unmute' : 'Mute'}
      </button>
      <span className="player-gap" />
      {focus === '' && (
        <button type="button" aria-pressed={isTheatre} onClick={() => go({ show: isTheatre ? 'panel' : 'overlay' })}>
          {isTheatre ? 'Smaller' : 'Theatre'}
        </button>
      )}
      <button type="button" aria-pressed={isFullScreen} onClick={toggleFullScreen}>
        {isFullScreen ? 'Leave' : 'Full'}
      </button>
    </div>
  );
}

/** What a player does: it remembers what was done to it, and is in theatre mode while the overlay is looked at. */
export function usePlayer(isTheatreMode: boolean): {
  readonly player: PlayerState;
  readonly change: (change: Partial<PlayerState>) => void;
} {
  const [state, setState] = useState(untouchedPlayer);
  const [change] = useState(() => (next: Partial<PlayerState>) => setState((before) => ({ ...before, ...next })));
  return { player: { ...state, isTheatreMode }, change };
}
