import { useState } from 'react';
import { minute } from '#shared/house-rules.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { leftOf, wholeOf } from '#shared/ui/claim-clock.ts';
import { formatCountdown } from '#shared/ui/format-when.ts';
import { useNow } from '#shared/ui/use-now.ts';

const texts = panelTexts.claim;

/** The claim's clock. Seconds are for the eyes; screen readers hear the minutes as they pass. */
export function Countdown({ endsAt, clock }: { readonly endsAt: number; readonly clock: () => number }) {
  const leftMs = leftOf(endsAt, useNow(clock, 250));
  const [wholeMs] = useState(() => wholeOf(leftMs));
  const share = Math.min(100, (leftMs / wholeMs) * 100);
  return (
    <div className="countdown">
      <div className="row row--apart" aria-hidden="true">
        <span>{texts.timeLeft}</span>
        <span className="countdown__clock">{formatCountdown(leftMs)}</span>
      </div>
      <div className="meter" aria-hidden="true">
        <div style={{ width: `${share}%` }} />
      </div>
      <p className="visually-hidden" aria-live="polite">
        {tellMinutes(leftMs)}
      </p>
    </div>
  );
}

function tellMinutes(leftMs: number): string {
  const minutes = Math.ceil(leftMs / minute);
  if (minutes === 0) return texts.ended;
  return minutes === 1 ? texts.oneMinuteLeft : fill(texts.minutesLeft, { minutes });
}

/** The same clock in one line, for a person who looks at something else. */
export function CountdownInline({ endsAt, clock }: { readonly endsAt: number; readonly clock: () => number }) {
  return <span className="countdown__inline">{formatCountdown(leftOf(endsAt, useNow(clock, 250)))}</span>;
}
