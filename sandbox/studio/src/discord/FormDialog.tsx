import { useEffect, useRef, useState } from 'react';
import type { FileInput } from '../../act.ts';
import type { FormState } from '../../message-state.ts';
import type { PersonState } from '../../state.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';
import { pickablesAt } from './discord-sight.ts';
import { FormField, type Filled } from './FormField.tsx';
import { sampleField } from './samples.ts';

const firstSample = 'pastel-board';

function beginFilled(form: FormState): Readonly<Record<string, Filled>> {
  return Object.fromEntries(
    form.fields.map((field) => {
      const chosen = field.choices.filter((each) => each.chosen).map((each) => each.value);
      const isChosen = field.choices.length > 0 || field.kind === 'menu';
      return [field.customId, { texts: isChosen ? chosen : [field.value], files: [] }];
    }),
  );
}

function fillWithSamples(form: FormState, filled: Readonly<Record<string, Filled>>): Readonly<Record<string, Filled>> {
  return Object.fromEntries(
    form.fields.map((field) => {
      const now = filled[field.customId] ?? { texts: [], files: [] };
      if (field.kind === 'menu' && field.source !== 'choices') return [field.customId, now];
      const isEmpty = now.texts.join('') === '' && now.files.length === 0;
      if (!isEmpty) return [field.customId, now];
      if (field.kind === 'files') return [field.customId, { texts: [], files: [{ sample: firstSample }] }];
      return [field.customId, { texts: [sampleField(field)], files: [] }];
    }),
  );
}

function collect(form: FormState, filled: Readonly<Record<string, Filled>>) {
  const values = Object.fromEntries(
    form.fields
      .filter(({ kind }) => kind !== 'files' && kind !== 'note')
      .map(({ customId, choices, kind }) => {
        const texts = filled[customId]?.texts ?? [];
        const isList = choices.length > 0 || kind === 'menu';
        return [customId, isList ? texts.filter((each) => each !== '') : texts.join('')];
      }),
  );
  const files = Object.fromEntries(
    form.fields
      .filter(({ kind }) => kind === 'files')
      .map(({ customId }) => [customId, [...(filled[customId]?.files ?? [])]]),
  );
  return { values, files };
}

/** A form that the bot has put on a person's screen. */
export function FormDialog({ form, me }: { readonly form: FormState; readonly me: PersonState }) {
  const { state, run, openForm, closeForm } = useStudio();
  const communityId = state.discord.places.find(({ id }) => id === form.channelId)?.communityId ?? null;
  const dialog = useRef<HTMLDialogElement>(null);
  const [filled, setFilled] = useState(() =>
    openForm?.filled ? fillWithSamples(form, beginFilled(form)) : beginFilled(form),
  );
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isHere = useIsHere('form');
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async () => {
    setBusy(true);
    const { values, files } = collect(form, filled);
    const answer = await run({ act: 'submit-modal', person: me.key, modalId: form.id, values, files }, { quiet: true });
    setBusy(false);
    setProblem(answer.problem ?? '');
  };
  return (
    <dialog ref={dialog} className="dialog form-dialog" aria-labelledby="form-title" onCancel={closeForm}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="dialog-head">
          <h3 id="form-title">{form.title}</h3>
          <button
            type="button"
            className="button button--quiet"
            onClick={() => setFilled(fillWithSamples(form, filled))}
          >
            Fill it in for me
          </button>
        </div>
        <div className="form-fields">
          {problem !== '' && (
            <p className="note note--refusal" role="alert">
              {problem}
            </p>
          )}
          {form.fields.map((field, index) => (
            <FormField
              key={`${index}${field.customId}`}
              field={field}
              filled={filled[field.customId] ?? { texts: [], files: [] }}
              pickables={pickablesAt(state.discord, form.userId, communityId, field)}
              onFill={(next: { readonly texts?: readonly string[]; readonly files?: readonly FileInput[] }) =>
                setFilled({
                  ...filled,
                  [field.customId]: { ...(filled[field.customId] ?? { texts: [], files: [] }), ...next },
                })
              }
            />
          ))}
        </div>
        <div className="dialog-ways">
          <button type="button" className="button button--quiet" onClick={closeForm}>
            Cancel
          </button>
          <button type="submit" className={`button ${isHere ? 'is-here' : ''}`} disabled={isBusy}>
            {isBusy ? 'Sending…' : 'Submit'}
          </button>
        </div>
      </form>
    </dialog>
  );
}
