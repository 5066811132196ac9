import { useState } from 'react';
import { activityTexts } from '#shared/text/en/activity.ts';
import { pointKey, pointToShow } from '../gathering.ts';
import { useHere } from '../here.ts';
import { focusHeading } from '../use-places.ts';
import { Avatar } from './Avatar.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.together;

/** What somebody points at, told to everyone once: with a way to it, and a way to put it away. */
export function PointBanner() {
  const { gathering, drops, places } = useHere();
  const [putAway, setPutAway] = useState<string | null>(null);
  const point = pointToShow(gathering, putAway);
  const drop = drops.find(({ id }) => id === point?.dropId);
  const top = places.stack.at(-1);
  const isThere = top?.kind === 'drop' && top.dropId === point?.dropId;
  const pointer = gathering?.companions.find(({ nickname }) => nickname === point?.nickname);
  const words =
    point && !isThere
      ? tell(drop ? texts.points : texts.pointsPlain, { nickname: point.nickname, title: drop?.title ?? '' })
      : '';
  return (
    <div className={words ? 'banner banner--shown' : 'banner'}>
      <p role="status">
        {words && point && <Avatar id={pointer?.key ?? point.nickname} nickname={point.nickname} />}
        <span className="clamped">{words}</span>
      </p>
      {words && point && (
        <div className="banner__ways">
          {drop && (
            <button
              type="button"
              className="button"
              onClick={() => {
                setPutAway(pointKey(point));
                places.go({ kind: 'drop', dropId: drop.id });
              }}
            >
              {texts.show}
            </button>
          )}
          <button
            type="button"
            className="button button--quiet"
            onClick={() => {
              setPutAway(pointKey(point));
              focusHeading();
            }}
          >
            {texts.notNow}
          </button>
        </div>
      )}
    </div>
  );
}
