import { useId, useRef, useState } from 'react';
import type { CommandState, OptionState } from '../../message-state.ts';
import type { PersonState, PlaceState } from '../../state.ts';
import { act as send } from '../studio-client.ts';
import { useStudio } from '../use-studio.ts';
import { localeOf, pickablesAt } from './discord-sight.ts';
import { sampleOption } from './samples.ts';

type Values = Readonly<Record<string, string>>;

const kinds = { whole: 4, flag: 5, person: 6, channel: 7, role: 8, number: 10 } as const;

/** What Discord gets: numbers as numbers, flags as flags, and nothing for fields left empty. */
function toValues(command: CommandState, values: Values): Record<string, string | number | boolean> {
  const filled = command.options.flatMap((option): [string, string | number | boolean][] => {
    const text = values[option.name] ?? '';
    if (text === '') return [];
    const isNumber = option.kind === kinds.whole || option.kind === kinds.number;
    if (isNumber) return [[option.name, Number(text)]];
    return [[option.name, option.kind === kinds.flag ? text === 'true' : text]];
  });
  return Object.fromEntries(filled);
}

function invocation(me: PersonState, place: PlaceState, command: CommandState, values: Values) {
  const { name, group, subcommand } = command;
  return {
    person: me.key,
    channelId: place.id,
    name,
    ...(group === null ? {} : { group }),
    ...(subcommand === null ? {} : { subcommand }),
    values: toValues(command, values),
  };
}

/** A slash command being filled in, as Discord's client shows it: its options as fields, and Send. */
export function CommandForm({
  command,
  withSamples,
  me,
  place,
  onLeave,
}: {
  readonly command: CommandState;
  readonly withSamples: boolean;
  readonly me: PersonState;
  readonly place: PlaceState;
  readonly onLeave: () => void;
}) {
  const { run } = useStudio();
  const [values, setValues] = useState<Values>(() =>
    withSamples ? Object.fromEntries(command.options.map((option) => [option.name, sampleOption(option)])) : {},
  );
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const asked = invocation(me, place, command, values);
    const { problem } = await run({ act: 'run-command', ...asked }, { filled: withSamples });
    setBusy(false);
    if (problem === null) onLeave();
  };
  const suggest = async (focused: string, typed: string) => {
    const asked = invocation(me, place, command, { ...values, [focused]: typed });
    return (await send({ act: 'autocomplete', ...asked, focused })).choices ?? [];
  };
  return (
    <form
      className="command"
      aria-label={`Command ${command.path}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onLeave();
      }}
    >
      <p className="command-name">
        <strong>{command.path}</strong> <span>{command.hint}</span>
      </p>
      {command.options.length > 0 && (
        <div className="command-options">
          {command.options.map((option, index) => (
            <OptionField
              key={option.name}
              me={me}
              place={place}
              option={option}
              value={values[option.name] ?? ''}
              isFirst={index === 0 && !withSamples}
              suggest={(typed) => suggest(option.name, typed)}
              onChange={(value) => setValues({ ...values, [option.name]: value })}
            />
          ))}
        </div>
      )}
      <div className="dialog-ways">
        <button type="button" className="button button--quiet" onClick={onLeave}>
          Leave
        </button>
        <button type="submit" className="button" autoFocus={withSamples} disabled={isBusy}>
          {isBusy ? 'Sending…' : 'Send command'}
        </button>
      </div>
    </form>
  );
}

type Suggestion = { readonly name: string; readonly value: string | number };

function OptionField({
  me,
  place,
  option,
  value,
  isFirst,
  suggest,
  onChange,
}: {
  readonly me: PersonState;
  readonly place: PlaceState;
  readonly option: OptionState;
  readonly value: string;
  readonly isFirst: boolean;
  readonly suggest: (typed: string) => Promise<readonly Suggestion[]>;
  readonly onChange: (value: string) => void;
}) {
  const { state } = useStudio();
  const common = { value, required: option.required, autoFocus: isFirst };
  const userId = me.discord?.id ?? '';
  const locale = localeOf(state.discord, userId);
  const words = option.inLocales[locale];
  const from = (source: string) =>
    pickablesAt(state.discord, userId, place.communityId, { source, channelTypes: [] }).map(({ label, value: id }) => ({
      name: label,
      value: id,
    }));
  const flags = [
    { name: 'Yes', value: 'true' },
    { name: 'No', value: 'false' },
  ];
  const offered: Readonly<Record<number, readonly Suggestion[]>> = {
    [kinds.person]: from('people'),
    [kinds.channel]: from('channels'),
    [kinds.role]: from('roles'),
    [kinds.flag]: flags,
  };
  const fixed =
    offered[option.kind] ??
    option.choices.map(({ name, value: sent, inLocales }) => ({ name: inLocales[locale] ?? name, value: sent }));
  return (
    <label className="field">
      <span>
        {words?.path ?? option.name}
        {option.required ? '' : ' (optional)'}
      </span>
      {fixed.length > 0 ? (
        <select {...common} onChange={({ target }) => onChange(target.value)}>
          <option value="">Choose…</option>
          {fixed.map((each) => (
            <option key={each.value} value={String(each.value)}>
              {each.name}
            </option>
          ))}
        </select>
      ) : option.suggests ? (
        <SuggestingInput {...common} suggest={suggest} onChange={onChange} />
      ) : (
        <input
          {...common}
          placeholder={words?.hint ?? option.hint}
          inputMode={option.kind === kinds.whole || option.kind === kinds.number ? 'decimal' : 'text'}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </label>
  );
}

function SuggestingInput({
  suggest,
  onChange,
  value,
  ...common
}: {
  readonly value: string;
  readonly required: boolean;
  readonly autoFocus: boolean;
  readonly suggest: (typed: string) => Promise<readonly Suggestion[]>;
  readonly onChange: (value: string) => void;
}) {
  const [choices, setChoices] = useState<readonly Suggestion[]>([]);
  const asked = useRef(0);
  const listId = useId();
  const ask = async (typed: string) => {
    asked.current += 1;
    const mine = asked.current;
    const found = await suggest(typed);
    if (mine === asked.current) setChoices(found);
  };
  return (
    <>
      <input
        {...common}
        value={value}
        list={listId}
        autoComplete="off"
        onFocus={() => void ask(value)}
        onChange={({ target }) => {
          onChange(target.value);
          void ask(target.value);
        }}
      />
      <datalist id={listId}>
        {choices.map((each) => (
          <option key={each.value} value={String(each.value)}>
            {each.name}
          </option>
        ))}
      </datalist>
    </>
  );
}
