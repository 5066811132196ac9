import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import type { DeskProps } from './desk-props.ts';
import { Sure } from './Sure.tsx';
import { tellMinutes, type ToldMinutes } from './told-minutes.ts';
import { useAsking } from './use-asking.ts';

const texts = deskTexts.live.bench;

/** How an order leaves: made, or laid aside. What was not proved is asked about before it is called done. */
export function OrderActions({ order, view, desk, say, goTo, isInRow = false }: OrderActionsProps) {
  const { isAsking, ask, keep, button } = useAsking();
  const { tag, actions } = order;
  // The order leaves, and the button with it: the focus goes to the heading of where it was.
  const home = isInRow ? 'queue-title' : 'bench-title';
  const finishing = useAction(async () => {
    await desk.finish(tag);
    say(fill(texts.isDone, { tag }));
    goTo(home);
  });
  const leaving = useAction(async () => {
    await desk.takeOffBench(tag);
    say(fill(texts.isOff, { tag }));
    goTo(home);
  });
  const told = order.progress && tellMinutes(order.progress, view, desk.now());
  const isProved = order.certifiedBuild || (told?.isProved ?? false);

  if (isAsking)
    return (
      <Sure
        title={fill(texts.finishTitle, { tag })}
        sentence={tellMissing(told)}
        yes={finishing.isBusy ? texts.finishing : texts.finishYes}
        no={texts.finishNo}
        action={finishing}
        onNo={keep}
      />
    );
  const done = finishing.isBusy ? texts.finishing : texts.finish;
  const off = leaving.isBusy ? texts.takingOff : texts.takeOff;
  return (
    <div className="stack stack--tight">
      <div className="row row--apart">
        {actions.includes('finish') && (
          <button
            ref={button}
            type="button"
            className={`button grow${isInRow ? ' button--quiet' : ''}`}
            aria-disabled={finishing.isBusy}
            aria-label={fill(texts.label, { action: done, tag })}
            onClick={() => (isProved ? finishing.act() : ask())}
          >
            {done}
          </button>
        )}
        {actions.includes('take-off-bench') && (
          <button
            type="button"
            className="button button--quiet"
            aria-disabled={leaving.isBusy}
            aria-label={fill(texts.label, { action: off, tag })}
            onClick={() => leaving.act()}
          >
            {off}
          </button>
        )}
      </div>
      {finishing.problem && <Refusal problem={finishing.problem} />}
      {leaving.problem && <Refusal problem={leaving.problem} />}
    </div>
  );
}

type OrderActionsProps = DeskProps & {
  readonly order: DeskOrder;
  /** In a row of the queue the button is a quiet one: what is being built comes first. */
  readonly isInRow?: boolean;
};

function tellMissing(told: ToldMinutes | null): string {
  if (!told) return texts.finishUnshown;
  return fill(texts.finishUnproved, { earned: told.earned, needed: told.needed });
}
