import type { DeskView } from '#shared/schemas/desk.ts';
import type { BenchProgress } from '#shared/schemas/order.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { tellMinutes } from './told-minutes.ts';

const texts = deskTexts.live.order;

/** Live minutes towards the stream proof, as they pass. */
export function Progress({ progress, view, clock }: ProgressProps) {
  const now = useNow(clock, 1_000);
  if (progress.neededMs === 0) return <p className="small">{texts.countsAtOnce}</p>;
  const { earned, needed, share, isProved } = tellMinutes(progress, view, now);
  const words = isProved ? texts.proved : fill(texts.minutes, { earned, needed });
  return (
    <div className="minutes">
      <div
        className="meter"
        role="progressbar"
        aria-label={texts.minutesLabel}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={earned}
        aria-valuetext={words}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className="small row row--apart">
        <span>{words}</span>
        {!isProved && <span>{tellPace(progress, view)}</span>}
      </p>
    </div>
  );
}

type ProgressProps = {
  readonly progress: BenchProgress;
  readonly view: DeskView;
  readonly clock: () => number;
};

function tellPace(progress: BenchProgress, view: DeskView): string {
  if (view.live === null) return texts.rests;
  return progress.sharedBy > 1 ? fill(texts.shared, { count: progress.sharedBy }) : '';
}
