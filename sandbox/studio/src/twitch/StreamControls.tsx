import { useEffect, useState } from 'react';
import type { ChannelState, PersonState } from '../../state.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';

/** The title and, for the broadcaster, the switch that goes live. Viewers see the title only. */
export function StreamControls({
  channel,
  owner,
  isOwner,
}: {
  readonly channel: ChannelState;
  readonly owner: PersonState;
  readonly isOwner: boolean;
}) {
  const { run } = useStudio();
  const [title, setTitle] = useState(channel.title);
  const isLive = channel.liveSince !== null;
  const isHere = useIsHere('go-live');
  useEffect(() => setTitle(channel.title), [channel.title]);
  if (!isOwner) return <p className="stream-title">{channel.title}</p>;
  const save = () => {
    if (title.trim() !== '' && title !== channel.title) void run({ act: 'set-title', person: owner.key, title });
  };
  return (
    <form
      className="stream-controls"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <label>
        <span className="visually-hidden">Stream title</span>
        <input value={title} maxLength={140} onChange={({ target }) => setTitle(target.value)} onBlur={save} />
      </label>
      {isLive ? (
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void run({ act: 'go-offline', person: owner.key })}
        >
          End stream
        </button>
      ) : (
        <button
          type="button"
          className={`button go-live ${isHere ? 'is-here' : ''}`}
          onClick={() =>
            void run({ act: 'go-live', person: owner.key, title: title.trim() === '' ? channel.title : title })
          }
        >
          Go live
        </button>
      )}
    </form>
  );
}
