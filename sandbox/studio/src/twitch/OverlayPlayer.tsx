import { useMemo, useState } from 'react';
import type { ChannelState, PersonState } from '../../state.ts';
import { useView } from '../address.ts';
import { ExtensionView } from './ExtensionView.tsx';
import { Player, usePlayer } from './Player.tsx';

/** The player in theatre mode with the extension over it, which Twitch shows only while the channel is live. */
export function OverlayPlayer({
  viewer,
  owner,
  channel,
}: {
  readonly viewer: PersonState;
  readonly owner: PersonState;
  readonly channel: ChannelState;
}) {
  const { panel: theme } = useView();
  const { player, change } = usePlayer(true);
  const [isMinimized, setMinimized] = useState(false);
  const { arePlayerControlsVisible, isFullScreen, isTheatreMode, isMuted, isPaused } = player;
  const context = useMemo(
    () => ({
      theme,
      language: 'en',
      game: channel.category,
      playbackMode: 'video' as const,
      volume: 0.5,
      arePlayerControlsVisible,
      isFullScreen,
      isTheatreMode,
      isMuted,
      isPaused,
    }),
    [theme, channel.category, arePlayerControlsVisible, isFullScreen, isTheatreMode, isMuted, isPaused],
  );
  return (
    <Player channel={channel} player={player} onChange={change}>
      <ExtensionView
        key={`${viewer.key}:${owner.key}`}
        view="video_overlay"
        viewer={viewer}
        owner={owner}
        channel={channel}
        context={context}
        isVisible={!isMinimized}
        onMinimize={() => setMinimized(true)}
      />
      {isMinimized && (
        <button type="button" className="player-icon" onClick={() => setMinimized(false)}>
          Show C500
        </button>
      )}
    </Player>
  );
}

/** The player beside chat, with nothing on it. */
export function PlainPlayer({ channel }: { readonly channel: ChannelState }) {
  const { player, change } = usePlayer(false);
  return <Player channel={channel} player={player} onChange={change} />;
}
