import type { Problem } from '#shared/api/problem.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import type { SessionState } from '../session.ts';
import { focusHeading } from '../use-places.ts';

const texts = activityTexts.door;

/** Where the activity cannot be: outside Discord. */
export function Outside() {
  return (
    <main className="screen screen--narrow">
      <h1 className="visually-hidden">{activityTexts.name}</h1>
      <Quiet title={texts.outside} mood="lost">
        {texts.outsideSentence}
      </Quiet>
    </main>
  );
}

/** In place of everything, when a fault of ours has ended it. */
export function Broken() {
  return (
    <main className="opening">
      <h1 className="visually-hidden">{activityTexts.name}</h1>
      <Quiet title={activityTexts.trouble.broken} mood="lost">
        {activityTexts.trouble.brokenSentence}
      </Quiet>
    </main>
  );
}

/** How far the way in is, while it is not over: looking at the windows needs nobody's name. */
export function Threshold({ state, isSilent, onKnock }: ThresholdProps) {
  const words = isSilent ? texts.silent : state.kind === 'refused' ? refusalOf(state.problem) : null;
  if (words === null) return null;
  const remedy = isSilent ? `${texts.silentSentence} ${texts.silentRemedy}` : remedyOf(state);
  return (
    <div className="threshold note note--wait" role="status">
      <strong>{words}</strong>
      <span>{remedy}</span>
      {!isSilent && (
        <button
          type="button"
          className="button"
          onClick={() => {
            onKnock();
            focusHeading();
          }}
        >
          {texts.knock}
        </button>
      )}
    </div>
  );
}

type ThresholdProps = {
  readonly state: SessionState;
  readonly isSilent: boolean;
  readonly onKnock: () => void;
};

function refusalOf(problem: Problem | null): string {
  if (problem === null) return texts.refused;
  return problem.status < 500 ? problem.detail : activityTexts.trouble.unreachable;
}

function remedyOf(state: SessionState): string {
  if (state.kind !== 'refused' || state.problem === null) return texts.refusedSentence;
  return state.problem.remedy ?? activityTexts.trouble.remedy;
}
