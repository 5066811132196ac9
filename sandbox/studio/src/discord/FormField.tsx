import { useId, useState } from 'react';
import type { FileInput } from '../../act.ts';
import type { FieldState } from '../../message-state.ts';
import type { Pickable } from './discord-sight.ts';
import { Markdown } from './Markdown.tsx';
import { Picker } from './Picker.tsx';

/** What is filled in so far. */
export type Filled = { readonly texts: readonly string[]; readonly files: readonly FileInput[] };

type Props = {
  readonly field: FieldState;
  readonly filled: Filled;
  readonly onFill: (next: Partial<Filled>) => void;
  /** What a menu without choices of its own offers. */
  readonly pickables: readonly Pickable[];
};

const samples = [
  { name: 'pastel-board', label: 'Pastel board' },
  { name: 'resin-keycap', label: 'Resin keycap' },
  { name: 'lubed-switches', label: 'Switches' },
  { name: 'vintage-board', label: 'Vintage board' },
  { name: 'number-pad', label: 'Number pad' },
  { name: 'coiled-cable', label: 'Coiled cable' },
] as const;

/** One field of a form. */
export function FormField(props: Props) {
  const { field } = props;
  switch (field.kind) {
    case 'note':
      return <Markdown text={field.label} />;
    case 'files':
      return <FilesField {...props} />;
    case 'radio':
    case 'checks':
      return <ChoicesField {...props} />;
    case 'check':
      return <CheckField {...props} />;
    case 'menu':
      return field.source === 'choices' && field.countMax === 1 ? <TypedField {...props} /> : <PickField {...props} />;
    case 'line':
    case 'paragraph':
      return <TypedField {...props} />;
  }
}

function TypedField({ field, filled, onFill }: Props) {
  const hintId = useId();
  const common = {
    required: field.required,
    'aria-describedby': field.hint === '' ? undefined : hintId,
    value: filled.texts[0] ?? '',
  };
  const typed = (value: string) => onFill({ texts: [value] });
  const limit = field.lengthMax === null ? {} : { maxLength: field.lengthMax };
  return (
    <label className="field">
      <span>
        {field.label}
        {field.required ? '' : ' (optional)'}
      </span>
      {field.hint !== '' && (
        <span className="field-hint" id={hintId}>
          {field.hint}
        </span>
      )}
      {field.kind === 'menu' && (
        <select {...common} onChange={({ target }) => typed(target.value)}>
          <option value="">{field.placeholder}</option>
          {field.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {field.kind === 'paragraph' && (
        <textarea
          {...common}
          {...limit}
          rows={4}
          placeholder={field.placeholder}
          onChange={({ target }) => typed(target.value)}
        />
      )}
      {field.kind === 'line' && (
        <input {...common} {...limit} placeholder={field.placeholder} onChange={({ target }) => typed(target.value)} />
      )}
    </label>
  );
}

function PickField({ field, filled, onFill, pickables }: Props) {
  const own = field.choices.map(({ value, label, description }) => ({ value, label, hint: description ?? '' }));
  return (
    <fieldset className="field-set">
      <legend>
        {field.label}
        {field.required ? '' : ' (optional)'}
      </legend>
      {field.hint !== '' && <p className="field-hint">{field.hint}</p>}
      <Picker
        label={field.placeholder}
        options={field.source === 'choices' ? own : pickables}
        chosen={filled.texts}
        countMin={field.required ? field.countMin : 0}
        countMax={field.countMax}
        onChoose={(texts) => onFill({ texts })}
      />
    </fieldset>
  );
}

function CheckField({ field, filled, onFill }: Props) {
  return (
    <label className="field-check">
      <input
        type="checkbox"
        checked={filled.texts[0] === 'true'}
        onChange={({ target }) => onFill({ texts: [String(target.checked)] })}
      />
      <span>
        {field.label} {field.hint !== '' && <span className="muted">{field.hint}</span>}
      </span>
    </label>
  );
}

function ChoicesField({ field, filled, onFill }: Props) {
  const isRadio = field.kind === 'radio';
  const name = useId();
  return (
    <fieldset className="field-set">
      <legend>
        {field.label}
        {field.required ? '' : ' (optional)'}
      </legend>
      {field.hint !== '' && <p className="field-hint">{field.hint}</p>}
      {field.choices.map(({ value, label, description }) => (
        <label key={value} className="field-check">
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={name}
            checked={filled.texts.includes(value)}
            onChange={({ target }) => {
              const others = isRadio ? [] : filled.texts.filter((each) => each !== value);
              onFill({ texts: target.checked ? [...others, value] : others });
            }}
          />
          <span>
            {label} {description !== null && <span className="muted">{description}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Files that a person chose, as the Studio's server takes them. */
export async function readChosen(list: FileList | null): Promise<readonly FileInput[]> {
  return Promise.all(
    [...(list ?? [])].map(async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return { name: file.name, contentType: file.type, base64: btoa(binary) };
    }),
  );
}

function FilesField({ field, filled, onFill }: Props) {
  const inputId = useId();
  const [isReading, setReading] = useState(false);
  const names = filled.files.map((file) => ('sample' in file ? file.sample : file.name));
  const toggle = (sample: string) => {
    const isIn = names.includes(sample);
    const others = filled.files.filter((file) => !('sample' in file) || file.sample !== sample);
    onFill({ files: isIn ? others : [...others, { sample }].slice(-field.countMax) });
  };
  return (
    <fieldset className="field-set">
      <legend>
        {field.label}
        {field.required ? '' : ' (optional)'}
      </legend>
      {field.hint !== '' && <p className="field-hint">{field.hint}</p>}
      <div className="samples">
        {samples.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            className="sample"
            aria-pressed={names.includes(name)}
            aria-label={`Use a sample picture: ${label}`}
            onClick={() => toggle(name)}
          >
            <img src={`/studio/pictures/${name}.png`} alt="" loading="lazy" />
            <span className="visually-hidden">{label}</span>
          </button>
        ))}
      </div>
      <label htmlFor={inputId}>
        Or choose files of your own
        <input
          id={inputId}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          multiple={field.countMax > 1}
          onChange={({ target }) => {
            setReading(true);
            void readChosen(target.files).then((files) => {
              setReading(false);
              onFill({ files: files.slice(0, field.countMax) });
            });
          }}
        />
      </label>
      <p className="field-hint" role="status">
        {isReading ? 'Reading…' : names.length > 0 ? `Chosen: ${names.join(', ')}` : 'Nothing chosen yet'}
      </p>
    </fieldset>
  );
}
