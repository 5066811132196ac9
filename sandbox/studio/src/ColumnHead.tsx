import type { ReactNode } from 'react';

/** The head of a column: its name, the mark that it is simulated, and who one is. */
export function ColumnHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="column-head">
      <h2>{title}</h2>
      <span className="simulated" title="Everything in this column is simulated on this machine">
        simulated
      </span>
      {children}
    </div>
  );
}
