import { useState } from 'react';
import { minute } from '#shared/house-rules.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { leftOf, wholeOf } from '#shared/ui/claim-clock.ts';
import { formatCountdown } from '#shared/ui/format-when.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { tell } from '../words.ts';

const texts = activityTexts.claim;
const around = 2 * Math.PI * 52;

/** The claim's clock as a ring that empties. Seconds are for the eyes; screen readers hear the minutes as they pass. */
export function Countdown({ endsAt, clock }: ClockProps) {
  const leftMs = leftOf(endsAt, useNow(clock, 250));
  const [wholeMs] = useState(() => wholeOf(leftMs));
  const share = Math.min(1, leftMs / wholeMs);
  return (
    <div className={leftMs < 2 * minute ? 'ring ring--short' : 'ring'}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle className="ring__track" cx="60" cy="60" r="52" />
        <circle
          className="ring__left"
          cx="60"
          cy="60"
          r="52"
          transform="rotate(-90 60 60)"
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
        />
      </svg>
      <p className="ring__words" aria-hidden="true">
        <span className="ring__clock">{formatCountdown(leftMs)}</span>
        <span className="small">{texts.timeLeft}</span>
      </p>
      <p className="visually-hidden" aria-live="polite">
        {tellMinutes(leftMs)}
      </p>
    </div>
  );
}

type ClockProps = { readonly endsAt: number; readonly clock: () => number };

function tellMinutes(leftMs: number): string {
  const minutes = Math.ceil(leftMs / minute);
  if (minutes === 0) return texts.ended;
  return minutes === 1 ? texts.oneMinuteLeft : tell(texts.minutesLeft, { minutes });
}

/** The same clock in one line, for a person who looks at something else. */
export function CountdownLine({ endsAt, clock }: ClockProps) {
  return <span className="countdown">{formatCountdown(leftOf(endsAt, useNow(clock, 250)))}</span>;
}
