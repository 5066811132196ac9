import { useState } from 'react';
import { houseRules } from '#shared/house-rules.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { useHere } from '../here.ts';
import { tell } from '../words.ts';

const texts = activityTexts.order.broken;

/** What was promised did not come: the buyer takes the money back, asked once more, or gives the builder more time. */
export function BrokenPromise({ tag, mayGrant }: { readonly tag: string; readonly mayGrant: boolean }) {
  const { takeMoneyBack, grantDays } = useHere();
  const [isAsking, setIsAsking] = useState(false);
  const taking = useAction(takeMoneyBack);
  const granting = useAction(grantDays);
  const problem = taking.problem ?? granting.problem;
  return (
    <div className="note note--wait" role="group" aria-label={texts.title}>
      <strong>{texts.title}</strong>
      <span>{isAsking ? texts.ask : texts.sentence}</span>
      <div className="row">
        {isAsking ? (
          <button
            type="button"
            className="button"
            autoFocus
            aria-disabled={taking.isBusy}
            onClick={() => taking.act(tag)}
          >
            {taking.isBusy ? texts.busy : texts.yes}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => setIsAsking(true)}>
            {texts.take}
          </button>
        )}
        {isAsking && (
          <button type="button" className="button button--quiet" onClick={() => setIsAsking(false)}>
            {texts.no}
          </button>
        )}
        {!isAsking && mayGrant && (
          <button
            type="button"
            className="button button--quiet"
            aria-disabled={granting.isBusy}
            onClick={() => granting.act(tag)}
          >
            {granting.isBusy ? texts.busy : tell(texts.grant, { days: houseRules.grantedDaysStep })}
          </button>
        )}
      </div>
      {problem && <Refusal problem={problem} />}
    </div>
  );
}
