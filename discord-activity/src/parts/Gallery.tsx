import { useState, type KeyboardEvent } from 'react';
import type { DropView } from '#shared/schemas/drop.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import { ownPicture } from '../own-picture.ts';
import { Icon } from './Icon.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.drop;

/** The pictures of a drop: one large, the others to choose from, with the arrow keys or the pointer. */
export function Gallery({ drop }: { readonly drop: DropView }) {
  const pictures = drop.pictures.map(ownPicture).filter((picture) => picture !== null);
  const [chosen, setChosen] = useState(0);
  const count = pictures.length;
  const at = Math.min(chosen, Math.max(0, count - 1));
  const turn = (by: number) => setChosen((at + by + count) % count);
  if (count <= 1)
    return (
      <div className="gallery">
        <Picture className="gallery__large" picture={pictures[0] ?? null} guild={drop.guild} />
      </div>
    );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    turn(event.key === 'ArrowLeft' ? -1 : 1);
  };
  return (
    <div
      className="gallery"
      role="group"
      aria-roledescription="gallery"
      aria-label={tell(texts.gallery, { title: drop.title })}
      onKeyDown={onKeyDown}
    >
      <div className="gallery__stage">
        <Picture className="gallery__large" picture={pictures[at] ?? null} guild={drop.guild} />
        <button
          type="button"
          className="roundbutton gallery__before"
          aria-label={texts.before}
          onClick={() => turn(-1)}
        >
          <Icon name="back" />
        </button>
        <button type="button" className="roundbutton gallery__next" aria-label={texts.next} onClick={() => turn(1)}>
          <Icon name="next" />
        </button>
      </div>
      <p className="visually-hidden" role="status">
        {tell(texts.picture, { number: at + 1, count })}
      </p>
      <div className="gallery__row">
        {pictures.map((picture, index) => (
          <button
            key={picture.url}
            type="button"
            className="gallery__small"
            aria-label={tell(texts.picture, { number: index + 1, count })}
            aria-pressed={index === at}
            onClick={() => setChosen(index)}
          >
            <img src={picture.url} alt="" />
          </button>
        ))}
      </div>
    </div>
  );
}
