import type { ChannelState } from '../../state.ts';
import { sayDistance } from '../times.ts';
import { useNow } from '../use-studio.ts';
import { Workshop } from './Workshop.tsx';

/** Where the video would be: a drawn workshop that moves gently while the channel is live and rests while it is not. */
export function Player({ channel }: { readonly channel: ChannelState }) {
  const now = useNow();
  const { liveSince, name, title } = channel;
  const isLive = liveSince !== null;
  const words = isLive ? `${name} is live: ${title}` : `${name} is offline`;
  return (
    <figure className={`player ${isLive ? 'is-live' : 'is-resting'}`} aria-label={words}>
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
    </figure>
  );
}
