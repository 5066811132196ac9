import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

/** Something that can be chosen in a menu. */
export type MenuItem = { readonly label: string; readonly isDanger?: boolean; readonly onPick: () => void };

/** A button that opens a small menu below it, as a right click does in Discord. Arrow keys move, Escape closes. */
export function Menu({
  label,
  className,
  items,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const menuId = useId();
  const entries = () => [...(place.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useEffect(() => {
    if (isOpen) entries()[0]?.focus();
  }, [isOpen]);
  const close = () => {
    setOpen(false);
    place.current?.querySelector('button')?.focus();
  };
  const move = (step: number) => {
    const all = entries();
    const at = all.findIndex((each) => each === document.activeElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  return (
    <span
      className="menu-place"
      ref={place}
      onBlur={({ relatedTarget, currentTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (!isOpen) return;
        if (event.key === 'Escape') close();
        else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <button
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && (
        <span className="menu" id={menuId} role="menu" aria-label={label}>
          {items.map(({ label: name, isDanger, onPick }) => (
            <button
              key={name}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={isDanger ? 'is-danger' : ''}
              onClick={() => {
                close();
                onPick();
              }}
            >
              {name}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}
