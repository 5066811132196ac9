import { useEffect, useId, useRef, useState } from 'react';
import type { CommandState } from '../../message-state.ts';
import type { FileInput } from '../../act.ts';
import type { PersonState, PlaceState } from '../../state.ts';
import { useDrafts } from '../drafts.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';
import { CommandForm } from './CommandForm.tsx';
import { commandsAt, localeOf } from './discord-sight.ts';
import { readChosen } from './FormField.tsx';
import { findSellCommand } from './samples.ts';

type Picked = { readonly command: CommandState; readonly withSamples: boolean };

/** Writes messages and slash commands. Typing a slash offers the commands of the bot. */
export function Composer({ me, place }: { readonly me: PersonState; readonly place: PlaceState }) {
  const { state } = useStudio();
  const drafts = useDrafts();
  const taken = useRef(0);
  const isHere = useIsHere('composer');
  const [picked, setPicked] = useState<Picked | null>(null);
  const commands = commandsAt(state.discord, me.discord?.id ?? '', place, 'slash');
  useEffect(() => {
    if (!drafts.command || taken.current === drafts.number || me.key !== 'kumo') return;
    taken.current = drafts.number;
    const command = findSellCommand(commands);
    if (command) setPicked({ command, withSamples: true });
  }, [drafts, commands.length, me.key]);
  return (
    <div className={`composer ${isHere ? 'is-here' : ''}`}>
      {picked ? (
        <CommandForm
          key={picked.command.path}
          command={picked.command}
          withSamples={picked.withSamples}
          me={me}
          place={place}
          onLeave={() => setPicked(null)}
        />
      ) : (
        <MessageBox me={me} place={place} onPick={(command) => setPicked({ command, withSamples: false })} />
      )}
    </div>
  );
}

function MessageBox({
  me,
  place,
  onPick,
}: {
  readonly me: PersonState;
  readonly place: PlaceState;
  readonly onPick: (command: CommandState) => void;
}) {
  const { state, run } = useStudio();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const [files, setFiles] = useState<readonly FileInput[]>([]);
  const locale = localeOf(state.discord, me.discord?.id ?? '');
  const typed = text.trimEnd().toLowerCase();
  const offers = text.startsWith('/')
    ? commandsAt(state.discord, me.discord?.id ?? '', place, 'slash')
        .map((command) => ({ ...command, ...command.inLocales[locale] }))
        .filter(({ path }) => path.toLowerCase().startsWith(typed) || typed.startsWith(path.toLowerCase()))
    : [];
  const current = offers[Math.min(at, offers.length - 1)];
  const where = place.kind === 'dm' ? place.name : `#${place.name}`;
  const pick = (command: CommandState | undefined) => {
    if (!command) return;
    setText('');
    onPick(command);
  };
  const send = () => {
    if (text.startsWith('/')) return pick(current);
    if (text.trim() === '' && files.length === 0) return;
    setText('');
    setFiles([]);
    void run({ act: 'write', person: me.key, channelId: place.id, text, files: [...files] });
  };
  return (
    <form
      className="message-box"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {offers.length > 0 && <Offers listId={listId} offers={offers} current={current} onPick={pick} />}
      <label>
        <span className="visually-hidden">Message {where}</span>
        <input
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={offers.length > 0 ? listId : undefined}
          aria-activedescendant={current ? `${listId}${current.path}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          value={text}
          maxLength={2_000}
          placeholder={`Message ${where}, or / for commands`}
          onChange={({ target }) => {
            setText(target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (offers.length === 0) return;
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step !== undefined) {
              event.preventDefault();
              setAt((Math.min(at, offers.length - 1) + step + offers.length) % offers.length);
            } else if (event.key === 'Escape') setText('');
          }}
        />
      </label>
      <label className="attach" title={files.length > 0 ? `${files.length} attached` : 'Attach pictures'}>
        <span aria-hidden="true">{files.length > 0 ? files.length : '+'}</span>
        <span className="visually-hidden">Attach pictures</span>
        <input
          type="file"
          className="visually-hidden"
          multiple
          onChange={({ target }) => void readChosen(target.files).then(setFiles)}
        />
      </label>
      <button type="submit" className="button">
        Send
      </button>
    </form>
  );
}

function Offers({
  listId,
  offers,
  current,
  onPick,
}: {
  readonly listId: string;
  readonly offers: readonly CommandState[];
  readonly current: CommandState | undefined;
  readonly onPick: (command: CommandState) => void;
}) {
  return (
    <ul className="offers" id={listId} role="listbox" aria-label="Commands">
      {offers.map((command) => (
        <li
          key={command.path}
          id={`${listId}${command.path}`}
          role="option"
          aria-selected={command === current}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(command);
          }}
        >
          <strong>{command.path}</strong> <span className="muted">{command.hint}</span>
        </li>
      ))}
    </ul>
  );
}
