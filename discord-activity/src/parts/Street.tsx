import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { Companion } from '#shared/schemas/gathering.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { inWindows } from '../browse.ts';
import { useHere } from '../here.ts';
import { tell, tellNames } from '../words.ts';
import { Avatar } from './Avatar.tsx';
import { ShopDrawing } from './ShopDrawing.tsx';
import { Sky } from './Sky.tsx';

const texts = activityTexts.street;
const guilds: readonly Guild[] = ['builder', 'artisan', 'modder', 'vintage'];
/** So many people stand before one shop before the rest are a number. */
const inFrontMax = 4;

/** The street: four shop fronts side by side, each a button that opens its window. Who looks at something stands before its shop. */
export function Street({ chosen, onChoose }: StreetProps) {
  const { drops, gathering } = useHere();
  return (
    <div className={chosen ? 'street street--chosen' : 'street'}>
      <Sky />
      <ul className="street__shops" aria-label={texts.scene}>
        {guilds.map((guild) => (
          <Shop
            key={guild}
            guild={guild}
            drops={inWindows(drops).filter((drop) => drop.guild === guild)}
            companions={(gathering?.companions ?? []).filter(
              ({ lookingAt }) => drops.find(({ id }) => id === lookingAt)?.guild === guild,
            )}
            isChosen={chosen === guild}
            onChoose={() => onChoose(chosen === guild ? null : guild)}
          />
        ))}
      </ul>
    </div>
  );
}

type StreetProps = { readonly chosen: Guild | null; readonly onChoose: (guild: Guild | null) => void };

function Shop({ guild, drops, companions, isChosen, onChoose }: ShopProps) {
  const open = drops.filter(({ status }) => status === 'open').length;
  const count = open === 0 ? texts.openNone : open === 1 ? texts.openOne : tell(texts.open, { count: open });
  const builders = liveBuildersOf(guild, drops);
  return (
    <li className={`shop shop--${guild}`}>
      <button type="button" className="shop__front" aria-pressed={isChosen} onClick={onChoose}>
        <ShopDrawing guild={guild} isLit={builders.length > 0} />
        <span className="visually-hidden">{tell(texts.label, { guild: texts.shop[guild].name })} </span>
        <span className="shop__plate">
          <span className="shop__sells">{texts.shop[guild].sells} </span>
          <span className="shop__count">
            <span className="chip">{count} </span>
            {builders.length > 0 && (
              <>
                <span className="chip live shop__lit">{tellNames(builders)}</span>
                <span className="visually-hidden"> {texts.lit}</span>
              </>
            )}
          </span>
        </span>
      </button>
      <InFront companions={companions} />
    </li>
  );
}

type ShopProps = {
  readonly guild: Guild;
  readonly drops: readonly DropView[];
  readonly companions: readonly Companion[];
  readonly isChosen: boolean;
  readonly onChoose: () => void;
};

function InFront({ companions }: { readonly companions: readonly Companion[] }) {
  if (companions.length === 0) return <div className="shop__people" />;
  const shown = companions.slice(0, inFrontMax);
  const names = companions.map(({ nickname }) => nickname);
  return (
    <div className="shop__people" role="img" aria-label={tell(texts.inFront, { names: tellNames(names) })}>
      {shown.map(({ key, nickname, isYou }) => (
        <Avatar key={key} id={key} nickname={nickname} isYou={isYou} />
      ))}
      {companions.length > shown.length && (
        <span className="avatar avatar--more">+{companions.length - shown.length}</span>
      )}
    </div>
  );
}

/** The nicknames of builders of a guild who are live: those with a drop here, by what their drops say. */
function liveBuildersOf(guild: Guild, drops: readonly DropView[]): readonly string[] {
  const live = drops.filter(({ builder }) => builder.isLive && builder.guilds.includes(guild));
  return [...new Set(live.map(({ builder }) => builder.nickname))];
}
