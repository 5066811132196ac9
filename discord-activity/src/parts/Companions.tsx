import type { Companion } from '#shared/schemas/gathering.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { useHere } from '../here.ts';
import { Avatar } from './Avatar.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.together;
/** So many others have a round of their own before the rest are a number. */
const shownMax = 5;

/** Who looks at the shops together, and what each looks at. Somebody who looks at a drop can be joined there. */
export function Companions() {
  const { gathering } = useHere();
  const companions = gathering?.companions ?? [];
  if (companions.length === 0) return <div className="companions" />;
  const others = companions.filter(({ isYou }) => !isYou);
  const shown = [...others.slice(0, shownMax), ...companions.filter(({ isYou }) => isYou)];
  return (
    <ul className="companions" aria-label={texts.label}>
      {shown.map((each) => (
        <li key={each.key}>
          <One companion={each} />
        </li>
      ))}
      {companions.length > shown.length && (
        <li>
          <span className="avatar avatar--more" aria-hidden="true">
            +{companions.length - shown.length}
          </span>
          <span className="visually-hidden">{tell(texts.more, { count: companions.length - shown.length })}</span>
        </li>
      )}
      {others.length === 0 && <li className="companions__alone small muted">{texts.alone}</li>}
    </ul>
  );
}

function One({ companion: { key, nickname, lookingAt, isYou } }: { readonly companion: Companion }) {
  const { drops, places } = useHere();
  const drop = drops.find(({ id }) => id === lookingAt);
  if (isYou) return <Avatar id={key} nickname={nickname} label={tell(texts.you, { nickname })} isYou />;
  if (!drop) return <Avatar id={key} nickname={nickname} label={tell(texts.here, { nickname })} />;
  const label = tell(texts.at, { nickname, title: drop.title });
  return (
    <button
      type="button"
      className="companions__join"
      aria-label={label}
      title={label}
      onClick={() => places.go({ kind: 'drop', dropId: drop.id })}
    >
      <Avatar id={key} nickname={nickname} />
      <span className={`companions__where companions__where--${drop.guild}`} aria-hidden="true" />
    </button>
  );
}
