import { useState } from 'react';
import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/say.ts';
import type { Viewer } from '../twitch.ts';
import { useAction } from '../use-action.ts';
import { Ask } from './Ask.tsx';
import { Refusal } from './Refusal.tsx';

const texts = panelTexts.drops;

/** What a person can do about a drop: claim one, see the one that is theirs, or learn why there is nothing to claim. */
export function ClaimControl({ drop, own, viewer, claim, onShare, onOpenOrder }: ClaimControlProps) {
  const [isAsking, setIsAsking] = useState(false);
  const claiming = useAction(claim);
  const action = claiming.isBusy ? texts.claiming : texts.claim;
  const wantsIdentity = isAsking || claiming.problem?.code === 'identity-not-shared';

  if (own)
    return (
      <button type="button" className="button button--quiet button--wide" onClick={() => onOpenOrder(own.tag)}>
        {fill(texts.yours, { tag: own.tag })}
      </button>
    );
  if (drop.status === 'paused') return <p className="muted">{texts.paused}</p>;
  if (drop.units.left === 0) return <p className="muted">{texts.soldOutRemedy}</p>;

  const press = () => {
    if (viewer.hasSharedIdentity) claiming.act(drop.id);
    else setIsAsking(true);
  };
  const dismiss = () => {
    setIsAsking(false);
    claiming.forget();
  };
  if (wantsIdentity && !viewer.hasSharedIdentity)
    return <Ask viewer={viewer} purpose="claim" onShare={onShare} onDismiss={dismiss} />;
  return (
    <div className="stack">
      {wantsIdentity && (
        <p className="note note--success" role="status">
          {panelTexts.identity.shared}
        </p>
      )}
      <button
        type="button"
        className="button button--wide"
        onClick={press}
        aria-disabled={claiming.isBusy}
        aria-label={fill(texts.claimLabel, { action, title: drop.title })}
      >
        {action}
      </button>
      {claiming.problem && !wantsIdentity && <Refusal problem={claiming.problem} />}
    </div>
  );
}

type ClaimControlProps = {
  readonly drop: DropView;
  /** The person's own running order of this drop. */
  readonly own: OrderView | undefined;
  readonly viewer: Viewer;
  readonly claim: (dropId: string) => Promise<void>;
  readonly onShare: () => void;
  readonly onOpenOrder: (tag: string) => void;
};
