import { useRef, useState } from 'react';
import type { Guild } from '#shared/schemas/citizen.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { anyWish, inWindows, pickDrops, type Wish } from '../browse.ts';
import { useHere } from '../here.ts';
import { DropTile } from '../parts/DropTile.tsx';
import { Filters } from '../parts/Filters.tsx';
import { Street } from '../parts/Street.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.street;
const browseTexts = activityTexts.browse;
/** So many cards are laid out at a time. */
const tilesAtOnce = 48;

/** The first screen: the street, and below it what lies in the windows. */
export function StreetScreen() {
  const [wish, setWish] = useState<Wish>(anyWish);
  const windows = useRef<HTMLHeadingElement>(null);
  const choose = (guild: Guild | null) => {
    setWish((before) => ({ ...before, guild }));
    const behavior = window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    if (guild) windows.current?.scrollIntoView({ block: 'start', behavior });
  };
  return (
    <main className="screen screen--street">
      <div className="greeting">
        <h1 tabIndex={-1}>{texts.title}</h1>
        <Greeting />
      </div>
      <Street chosen={wish.guild} onChoose={choose} />
      <section className="windows" aria-labelledby="windows-title">
        <h2 id="windows-title" ref={windows} tabIndex={-1}>
          {wish.guild ? tell(browseTexts.titleOf, { guild: texts.shop[wish.guild].name }) : browseTexts.title}
        </h2>
        <Windows wish={wish} onChange={setWish} onCleared={() => windows.current?.focus()} />
      </section>
    </main>
  );
}

function Greeting() {
  const { live } = useHere();
  const [first] = live ?? [];
  if (!live || !first) return <p>{texts.hello}</p>;
  return (
    <p>
      {live.length === 1
        ? tell(texts.helloOneLive, { builder: first.nickname })
        : tell(texts.helloLive, { count: live.length })}
    </p>
  );
}

function Windows({ wish, onChange, onCleared }: WindowsProps) {
  const { drops, mine, clock } = useHere();
  const now = useNow(clock, 10_000);
  const [most, setMost] = useState(tilesAtOnce);
  const found = pickDrops(drops, wish, mine?.passport ?? null, now);
  const isNarrowed = JSON.stringify({ ...wish, order: 'street' }) !== JSON.stringify(anyWish);
  const clear = () => {
    onChange({ ...anyWish, order: wish.order });
    onCleared();
  };
  if (inWindows(drops).length === 0) return <Quiet title={browseTexts.empty}>{browseTexts.emptyRemedy}</Quiet>;
  const currency = drops.find(({ price }) => price)?.price?.currency ?? 'USD';
  return (
    <>
      <Filters wish={wish} currency={currency} onChange={onChange} />
      <div className="row row--apart windows__count">
        <p role="status" className="small muted">
          {found.length === 1 ? browseTexts.foundOne : tell(browseTexts.found, { count: found.length })}
        </p>
        {isNarrowed && (
          <button type="button" className="textbutton" onClick={clear}>
            {browseTexts.clear}
          </button>
        )}
      </div>
      {found.length === 0 ? (
        <Quiet title={browseTexts.nothing} mood="lost">
          {browseTexts.nothingRemedy}
        </Quiet>
      ) : (
        <ul className="tiles">
          {found.slice(0, most).map((drop) => (
            <DropTile key={drop.id} drop={drop} />
          ))}
        </ul>
      )}
      {found.length > most && (
        <button type="button" className="button button--quiet" onClick={() => setMost(most + tilesAtOnce)}>
          {browseTexts.more}
        </button>
      )}
    </>
  );
}

type WindowsProps = {
  readonly wish: Wish;
  readonly onChange: (wish: Wish) => void;
  /** The button that cleared the filters is gone: whoever pressed it has to be somewhere. */
  readonly onCleared: () => void;
};
