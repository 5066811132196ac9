import { go, useView } from '../address.ts';
import { ColumnHead } from '../ColumnHead.tsx';
import { useIsHere } from '../guide/use-guide.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { pickPerson, useStudio } from '../use-studio.ts';
import { Chat } from './Chat.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { Player } from './Player.tsx';
import { StreamControls } from './StreamControls.tsx';

/** A Twitch channel as one person sees it: the player, the chat and the extension's panel. */
export function TwitchColumn() {
  const { state } = useStudio();
  const view = useView();
  const isHere = useIsHere('twitch-person');
  const people = state.people.filter(({ twitch }) => twitch !== null);
  const me = pickPerson(people, view.twitch, () => true);
  const owners = people.filter(({ part }) => part === 'builder' || part === 'marketer');
  const owner = pickPerson(owners, view.watch, () => true);
  const channel = state.twitch.channels.find(({ userId }) => userId === owner?.twitch?.id);
  if (!me || !owner || !channel) return null;
  const isOwner = me.key === owner.key;
  return (
    <section className="column column-twitch" aria-label="Twitch">
      <ColumnHead title="Twitch">
        <PersonPicker
          platform="Twitch"
          people={people}
          chosen={me}
          highlighted={isHere}
          onChoose={(key) => go({ twitch: key, ...(owners.some((each) => each.key === key) ? { watch: key } : {}) })}
        />
      </ColumnHead>
      <div className="twitch-body">
        <div className="twitch-stage">
          <div className="channel-line">
            <label>
              <span className="visually-hidden">Channel</span>
              <select value={owner.key} onChange={({ target }) => go({ watch: target.value })}>
                {owners.map((each) => (
                  <option key={each.key} value={each.key}>
                    {each.twitch?.login}
                  </option>
                ))}
              </select>
            </label>
            <span className="muted">{channel.category}</span>
          </div>
          <PanelFrame key={`${me.key}:${owner.key}`} viewer={me} owner={owner} channel={channel} />
        </div>
        <div className="twitch-side">
          <Player channel={channel} />
          <StreamControls key={channel.userId} channel={channel} owner={owner} isOwner={isOwner} />
          <Chat channel={channel} me={me} owner={owner} />
        </div>
      </div>
    </section>
  );
}
