import type { DropView } from '#shared/schemas/drop.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { useHere } from '../here.ts';
import { tell } from '../words.ts';

const texts = activityTexts.waitlist;

/** The line for a drop of which every unit is taken: how long it is, one's own place in it, and the ways in and out. */
export function LineBox({ drop }: { readonly drop: DropView }) {
  const { mine, join, leave } = useHere();
  const joining = useAction(join);
  const leaving = useAction(leave);
  const { place = null, waiting = 0 } = mine?.waits.find(({ dropId }) => dropId === drop.id) ?? {};
  const problem = joining.problem ?? leaving.problem;
  return (
    <div className="stack">
      <div role="status">
        {place === null ? (
          <p>{tellLine(drop.waiting)}</p>
        ) : (
          <p className="note note--success">
            <strong>{place === 1 ? texts.next : tell(texts.place, { place, waiting })}</strong>
            <span className="small">{texts.sentence}</span>
          </p>
        )}
      </div>
      {place === null ? (
        <button
          type="button"
          className="button button--wide"
          aria-disabled={joining.isBusy}
          onClick={() => joining.act(drop.id)}
        >
          {joining.isBusy ? texts.joining : texts.join}
        </button>
      ) : (
        <button
          type="button"
          className="button button--quiet button--wide"
          aria-disabled={leaving.isBusy}
          onClick={() => leaving.act(drop.id)}
        >
          {leaving.isBusy ? texts.leaving : texts.leave}
        </button>
      )}
      {problem && <Refusal problem={problem} />}
    </div>
  );
}

function tellLine(waiting: number): string {
  if (waiting === 0) return texts.nobody;
  return waiting === 1 ? texts.one : tell(texts.many, { count: waiting });
}
