import { activityTexts } from '#shared/text/en/activity.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { useHere } from '../here.ts';

/** In place of what is the person's own, while it comes, or while nobody has said who they are. */
export function Unknown({ loading }: { readonly loading: string }) {
  const { mineProblem, tryAgain, standing } = useHere();
  const { trouble, door } = activityTexts;
  if (mineProblem)
    return (
      <div className="stack">
        <Quiet title={mineProblem.status < 500 ? mineProblem.detail : trouble.title} mood="lost">
          {mineProblem.remedy ?? `${trouble.sentence} ${trouble.remedy}`}
        </Quiet>
        <button type="button" className="button" onClick={tryAgain}>
          {activityTexts.tryAgain}
        </button>
      </div>
    );
  if (standing === 'outside')
    return (
      <Quiet title={door.refused} mood="lost">
        {door.refusedSentence}
      </Quiet>
    );
  return (
    <div className="stack" role="status" aria-busy="true">
      <p className="muted">{standing === 'inside' ? loading : door.hello}</p>
      <div className="card ghost skeleton" aria-hidden="true" />
      <div className="card ghost skeleton" aria-hidden="true" />
    </div>
  );
}
