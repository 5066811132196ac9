import { useEffect, useState } from 'react';
import { isToBeDrawn } from '../raffle-state.ts';
import type { DropView } from '../schemas/drop.ts';
import type { RaffleView } from '../schemas/raffle.ts';
import { raffleBoxTexts as texts } from '../text/en/raffle-box.ts';
import { fill } from '../text/fill.ts';
import { formatDistance } from './format-when.ts';
import { Refusal } from './Refusal.tsx';
import { useAction } from './use-action.ts';

/** How the core is asked about a raffle. Each throws an `ApiProblem` where it says no. */
export type RaffleActs = {
  readonly see: (dropId: string) => Promise<RaffleView>;
  readonly enter: (dropId: string) => Promise<RaffleView>;
  readonly leave: (dropId: string) => Promise<RaffleView>;
};

/**
 * The raffle for a drop: how many are in it, and the ways in and out; after the draw, the person's place in it.
 *
 * @param acts null while it is not known who the person is: pressing the button then calls `onStranger`
 */
export function RaffleBox({ drop, now, acts, onStranger }: RaffleBoxProps) {
  const [own, setOwn] = useState<RaffleView | null>(null);
  const state = drop.raffle?.state;
  const see = acts?.see;
  useEffect(() => {
    let isOver = false;
    const show = (raffle: RaffleView | null) => {
      if (!isOver) setOwn(raffle);
    };
    // Where the core does not say, the box shows what everybody sees.
    see?.(drop.id).then(show, () => show(null));
    return () => {
      isOver = true;
    };
  }, [see, drop.id, state]);
  const entering = useAction(async () => {
    if (acts) setOwn(await acts.enter(drop.id));
    else onStranger();
  });
  const leaving = useAction(async () => {
    if (acts) setOwn(await acts.leave(drop.id));
  });
  if (!drop.raffle || state === undefined) return null;
  if (!isToBeDrawn(drop)) return <Drawn own={own} />;
  const isIn = own?.entered != null;
  const acting = isIn ? leaving : entering;
  const problem = entering.problem ?? leaving.problem;
  return (
    <div className="stack stack--tight">
      <div className={`note ${isIn ? 'note--success' : 'note--info'}`} role="status">
        <strong>{isIn ? texts.in : texts.title}</strong>
        <span className="small">{tellTime(drop.raffle, now)}</span>
        {state !== 'soon' && (
          <span className="small">{tellOdds(drop, Math.max(drop.raffle.entries, own?.entries ?? 0))}</span>
        )}
        {isIn && <span className="small">{texts.sentence}</span>}
      </div>
      {state === 'open' && drop.status === 'open' && (
        <button
          type="button"
          className={`button button--wide${isIn ? ' button--quiet' : ''}`}
          aria-disabled={acting.isBusy}
          aria-label={fill(texts.label, { action: isIn ? texts.leave : texts.enter, title: drop.title })}
          onClick={() => acting.act()}
        >
          {isIn
            ? wordOf(leaving.isBusy, texts.leaving, texts.leave)
            : wordOf(entering.isBusy, texts.entering, texts.enter)}
        </button>
      )}
      {problem && <Refusal problem={problem} />}
    </div>
  );
}

type RaffleBoxProps = {
  readonly drop: DropView;
  /** The core's clock. */
  readonly now: number;
  readonly acts: RaffleActs | null;
  readonly onStranger: () => void;
};

function Drawn({ own }: { readonly own: RaffleView | null }) {
  const place = own?.entered?.place ?? null;
  if (own === null || place === null) return <p className="small muted">{texts.missed}</p>;
  return (
    <p className="note note--info" role="status">
      <strong>{fill(texts.place, { place, entries: own.entries })}</strong>
      <span className="small">{fill(texts.reached, { reached: own.reached })}</span>
    </p>
  );
}

function tellTime(raffle: NonNullable<DropView['raffle']>, now: number): string {
  if (raffle.state === 'soon') return fill(texts.soon, { when: formatDistance(raffle.opensAt, now) });
  return raffle.state === 'open' ? fill(texts.open, { when: formatDistance(raffle.closesAt, now) }) : texts.closed;
}

function tellOdds({ units: { left } }: DropView, entries: number): string {
  return entries === 1 ? fill(texts.one, { left }) : fill(texts.many, { left, entries });
}

function wordOf(isBusy: boolean, busy: string, idle: string): string {
  return isBusy ? busy : idle;
}
