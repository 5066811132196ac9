import { useId, useRef, useState } from 'react';
import type { Pickable } from './discord-sight.ts';

const shownMax = 25;

/**
 * A menu with a search, for people, roles and channels, and wherever several may be chosen. What is chosen counts once it is closed, as
 * in Discord.
 */
export function Picker({
  label,
  options,
  chosen,
  countMin,
  countMax,
  disabled = false,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly Pickable[];
  readonly chosen: readonly string[];
  readonly countMin: number;
  readonly countMax: number;
  readonly disabled?: boolean;
  readonly onChoose: (values: readonly string[]) => void;
}) {
  const [open, setOpen] = useState<readonly string[] | null>(null);
  const [query, setQuery] = useState('');
  const place = useRef<HTMLDivElement>(null);
  const listId = useId();
  const marked = open ?? chosen;
  const found = options.filter(({ label: name }) => name.toLowerCase().includes(query.toLowerCase()));
  const names = chosen.map((value) => options.find((each) => each.value === value)?.label ?? '…');
  const close = (values: readonly string[] | null) => {
    setOpen(null);
    setQuery('');
    const isNew = values !== null && values.join() !== chosen.join();
    if (isNew && values.length >= countMin) onChoose(values);
  };
  const mark = (value: string) => {
    // Where nothing may be chosen, what is chosen can be given back.
    if (countMax === 1) return close(countMin === 0 && marked.includes(value) ? [] : [value]);
    const others = marked.filter((each) => each !== value);
    setOpen(marked.includes(value) ? others : [...others, value].slice(-countMax));
  };
  return (
    <div
      className="chooser"
      ref={place}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (open !== null && !currentTarget.contains(relatedTarget)) close(countMax === 1 ? null : open);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || open === null) return;
        event.preventDefault();
        event.stopPropagation();
        close(null);
        place.current?.querySelector('button')?.focus();
      }}
    >
      <button
        type="button"
        className="chooser-open"
        aria-label={names.length > 0 ? `${label}: ${names.join(', ')}` : label}
        aria-expanded={open !== null}
        aria-controls={open === null ? undefined : listId}
        disabled={disabled}
        onClick={() => (open === null ? setOpen(chosen) : close(open))}
      >
        {names.length > 0 ? names.join(', ') : label}
      </button>
      {open !== null && (
        <div className="chooser-list" id={listId}>
          <input
            type="search"
            aria-label={`Search: ${label}`}
            placeholder="Search"
            value={query}
            autoFocus
            onChange={({ target }) => setQuery(target.value)}
            onKeyDown={(event) => {
              const [first] = found;
              if (event.key !== 'Enter') return;
              event.preventDefault();
              if (first) mark(first.value);
            }}
          />
          <ul aria-label={label}>
            {found.slice(0, shownMax).map(({ value, label: name, hint }) => (
              <li key={value}>
                <button type="button" aria-pressed={marked.includes(value)} onClick={() => mark(value)}>
                  {name} {hint !== '' && <span className="muted">{hint}</span>}
                </button>
              </li>
            ))}
            {found.length === 0 && <li className="muted">Nothing found</li>}
          </ul>
          {countMax > 1 && (
            <button type="button" className="button" onClick={() => close(marked)}>
              {marked.length < countMin ? `Choose at least ${countMin}` : 'Choose'}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
