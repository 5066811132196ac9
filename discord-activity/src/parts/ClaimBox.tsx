import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { lockOf, standingBefore, type DropLock } from '#shared/ui/drop-lock.ts';
import { formatDistance } from '#shared/ui/format-when.ts';
import { RaffleBox } from '#shared/ui/RaffleBox.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { isWithinTier } from '../browse.ts';
import { useHere } from '../here.ts';
import { isClaim } from '../world.ts';
import { LineBox } from './LineBox.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.claim;

/** What a person can do about a drop: claim one, see the one that is theirs, stand in line, or learn what opens it. */
export function ClaimBox({ drop }: { readonly drop: DropView }) {
  const { mine, places, clock, standing } = useHere();
  const now = useNow(clock, 1_000);
  const own = mine?.orders.find((order) => order.dropId === drop.id && isClaim(order));
  if (own)
    return (
      <button type="button" className="button button--wide" onClick={() => places.go({ kind: 'order', tag: own.tag })}>
        {tell(texts.yours, { tag: own.tag })}
      </button>
    );
  if (drop.status === 'paused')
    return <p className="muted">{tell(texts.paused, { builder: drop.builder.nickname })}</p>;
  if (standing === 'outside') return <p className="note note--wait">{texts.outside}</p>;
  if (mine === null) return <p className="muted">{texts.wait}</p>;
  return <Open drop={drop} passport={mine.passport} now={now} />;
}

type OpenProps = { readonly drop: DropView; readonly passport: Passport; readonly now: number };

function Open({ drop, passport, now }: OpenProps) {
  const { claim, places, raffles } = useHere();
  const claiming = useAction(claim);
  const lock = lockOf(drop, drop.builder.isLive, now);
  const raffle = drop.raffle && <RaffleBox drop={drop} now={now} acts={raffles} onStranger={() => undefined} />;
  const isShut = lock !== null && standingBefore(lock, passport) === 'shut';
  const isGrail = isShut && lock.kind === 'grail';
  if (isToBeDrawn(drop) && !isGrail) return raffle;
  if (isShut && (lock.isOpenForVips || drop.units.left > 0))
    return <p className="note note--wait">{tellLock(lock, drop, now)}</p>;
  const refusal = claiming.problem && <Refusal problem={claiming.problem} />;
  if (drop.units.left === 0 || claiming.problem?.code === 'waitlist-first')
    return (
      <div className="stack">
        {raffle}
        {refusal}
        <LineBox drop={drop} />
      </div>
    );
  const action = claiming.isBusy ? texts.claiming : texts.claim;
  return (
    <div className="stack">
      {raffle}
      {!isWithinTier(drop, passport) && (
        <p className="note note--wait">
          <span>{texts.overTier}</span>
          <button type="button" className="textbutton" onClick={() => places.go({ kind: 'passport' })}>
            {texts.toPassport}
          </button>
        </p>
      )}
      <button
        type="button"
        className="button button--wide button--large"
        aria-disabled={claiming.isBusy}
        aria-label={tell(texts.label, { action, title: drop.title })}
        onClick={() => claiming.act(drop.id)}
      >
        {action}
      </button>
      {refusal}
      <p className="small muted">{texts.hold}</p>
    </div>
  );
}

function tellLock(lock: DropLock, drop: DropView, now: number): string {
  if (lock.kind === 'grail') return texts.grail;
  if (lock.kind === 'live-only') return tell(texts.liveOnly, { builder: drop.builder.nickname });
  return tell(texts.earlyBird, { when: formatDistance(lock.until, now) });
}
