import type { ReactNode } from 'react';
import { panelTexts } from '#shared/text/en/panel.ts';

/** The bar on top of every screen but the first: the way back, and where one is. */
export function Bar({ title, onBack, children }: BarProps) {
  return (
    <header className="bar">
      <button type="button" className="bar__back" onClick={onBack} aria-label={panelTexts.back}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <path
            d="M12.5 4.5 7 10l5.5 5.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      </button>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </header>
  );
}

type BarProps = { readonly title: string; readonly onBack: () => void; readonly children?: ReactNode };
