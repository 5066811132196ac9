import { useEffect, useRef } from 'react';
import { Refusal } from '#shared/ui/Refusal.tsx';
import type { Action } from '#shared/ui/use-action.ts';

/** A question before something that cannot be taken back. It stands in the page, because Twitch's frame allows no window of its own. */
export function Sure({ title, sentence, yes, no, action, onNo }: SureProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It takes the place of the button that was pressed, so the focus moves here and all of it comes into sight.
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} tabIndex={-1} className="note note--wait sure" role="group" aria-label={title}>
      <strong>
        <bdi>{title}</bdi>
      </strong>
      <span>{sentence}</span>
      <div className="row">
        <button
          type="button"
          className="button button--small"
          aria-disabled={action.isBusy}
          onClick={() => action.act()}
        >
          {yes}
        </button>
        <button type="button" className="button button--quiet button--small" onClick={onNo}>
          {no}
        </button>
      </div>
      {action.problem && <Refusal problem={action.problem} />}
    </div>
  );
}

type SureProps = {
  readonly title: string;
  readonly sentence: string;
  readonly yes: string;
  readonly no: string;
  readonly action: Action<readonly []>;
  readonly onNo: () => void;
};
