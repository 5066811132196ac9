import { go, useView } from '../address.ts';
import { ColumnHead } from '../ColumnHead.tsx';
import { useIsHere } from '../guide/use-guide.ts';
import { PersonPicker } from '../PersonPicker.tsx';
import { pickPerson, useStudio } from '../use-studio.ts';
import { ChannelSettings } from './ChannelSettings.tsx';
import { Chat } from './Chat.tsx';
import { ExtensionStage, ShowSwitch, ThemeSwitch } from './ExtensionStage.tsx';
import { OverlayPlayer, PlainPlayer } from './OverlayPlayer.tsx';
import { StreamControls } from './StreamControls.tsx';

/** A Twitch channel as one person sees it: the player, the chat and the extension. */
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
  const { show } = view;
  return (
    <section className="column column-twitch" aria-label="Twitch" data-show={show}>
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
            <span className="muted channel-category">{channel.category}</span>
            <ThemeSwitch />
          </div>
          <ShowSwitch owner={owner} isOwner={isOwner} />
          {show === 'overlay' ? (
            <OverlayPlayer viewer={me} owner={owner} channel={channel} />
          ) : (
            <ExtensionStage show={show} viewer={me} owner={owner} channel={channel} />
          )}
        </div>
        <div className="twitch-side">
          {show !== 'overlay' && <PlainPlayer channel={channel} />}
          <StreamControls key={channel.userId} channel={channel} owner={owner} isOwner={isOwner} />
          {isOwner && <ChannelSettings channel={channel} owner={owner} />}
          <Chat channel={channel} me={me} owner={owner} people={people} owners={owners} />
        </div>
      </div>
    </section>
  );
}
