import { minute } from '#shared/house-rules.ts';
import type { BenchEntry, BenchProgress } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/say.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Quiet } from './Quiet.tsx';
import type { ChannelView } from '../use-channel.ts';

const texts = panelTexts.bench;

/** What is being built right now. The first order is shown large, the others beside it in short. */
export function Bench({ view }: { readonly view: ChannelView }) {
  const [first, ...others] = view.bench;
  return (
    <section className="stack" aria-labelledby="bench-title">
      <h2 id="bench-title">{texts.title}</h2>
      {first ? <BenchCard entry={first} isLive={view.live !== null} /> : <EmptyBench view={view} />}
      {others.map((entry) => (
        <BenchRow key={entry.tag} entry={entry} />
      ))}
    </section>
  );
}

function BenchCard({ entry, isLive }: { readonly entry: BenchEntry; readonly isLive: boolean }) {
  return (
    <article className="card bench">
      <Picture className="bench__picture" picture={entry.picture} guild={entry.guild} />
      <div className="bench__words">
        <div className="row">
          {isLive && <span className="chip chip--sakura live">{panelTexts.live}</span>}
          <GuildBadge guild={entry.guild} />
          {entry.certifiedBuild && <span className="chip chip--mint">{texts.certified}</span>}
        </div>
        <h3>{entry.title}</h3>
        <p className="row row--apart">
          <span className="code">{entry.tag}</span>
          <span>{fill(texts.forWhom, { nickname: entry.buyerNickname })}</span>
        </p>
        {entry.progress && <Minutes progress={entry.progress} />}
      </div>
    </article>
  );
}

function BenchRow({ entry }: { readonly entry: BenchEntry }) {
  return (
    <article className="card bench bench--row">
      <Picture className="thumb" picture={entry.picture} guild={entry.guild} />
      <div className="bench__words">
        <h3>{entry.title}</h3>
        <p className="row row--apart">
          <span className="code">{entry.tag}</span>
          <span>{fill(texts.forWhom, { nickname: entry.buyerNickname })}</span>
        </p>
        {entry.progress && <Minutes progress={entry.progress} />}
      </div>
    </article>
  );
}

function EmptyBench({ view }: { readonly view: ChannelView }) {
  const sentence = view.live ? texts.emptyLive : texts.emptyOffline;
  return (
    <Quiet title={texts.empty} mood={view.live ? 'awake' : 'asleep'}>
      {fill(sentence, { builder: view.builder?.nickname ?? '' })}
    </Quiet>
  );
}

/** Live minutes towards the stream proof. Only whole minutes are told, so that the words never run ahead of the rule. */
export function Minutes({ progress }: { readonly progress: BenchProgress }) {
  if (progress.neededMs === 0) return <p className="small">{texts.countsAtOnce}</p>;
  const needed = Math.ceil(progress.neededMs / minute);
  const earned = Math.min(needed, Math.floor(progress.earnedMs / minute));
  const words = earned >= needed ? texts.proved : fill(texts.minutes, { earned, needed });
  return (
    <div className="minutes">
      <div
        className="meter"
        role="progressbar"
        aria-label={texts.title}
        aria-valuemin={0}
        aria-valuemax={needed}
        aria-valuenow={earned}
        aria-valuetext={words}
      >
        <div style={{ width: `${Math.min(100, (progress.earnedMs / progress.neededMs) * 100)}%` }} />
      </div>
      <p className="small">{words}</p>
    </div>
  );
}
