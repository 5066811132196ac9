import type { LiveBuilder } from '#shared/schemas/gathering.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { formatDistance } from '#shared/ui/format-when.ts';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { inWindows } from '../browse.ts';
import { useHere } from '../here.ts';
import { Avatar } from '../parts/Avatar.tsx';
import { DropTile } from '../parts/DropTile.tsx';
import { OutLink } from '../parts/OutLink.tsx';
import { tell } from '../words.ts';

const texts = activityTexts.live;

/** Who is at the bench now, and what lies on it. */
export function LiveScreen() {
  const { live } = useHere();
  return (
    <main className="screen">
      <h1 tabIndex={-1}>{texts.title}</h1>
      {live === null && <p role="status">{texts.loading}</p>}
      {live?.length === 0 && <Quiet title={texts.nobody}>{texts.nobodyRemedy}</Quiet>}
      {live?.map((builder) => (
        <AtBench key={builder.id} builder={builder} />
      ))}
    </main>
  );
}

function AtBench({ builder }: { readonly builder: LiveBuilder }) {
  const { clock, drops } = useHere();
  const now = useNow(clock, 30_000);
  const { id, nickname, title, since, bench, channelLogin, watchUrl } = builder;
  const own = inWindows(drops).filter((drop) => drop.builder.id === id);
  return (
    <section className="card atbench" aria-labelledby={`live-${id}`}>
      <div className="stack">
        <div className="atbench__who">
          <Avatar id={id} nickname={nickname} />
          <div>
            <h2 id={`live-${id}`}>
              <bdi>{nickname}</bdi>
            </h2>
            <p className="small">
              <span className="live">{tell(texts.since, { when: formatDistance(since, now) })}</span>
            </p>
          </div>
        </div>
        {title && (
          <p className="atbench__title">
            <bdi>{title}</bdi>
          </p>
        )}
        <div className="bench">
          <h3>{texts.bench}</h3>
          {bench.length === 0 && <p className="muted">{texts.clear}</p>}
          <ul>
            {bench.map(({ tag, title: what, buyerNickname }) => (
              <li key={tag}>
                <span className="code">{tag}</span>
                <bdi>{what}</bdi>
                <span className="muted">{tell(texts.for, { nickname: buyerNickname })}</span>
              </li>
            ))}
          </ul>
        </div>
        <OutLink
          url={watchUrl}
          isQuiet
          words={tell(texts.watch, { builder: nickname })}
          otherwise={tell(texts.notOpened, { channel: channelLogin })}
        />
      </div>
      {own.length > 0 && (
        <div className="stack">
          <h3>
            <span>{tell(texts.drops, { builder: nickname })}</span>
          </h3>
          <ul className="tiles">
            {own.map((drop) => (
              <DropTile key={drop.id} drop={drop} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
