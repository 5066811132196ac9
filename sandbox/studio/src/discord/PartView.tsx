import { useState } from 'react';
import type { ButtonState, LeafState, MenuState, MessageState, PartState } from '../../message-state.ts';
import type { PersonState, PlaceState } from '../../state.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { useStudio } from '../use-studio.ts';
import { pickablesAt } from './discord-sight.ts';
import { Markdown } from './Markdown.tsx';
import { Picker } from './Picker.tsx';

type Around = { readonly message: MessageState; readonly me: PersonState; readonly place: PlaceState };

/** A part of a message made of components. */
export function PartView({ part, ...around }: Around & { readonly part: PartState }) {
  if (part.kind !== 'container') return <LeafView part={part} {...around} />;
  return (
    <div className="container" style={part.accent ? { borderInlineStartColor: part.accent } : undefined}>
      {part.parts.map((each, index) => (
        <LeafView key={index} part={each} {...around} />
      ))}
    </div>
  );
}

function LeafView({ part, ...around }: Around & { readonly part: LeafState }) {
  switch (part.kind) {
    case 'text':
      return <Markdown text={part.content} />;
    case 'section':
      return (
        <div className="section">
          <div>
            {part.texts.map((text, index) => (
              <Markdown key={index} text={text} />
            ))}
          </div>
          {part.button && <MessageButton button={part.button} {...around} />}
          {part.thumbnail && <img className="section-thumbnail" src={part.thumbnail.url} alt={part.thumbnail.alt} />}
        </div>
      );
    case 'gallery':
      return (
        <div className={`gallery gallery--${Math.min(part.items.length, 4)}`}>
          {part.items.map(({ url, alt }) => (
            <img key={url} src={url} alt={alt} />
          ))}
        </div>
      );
    case 'file':
      return (
        <a href={part.url} target="_blank" rel="noreferrer">
          {part.name}
        </a>
      );
    case 'separator':
      return part.line ? <hr /> : <div className="gap" />;
    case 'row':
      return (
        <div className="row">
          {part.items.map((item, index) =>
            item.kind === 'button' ? (
              <MessageButton key={index} button={item} {...around} />
            ) : (
              <MessageMenu key={index} menu={item} {...around} />
            ),
          )}
        </div>
      );
  }
}

const styles: Readonly<Record<number, string>> = { 1: 'primary', 3: 'success', 4: 'danger' };

function MessageButton({ button, message, me }: Around & { readonly button: ButtonState }) {
  const { run } = useStudio();
  const [isBusy, setBusy] = useState(false);
  const isPointedAt = useIsHere('preview') && (button.customId?.startsWith('post:') ?? false);
  const look = `message-button message-button--${styles[button.style] ?? 'secondary'} ${isPointedAt ? 'is-here' : ''}`;
  if (button.url !== null) {
    return (
      <a className={look} href={button.url} target="_blank" rel="noreferrer">
        {button.label} <span aria-hidden="true">↗</span>
      </a>
    );
  }
  const { customId } = button;
  return (
    <button
      type="button"
      className={look}
      disabled={button.disabled || isBusy || customId === null}
      onClick={() => {
        if (customId === null) return;
        setBusy(true);
        void run({ act: 'press-button', person: me.key, messageId: message.id, customId }).finally(() =>
          setBusy(false),
        );
      }}
    >
      {button.label}
    </button>
  );
}

function MessageMenu({ menu, message, me, place }: Around & { readonly menu: MenuState }) {
  const { state, run } = useStudio();
  const choose = (values: readonly string[]) =>
    void run({ act: 'choose', person: me.key, messageId: message.id, customId: menu.customId, values: [...values] });
  const isPlain = menu.source === 'choices' && menu.countMax === 1 && menu.countMin === 1;
  if (!isPlain) {
    const own = menu.choices.map(({ value, label, description }) => ({ value, label, hint: description ?? '' }));
    const options =
      menu.source === 'choices' ? own : pickablesAt(state.discord, me.discord?.id ?? '', place.communityId, menu);
    return (
      <Picker
        label={menu.placeholder}
        options={options}
        chosen={menu.choices.filter(({ chosen }) => chosen).map(({ value }) => value)}
        countMin={menu.countMin}
        countMax={menu.countMax}
        disabled={menu.disabled}
        onChoose={choose}
      />
    );
  }
  return (
    <label className="message-menu">
      <span className="visually-hidden">{menu.placeholder}</span>
      <select
        disabled={menu.disabled}
        value={menu.choices.find(({ chosen }) => chosen)?.value ?? ''}
        onChange={({ target }) => choose([target.value])}
      >
        <option value="" disabled>
          {menu.placeholder}
        </option>
        {menu.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
