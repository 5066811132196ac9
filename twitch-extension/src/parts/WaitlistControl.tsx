import type { DropView, WaitlistPlace } from '#shared/schemas/drop.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { useAction } from '#shared/ui/use-action.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';

const texts = panelTexts.waitlist;

/** The line for a drop of which every unit is taken: how long it is, one's own place in it, and the ways in and out. */
export function WaitlistControl({ drop, place, onJoin, onLeave }: WaitlistControlProps) {
  const joining = useAction(onJoin);
  const leaving = useAction(onLeave);
  const problem = joining.problem ?? leaving.problem;
  const action = joining.isBusy ? texts.joining : texts.join;
  const isInLine = place?.place != null;
  return (
    <div className="stack stack--tight">
      <div role="status">
        {isInLine ? (
          <p className="note note--success">
            <strong>
              {place.place === 1 ? texts.next : fill(texts.place, { place: place.place ?? 0, waiting: place.waiting })}
            </strong>
            <span className="small">{texts.sentence}</span>
          </p>
        ) : (
          <p className="small">{tellLine(drop.waiting)}</p>
        )}
      </div>
      {isInLine ? (
        <button
          type="button"
          className="button button--quiet button--wide"
          aria-disabled={leaving.isBusy}
          aria-label={fill(texts.label, { action: texts.leave, title: drop.title })}
          onClick={() => leaving.act(drop.id)}
        >
          {leaving.isBusy ? texts.leaving : texts.leave}
        </button>
      ) : (
        <button
          type="button"
          className="button button--wide"
          aria-disabled={joining.isBusy}
          aria-label={fill(texts.label, { action, title: drop.title })}
          onClick={() => joining.act(drop.id)}
        >
          {action}
        </button>
      )}
      {problem && <Refusal problem={problem} />}
    </div>
  );
}

type WaitlistControlProps = {
  readonly drop: DropView;
  /** The person's own place, as far as it is known. */
  readonly place: WaitlistPlace | undefined;
  readonly onJoin: (dropId: string) => Promise<void>;
  readonly onLeave: (dropId: string) => Promise<void>;
};

function tellLine(waiting: number): string {
  if (waiting === 0) return texts.nobody;
  return waiting === 1 ? texts.one : fill(texts.many, { count: waiting });
}
