import { useState } from 'react';
import { isToBeDrawn } from '#shared/raffle-state.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { lockOf, standingBefore, type DropLock } from '#shared/ui/drop-lock.ts';
import type { ScreenProps } from '../screens/screen-props.ts';
import { useAction } from '#shared/ui/use-action.ts';
import { isClaim } from '../use-my-orders.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { Ask } from './Ask.tsx';
import { LockNote } from './LockNote.tsx';
import { RaffleBox } from '#shared/ui/RaffleBox.tsx';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { WaitlistControl } from './WaitlistControl.tsx';

const texts = panelTexts.drops;

/** What a person can do about a drop: claim one, see the one that is theirs, stand in line, or learn what opens it. */
export function ClaimControl({ drop, ...props }: ScreenProps & { readonly drop: DropView }) {
  const { view, viewer, mine, orders, clock, share, open } = props;
  const [asksFor, setAsksFor] = useState<'claim' | 'wait' | 'raffle' | null>(null);
  const claiming = useAction(props.claim);
  const now = useNow(clock, 1_000);
  const lock = lockOf(drop, view.live !== null, now);
  const standing = lock ? standingBefore(lock, mine?.passport ?? null) : 'open';
  const own = orders.find((order) => order.dropId === drop.id && isClaim(order));
  const note = lock && (
    <LockNote lock={lock} builder={drop.builder.nickname} passport={mine?.passport ?? null} clock={clock} />
  );

  if (own) return <Yours tag={own.tag} onPress={() => open({ kind: 'order', tag: own.tag })} />;
  if (drop.status === 'paused')
    return <p className="muted">{fill(texts.pausedSentence, { builder: drop.builder.nickname })}</p>;

  const wanted = asksFor ?? (claiming.problem?.code === 'identity-not-shared' ? 'claim' : null);
  const dismiss = () => {
    setAsksFor(null);
    claiming.forget();
  };
  if (wanted && !viewer.hasSharedIdentity)
    return <Ask viewer={viewer} purpose={wanted} onShare={share} onDismiss={dismiss} />;
  const raffle = <Raffle drop={drop} now={now} onStranger={() => setAsksFor('raffle')} {...props} />;
  if (isToBeDrawn(drop)) return lock?.kind === 'grail' && standing === 'shut' ? note : raffle;
  if (lock && standing === 'shut' && (lock.isOpenForVips || drop.units.left > 0)) return note;
  const line = (
    <WaitlistControl
      drop={drop}
      place={mine?.waits.find((each) => each.dropId === drop.id)}
      onLeave={props.leave}
      onJoin={async (dropId) => {
        if (viewer.hasSharedIdentity) await props.join(dropId);
        else setAsksFor('wait');
      }}
    />
  );
  if (drop.units.left === 0)
    return (
      <div className="stack stack--tight">
        {raffle}
        {claiming.problem && <Refusal problem={claiming.problem} />}
        {line}
      </div>
    );
  return (
    <div className="stack stack--tight">
      {raffle}
      {note}
      {asksFor === 'claim' && (
        <p className="note note--success" role="status">
          {panelTexts.identity.shared}
        </p>
      )}
      <ClaimButton
        drop={drop}
        isBusy={claiming.isBusy}
        words={wordsOf(lock, standing)}
        onPress={() => {
          setAsksFor(viewer.hasSharedIdentity ? null : 'claim');
          if (viewer.hasSharedIdentity) claiming.act(drop.id);
        }}
      />
      {claiming.problem && <Refusal problem={claiming.problem} />}
      {claiming.problem?.code === 'waitlist-first' && line}
    </div>
  );
}

function Yours({ tag, onPress }: { readonly tag: string; readonly onPress: () => void }) {
  return (
    <button type="button" className="button button--quiet button--wide" onClick={onPress}>
      {fill(texts.yours, { tag })}
    </button>
  );
}

/** The raffle for a drop's units, where there is one. */
function Raffle({ drop, now, viewer, raffles, onStranger }: RaffleProps) {
  if (!drop.raffle) return null;
  return <RaffleBox drop={drop} now={now} acts={viewer.hasSharedIdentity ? raffles : null} onStranger={onStranger} />;
}

type RaffleProps = Pick<ScreenProps, 'viewer' | 'raffles'> & {
  readonly drop: DropView;
  readonly now: number;
  readonly onStranger: () => void;
};

function wordsOf(lock: DropLock | null, standing: 'open' | 'shut' | 'unknown'): string {
  return lock && standing === 'unknown' ? panelTexts.lock.claimAsVip : texts.claim;
}

function ClaimButton({ drop, isBusy, words, onPress }: ClaimButtonProps) {
  const action = isBusy ? texts.claiming : words;
  return (
    <button
      type="button"
      className="button button--wide"
      onClick={onPress}
      aria-disabled={isBusy}
      aria-label={fill(texts.claimLabel, { action, title: drop.title })}
    >
      {action}
    </button>
  );
}

type ClaimButtonProps = {
  readonly drop: DropView;
  readonly isBusy: boolean;
  readonly words: string;
  readonly onPress: () => void;
};
