import { formatMoney } from '#shared/money.ts';
import type { Passport } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { raffleBoxTexts } from '#shared/text/en/raffle-box.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Units } from '#shared/ui/Units.tsx';
import { isWithinTier } from '../browse.ts';
import { othersAt } from '../gathering.ts';
import { useHere } from '../here.ts';
import { ownPicture } from '../own-picture.ts';
import { tell, tellNames } from '../words.ts';
import { Avatar } from './Avatar.tsx';

const texts = activityTexts.drop;

/** A drop in the window: all of the card opens it, and who looks at it stands on its corner. */
export function DropTile({ drop }: { readonly drop: DropView }) {
  const { places, gathering, mine } = useHere();
  const { title, builder } = drop;
  const others = othersAt(gathering, drop.id);
  const isPointedAt = gathering?.point?.dropId === drop.id;
  return (
    <li
      className={`tile tile--${drop.guild} ${isPointedAt ? 'tile--pointed' : ''} ${drop.units.left === 0 ? 'tile--taken' : ''}`}
    >
      <Picture className="tile__picture" picture={ownPicture(drop.pictures[0])} guild={drop.guild} />
      {others.length > 0 && (
        <span
          className="tile__people"
          role="img"
          aria-label={tell(texts.looking, { names: tellNames(others.map(({ nickname }) => nickname)) })}
        >
          {others.slice(0, 3).map(({ key, nickname }) => (
            <Avatar key={key} id={key} nickname={nickname} />
          ))}
          {others.length > 3 && <span className="avatar avatar--more">+{others.length - 3}</span>}
        </span>
      )}
      <div className="tile__words">
        <div className="row">
          <GuildBadge guild={drop.guild} />
          <Marks drop={drop} passport={mine?.passport ?? null} />
        </div>
        <h3>
          <button
            type="button"
            className="tile__title"
            onClick={() => places.go({ kind: 'drop', dropId: drop.id })}
            aria-label={tell(texts.open, { title })}
          >
            <bdi>{title}</bdi>
          </button>
        </h3>
        <p className="tile__by">
          <span>{tell(texts.by, { builder: builder.nickname })}</span>
          {builder.isLive && <span className="live tile__live">{texts.liveNow}</span>}
        </p>
        <div className="tile__foot">
          {drop.price && <strong className="tile__price">{formatMoney(drop.price)}</strong>}
          <Units drop={drop} />
        </div>
      </div>
    </li>
  );
}

/** What is special about a drop, in a word each. */
export function Marks({ drop, passport }: { readonly drop: DropView; readonly passport: Passport | null }) {
  return (
    <>
      {drop.raffle && <span className="chip chip--vanilla">{raffleBoxTexts.mark}</span>}
      {drop.grail && <span className="chip chip--lavender">{texts.grail}</span>}
      {drop.liveOnly && <span className="chip chip--sky">{texts.liveOnly}</span>}
      {passport && !drop.grail && passport.tier !== 'vip' && !isWithinTier(drop, passport) && (
        <span className="chip chip--vanilla">{passport.tier === 'guest' ? texts.needs.member : texts.needs.vip}</span>
      )}
    </>
  );
}
