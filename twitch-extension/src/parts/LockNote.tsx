import { hour } from '#shared/house-rules.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { formatCountdown, formatDistance } from '#shared/ui/format-when.ts';
import type { DropLock } from '#shared/ui/drop-lock.ts';
import { useNow } from '#shared/ui/use-now.ts';

const texts = panelTexts.lock;

/** Why a drop is shut for now, and what opens it. */
export function LockNote({ lock, builder, passport, clock }: LockNoteProps) {
  return (
    <div className="lock">
      <LockSign />
      <p>
        <strong>{fill(titles[lock.kind], { builder })}</strong> {lock.kind === 'live-only' && texts.liveOnlyOpens}
        {lock.kind === 'grail' && tellGrail(passport)}
        {lock.kind === 'early-bird' &&
          (passport?.tier === 'vip' ? texts.earlyBirdVip : <Opens until={lock.until} clock={clock} />)}
      </p>
    </div>
  );
}

type LockNoteProps = {
  readonly lock: DropLock;
  readonly builder: string;
  readonly passport: Passport | null;
  readonly clock: () => number;
};

const titles: Record<DropLock['kind'], string> = {
  'early-bird': `${texts.earlyBird}.`,
  grail: `${texts.grail}.`,
  'live-only': `${texts.liveOnly}.`,
};

function tellGrail(passport: Passport | null): string {
  if (passport === null) return texts.grailOpens;
  if (passport.tier === 'vip') return texts.earlyBirdVip;
  return fill(texts.grailProgress, { count: passport.ordersCompleted });
}

/** Within the last hour a clock runs; before, the distance says enough. Seconds are for the eyes only. */
function Opens({ until, clock }: { readonly until: number; readonly clock: () => number }) {
  const now = useNow(clock, 1_000);
  const distance = formatDistance(until, now);
  const words = fill(texts.earlyBirdOpens, { when: distance });
  if (until - now >= hour) return words;
  const clockWords = fill(texts.inClock, { clock: formatCountdown(until - now) });
  return (
    <>
      <span className="visually-hidden">{words}</span>
      <span className="countdown__line" aria-hidden="true">
        {fill(texts.earlyBirdOpens, { when: clockWords })}
      </span>
    </>
  );
}

function LockSign() {
  return (
    <svg className="lock__sign" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path
        d="M5.5 8V5.8a3.5 3.5 0 0 1 7 0V8"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <rect x="3" y="8" width="12" height="8" rx="2.6" fill="currentColor" />
    </svg>
  );
}
