import { useEffect, useRef, useState } from 'react';
import type { ChannelState, LineState, PersonState } from '../../state.ts';
import { useDrafts } from '../drafts.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';

type Room = {
  readonly me: PersonState;
  readonly owner: PersonState;
  /** Everybody who has an account at Twitch. */
  readonly people: readonly PersonState[];
  /** Those with channels, whose chat may be shared with this one. */
  readonly owners: readonly PersonState[];
};

/** A channel's chat, in which one can type as anybody, here or in another channel that shares its chat with this one. */
export function Chat({ channel, ...room }: Room & { readonly channel: ChannelState }) {
  const list = useRef<HTMLDivElement>(null);
  const last = channel.lines.at(-1)?.id;
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [last]);
  return (
    <section className="chat" aria-label={`Chat of ${channel.name}`}>
      <h3 className="chat-head">Stream chat</h3>
      <div className="chat-lines" ref={list} tabIndex={0} aria-label="Chat lines" role="log">
        <ol>
          {channel.lines.length === 0 && <li className="muted chat-quiet">Quiet so far. Say hello.</li>}
          {channel.lines.map((line) => (
            <ChatLine key={line.id} line={line} />
          ))}
        </ol>
      </div>
      <ChatBox {...room} />
    </section>
  );
}

function ChatLine({ line }: { readonly line: LineState }) {
  const isBroadcaster = line.badges.some((badge) => badge.startsWith('broadcaster'));
  const isModerator = line.badges.some((badge) => badge.startsWith('moderator'));
  const tone = (Array.from(line.userId).reduce((sum, digit) => sum + (digit.codePointAt(0) ?? 0), 0) % 5) + 1;
  return (
    <li className="chat-line">
      {isBroadcaster && (
        <span className="chat-badge chat-badge--broadcaster" title="Broadcaster" role="img" aria-label="Broadcaster">
          ●
        </span>
      )}
      {isModerator && (
        <span className="chat-badge chat-badge--moderator" title="Moderator" role="img" aria-label="Moderator">
          ✦
        </span>
      )}
      <span className={`chat-name tone-${tone}`}>{line.name}</span>
      {line.from !== null && <span className="chat-from">{line.from}</span>}
      <span aria-hidden="true">: </span>
      <span>{line.text}</span>
    </li>
  );
}

function ChatBox({ me, owner, people, owners }: Room) {
  const { run } = useStudio();
  const drafts = useDrafts();
  const [text, setText] = useState('');
  const [speakerKey, setSpeakerKey] = useState('');
  const [source, setSource] = useState('');
  const speaker = people.find(({ key }) => key === speakerKey) ?? me;
  const others = owners.filter(({ key }) => key !== owner.key);
  const box = useRef<HTMLInputElement>(null);
  const isHere = useIsHere('chat');
  useEffect(() => {
    if (drafts.chat === '') return;
    setText(drafts.chat);
    setSpeakerKey('');
    setSource('');
    box.current?.focus();
  }, [drafts]);
  useEffect(() => setSpeakerKey(''), [me.key]);
  return (
    <form
      className={`chat-box ${isHere ? 'is-here' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        setText('');
        void run({ act: 'say', person: speaker.key, channel: owner.key, text, ...(source === '' ? {} : { source }) });
      }}
    >
      <div className="chat-who">
        <label>
          <span>As</span>
          <select aria-label="Who chats" value={speaker.key} onChange={({ target }) => setSpeakerKey(target.value)}>
            {people.map((each) => (
              <option key={each.key} value={each.key}>
                {each.name}, {each.key === owner.key ? 'broadcaster' : each.part}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>in</span>
          <select aria-label="In whose chat" value={source} onChange={({ target }) => setSource(target.value)}>
            <option value="">this chat</option>
            {others.map((each) => (
              <option key={each.key} value={each.key}>
                {each.name}’s, shared
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        <span className="visually-hidden">Chat as {speaker.name}</span>
        <input
          ref={box}
          value={text}
          maxLength={500}
          placeholder={`Chat as ${speaker.name}`}
          autoComplete="off"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <button type="submit" className="button">
        Chat
      </button>
    </form>
  );
}
