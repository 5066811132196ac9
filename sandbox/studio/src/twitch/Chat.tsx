import { useEffect, useRef, useState } from 'react';
import type { ChannelState, LineState, PersonState } from '../../state.ts';
import { useDrafts } from '../drafts.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';

/** A channel's chat, in which one can type as whoever one is. */
export function Chat({
  channel,
  me,
  owner,
}: {
  readonly channel: ChannelState;
  readonly me: PersonState;
  readonly owner: PersonState;
}) {
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
      <ChatBox me={me} owner={owner} />
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
      {line.shared && <span className="muted"> (shared chat)</span>}
      <span aria-hidden="true">: </span>
      <span>{line.text}</span>
    </li>
  );
}

function ChatBox({ me, owner }: { readonly me: PersonState; readonly owner: PersonState }) {
  const { run } = useStudio();
  const drafts = useDrafts();
  const [text, setText] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const isHere = useIsHere('chat');
  useEffect(() => {
    if (drafts.chat === '') return;
    setText(drafts.chat);
    box.current?.focus();
  }, [drafts]);
  return (
    <form
      className={`chat-box ${isHere ? 'is-here' : ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') return;
        setText('');
        void run({ act: 'say', person: me.key, channel: owner.key, text });
      }}
    >
      <label>
        <span className="visually-hidden">Chat as {me.name}</span>
        <input
          ref={box}
          value={text}
          maxLength={500}
          placeholder={`Chat as ${me.name}`}
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
