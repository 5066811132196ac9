import { activityTexts } from '#shared/text/en/activity.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import { useHere } from '../here.ts';
import { Icon } from './Icon.tsx';

const texts = activityTexts.drop;

/** Points at a drop for everyone who is here, or stops. */
export function PointButton({ dropId }: { readonly dropId: string }) {
  const { gathering, point } = useHere();
  const pointing = useAction(point);
  if (!gathering) return null;
  const isAlone = gathering.companions.every(({ isYou }) => isYou);
  const isShown = gathering.point?.isYours === true && gathering.point.dropId === dropId;
  return (
    <div className="stack stack--tight">
      {isAlone && !isShown ? (
        <p className="small muted">{texts.pointAlone}</p>
      ) : (
        <button
          type="button"
          className="button button--quiet button--wide"
          aria-pressed={isShown}
          aria-disabled={pointing.isBusy}
          onClick={() => pointing.act(isShown ? null : dropId)}
        >
          <Icon name="point" />
          {isShown ? texts.pointStop : texts.point}
        </button>
      )}
      <p className="small" role="status">
        {isShown ? activityTexts.together.youPoint : ''}
      </p>
      {pointing.problem && <Refusal problem={pointing.problem} />}
    </div>
  );
}
