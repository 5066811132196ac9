import { useEffect, useState } from 'react';
import { activityTexts } from '#shared/text/en/activity.ts';
import type { Felt, Together } from '../gathering.ts';
import { useHere } from '../here.ts';
import { Avatar } from './Avatar.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.together;
const shownMs = 9_000;
const shownMax = 3;
/** Until then what is left may be the number from before the claim: the drop is being looked up. */
const settledMs = 800;

/** A claim by one is felt by all: said softly, with what is left, and gone by itself. */
export function Toasts({ together }: { readonly together: Together | null }) {
  const { drops, gathering } = useHere();
  const [shown, setShown] = useState<readonly Felt[]>([]);
  const [settled, setSettled] = useState<readonly Felt[]>([]);
  const fresh = together?.fresh;
  useEffect(() => {
    if (!fresh || fresh.length === 0) return;
    setShown((before) => [...before, ...fresh].slice(-shownMax));
    // Not cleared by the next one: each is gone when its own time is over.
    setTimeout(() => setSettled((before) => [...before, ...fresh].slice(-shownMax)), settledMs);
    setTimeout(() => setShown((before) => before.filter((each) => !fresh.includes(each))), shownMs);
  }, [fresh]);
  return (
    <div className="toasts" role="status">
      {shown.map((felt) => {
        const drop = drops.find(({ id }) => id === felt.dropId);
        const who = gathering?.companions.find(({ nickname }) => nickname === felt.nickname);
        const left = drop?.units.left ?? 0;
        const isSettled = settled.includes(felt);
        return (
          <p key={felt.id} className="toast">
            <Avatar id={who?.key ?? felt.nickname} nickname={felt.nickname} />
            <span>
              <span className="clamped">
                {tell(drop ? texts.felt : texts.feltPlain, { nickname: felt.nickname, title: drop?.title ?? '' })}
              </span>
              {drop && isSettled && (
                <span className="toast__left">{left === 0 ? texts.leftNone : tell(texts.left, { left })}</span>
              )}
            </span>
          </p>
        );
      })}
    </div>
  );
}
