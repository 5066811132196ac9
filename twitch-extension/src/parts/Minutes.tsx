import { minute } from '#shared/house-rules.ts';
import type { BenchProgress } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { earnedBy } from '../live-minutes.ts';
import { useNow } from '#shared/ui/use-now.ts';

const texts = panelTexts.bench;

/** What live minutes are counted from: when the core's count was right, and the core's clock. */
export type Counted = { readonly asOf: number; readonly clock: () => number };

/** Live minutes towards the stream proof. Only whole minutes are told, so that the words never run ahead of the rule. */
export function Minutes({ progress, asOf, clock }: Counted & { readonly progress: BenchProgress }) {
  const earnedMs = earnedBy(progress, asOf, useNow(clock, 1_000));
  if (progress.neededMs === 0) return <p className="small">{texts.countsAtOnce}</p>;
  const needed = Math.ceil(progress.neededMs / minute);
  const earned = Math.min(needed, Math.floor(earnedMs / minute));
  const words = earned >= needed ? texts.proved : fill(texts.minutes, { earned, needed });
  return (
    <div className="minutes">
      <div
        className="meter minutes__meter"
        role="progressbar"
        aria-label={texts.title}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={earned}
        aria-valuetext={words}
      >
        <div style={{ width: `${Math.min(100, (earnedMs / progress.neededMs) * 100)}%` }} />
      </div>
      <p className="small">{words}</p>
    </div>
  );
}
