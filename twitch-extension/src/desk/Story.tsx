import { useId, useState, type FormEvent } from 'react';
import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import type { DeskProps } from './desk-props.ts';
import { PhotoForm } from './PhotoForm.tsx';

const texts = deskTexts.live.work;
const noteCharsMax = 200;

/** What the builder tells along the way: the notes and photos so far, and new ones. */
export function Story(props: DeskProps & { readonly order: DeskOrder }) {
  const { order } = props;
  const { notes, photos } = order.build;
  const count = notes.length + photos.length;
  const mayWork = order.actions.includes('work');
  if (count === 0 && !mayWork) return null;
  return (
    <details className="fold">
      <summary>{count === 0 ? texts.notes : fill(texts.notesCount, { count })}</summary>
      <div className="fold__body stack">
        {photos.length > 0 && (
          <div className="row">
            {photos.map(({ picture }) => (
              <Picture key={picture.url} className="thumb" picture={picture} guild={order.guild} />
            ))}
          </div>
        )}
        {notes.length > 0 && (
          <ul className="saidlines">
            {notes.map(({ text, at }, index) => (
              <li key={`${at}-${index}`}>
                <bdi>{text}</bdi>
              </li>
            ))}
          </ul>
        )}
        {mayWork && <NoteForm {...props} />}
        {mayWork && <PhotoForm {...props} />}
      </div>
    </details>
  );
}

/** A new note. What was typed stays until the core has it, under one request however often it is sent. */
function NoteForm({ order, desk, say }: DeskProps & { readonly order: DeskOrder }) {
  const [draft, setDraft] = useState({ text: '', requestId: '' });
  const hintId = useId();
  const adding = useAction(async () => {
    const { text, requestId } = draft;
    await desk.addNote(order.tag, text.trim(), requestId);
    // What was typed meanwhile is another note.
    setDraft((now) => (now.text === text ? { text: '', requestId: '' } : now));
    say(texts.noteSent);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.text.trim() !== '') adding.act();
  };
  return (
    <form className="field" onSubmit={submit}>
      <label htmlFor={`${hintId}-text`}>{texts.note}</label>
      <div className="noteline">
        <input
          id={`${hintId}-text`}
          type="text"
          autoComplete="off"
          dir="auto"
          maxLength={noteCharsMax}
          aria-describedby={hintId}
          value={draft.text}
          onChange={(event) => setDraft({ text: event.target.value, requestId: crypto.randomUUID() })}
        />
        <button
          type="submit"
          className="button button--small"
          aria-disabled={adding.isBusy || draft.text.trim() === ''}
        >
          {adding.isBusy ? texts.noteSending : texts.noteSend}
        </button>
      </div>
      <span id={hintId} className="small">
        {fill(texts.noteHint, { max: noteCharsMax })}
      </span>
      {adding.problem && <Refusal problem={adding.problem} />}
    </form>
  );
}
