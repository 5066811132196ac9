import type { DeskView } from '#shared/schemas/desk.ts';
import type { BenchProgress } from '#shared/schemas/order.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/say.ts';
import { useNow } from '../use-now.ts';
import { earnedBy, isProved, wholeMinutes } from './progress.ts';

const texts = deskTexts.live.order;

/** Live minutes towards the stream proof, as they pass. */
export function Progress({ progress, view, clock }: ProgressProps) {
  const now = useNow(clock, 1_000);
  if (progress.neededMs === 0) return <p className="small">{texts.countsAtOnce}</p>;
  const earnedMs = earnedBy(now, progress, view);
  const { earned, needed } = wholeMinutes(earnedMs, progress.neededMs);
  const words = isProved(earnedMs, progress) ? texts.proved : fill(texts.minutes, { earned, needed });
  return (
    <div className="minutes">
      <div
        className="meter"
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={earned}
        aria-valuetext={words}
      >
        <div style={{ width: `${Math.min(100, (earnedMs / progress.neededMs) * 100)}%` }} />
      </div>
      <p className="small row row--apart">
        <span>{words}</span>
        <span>{tellPace(progress, view, earnedMs)}</span>
      </p>
    </div>
  );
}

type ProgressProps = {
  readonly progress: BenchProgress;
  readonly view: DeskView;
  readonly clock: () => number;
};

function tellPace(progress: BenchProgress, view: DeskView, earnedMs: number): string {
  if (isProved(earnedMs, progress)) return '';
  if (view.live === null) return texts.rests;
  return progress.sharedBy > 1 ? fill(texts.shared, { count: progress.sharedBy }) : '';
}
