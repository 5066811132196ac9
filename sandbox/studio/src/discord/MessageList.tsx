import { useEffect, useRef } from 'react';
import type { MessageState } from '../../message-state.ts';
import type { PersonState, PlaceState } from '../../state.ts';
import { CloudKey, Face } from '../Face.tsx';
import { sayTime } from '../times.ts';
import { useStudio } from '../use-studio.ts';
import { commandsAt, localeOf, ownsPlace } from './discord-sight.ts';
import { EmbedView } from './EmbedView.tsx';
import { Markdown } from './Markdown.tsx';
import { PersonName } from './Members.tsx';
import { Menu } from './Menu.tsx';
import { PartView } from './PartView.tsx';

/** The messages of one place, oldest first; it follows the newest one. */
export function MessageList({
  messages,
  me,
  place,
}: {
  readonly messages: readonly MessageState[];
  readonly me: PersonState;
  readonly place: PlaceState;
}) {
  const list = useRef<HTMLDivElement>(null);
  const last = messages.at(-1);
  const stamp = `${last?.id ?? ''}${last?.thinking ?? ''}`;
  const isFollowing = useRef(true);
  const follow = () => list.current?.scrollTo({ top: list.current.scrollHeight });
  useEffect(() => {
    follow();
    isFollowing.current = true;
  }, [stamp]);
  return (
    <div
      className="messages"
      ref={list}
      tabIndex={0}
      role="log"
      aria-label="Messages"
      onWheel={() => (isFollowing.current = false)}
      onKeyDown={() => (isFollowing.current = false)}
      onTouchMove={() => (isFollowing.current = false)}
      // A picture arrives after its message and makes it taller; whoever is not reading elsewhere stays at the end.
      onLoadCapture={() => isFollowing.current && follow()}
    >
      <ol>
        {messages.length === 0 && <li className="muted messages-none">Nothing here yet.</li>}
        {messages.map((message) => (
          <MessageView key={message.id} message={message} me={me} place={place} />
        ))}
      </ol>
    </div>
  );
}

type Shown = { readonly message: MessageState; readonly me: PersonState; readonly place: PlaceState };

function MessageView({ message, me, place }: Shown) {
  const { state } = useStudio();
  const author = state.discord.users.find(({ id }) => id === message.authorId);
  const causer = state.discord.users.find(({ id }) => id === message.cause?.userId);
  const name = author?.name ?? 'Deleted user';
  return (
    <li className={`message ${message.visibleTo === null ? '' : 'is-private'}`}>
      <article aria-label={`${name} at ${sayTime(message.at)}`}>
        {message.cause && causer && (
          <p className="message-cause">
            {causer.name} used <strong>{message.cause.what}</strong>
          </p>
        )}
        <div className="message-sign">
          {author?.bot ? (
            <CloudKey size={36} />
          ) : (
            <Face name={name} seed={personKey(state.people, message.authorId)} size={36} />
          )}
        </div>
        <div className="message-body">
          <p className="message-head">
            <PersonName name={name} userId={message.authorId} me={me} place={place} />
            {author?.bot && <span className="message-app">APP</span>}
            <time dateTime={new Date(message.at).toISOString()}>{sayTime(message.at)}</time>
            {message.edited && <span className="muted"> (edited)</span>}
            <MessageMenu message={message} me={me} place={place} />
          </p>
          {message.thinking && <p className="message-thinking">{name} is thinking…</p>}
          {message.content !== '' && <Markdown text={message.content} />}
          {message.embeds.map((embed, index) => (
            <EmbedView key={index} embed={embed} />
          ))}
          {message.parts.map((part, index) => (
            <PartView key={index} part={part} message={message} me={me} place={place} />
          ))}
          {message.attachments.map(({ url, alt }) => (
            <img key={url} className="message-picture" src={url} alt={alt} />
          ))}
          {message.visibleTo !== null && <p className="message-private">Only you can see this</p>}
        </div>
      </article>
    </li>
  );
}

/** What the app offers for messages, and what those who care for a community do by hand. */
function MessageMenu({ message, me, place }: Shown) {
  const { state, run } = useStudio();
  const userId = me.discord?.id ?? '';
  const locale = localeOf(state.discord, userId);
  if (message.visibleTo !== null) return null;
  const offered = commandsAt(state.discord, userId, place, 'message').map((command) => ({
    label: command.inLocales[locale]?.path ?? command.path,
    onPick: () => void run({ act: 'use-on-message', person: me.key, messageId: message.id, name: command.name }),
  }));
  const mayDelete = place.kind !== 'dm' && (message.authorId === userId || ownsPlace(state.discord, userId, place));
  const byHand = {
    label: 'Delete message',
    isDanger: true,
    onPick: () => void run({ act: 'delete-message', messageId: message.id }),
  };
  const items = mayDelete ? [...offered, byHand] : offered;
  if (items.length === 0) return null;
  return (
    <Menu label="More on this message" className="message-more" items={items}>
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}

function personKey(people: readonly PersonState[], discordId: string): string {
  return people.find(({ discord }) => discord?.id === discordId)?.key ?? discordId;
}
