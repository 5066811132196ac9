import type { Problem } from '#shared/api/problem.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { CloudFace } from '#shared/ui/Quiet.tsx';

const texts = panelTexts.trouble;

/** The shape of what is coming, while it comes. */
export function Skeleton({ label, shapes }: SkeletonProps) {
  return (
    <div className="stack" role="status" aria-busy="true">
      <span className="visually-hidden">{label}</span>
      {shapes.map((shape, index) => (
        <div key={index} className={`card ghost ghost--${shape}`} aria-hidden="true">
          <div className="skeleton ghost__picture" />
          <div className="ghost__lines">
            <div className="skeleton" />
            <div className="skeleton" />
            <div className="skeleton" />
          </div>
        </div>
      ))}
    </div>
  );
}

export type SkeletonShape = 'bench' | 'row';
type SkeletonProps = { readonly label: string; readonly shapes: readonly SkeletonShape[] };

/** A screen's worth of trouble: nothing is known yet and the core does not answer, or says no. */
export function OutOfReach({ problem, onTryAgain }: { readonly problem: Problem; readonly onTryAgain: () => void }) {
  const isRefusal = problem.status < 500 && problem.code !== 'unreachable';
  return (
    <div className="card quiet" role="alert">
      <CloudFace mood="lost" />
      <strong>{isRefusal ? problem.detail : texts.unreachableTitle}</strong>
      <span>{isRefusal ? problem.remedy : `${texts.unreachableSentence} ${texts.unreachableRemedy}`}</span>
      <button type="button" className="button" onClick={onTryAgain}>
        {panelTexts.tryAgain}
      </button>
    </div>
  );
}

/** A strip that says that what is shown may be old. Nothing is taken away from the person meanwhile. */
export function Strip({ isOnline, problem }: { readonly isOnline: boolean; readonly problem: Problem | null }) {
  const words = !isOnline ? texts.offline : problem ? (problem.status < 500 ? problem.detail : texts.unreachable) : '';
  return (
    <div className="strip" role="status">
      {words}
    </div>
  );
}
