import type { BenchEntry } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { formatDuration } from '#shared/ui/format-when.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import type { ChannelView } from '../use-channel.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { BuildSteps } from './BuildSteps.tsx';
import { Certified } from './Certified.tsx';
import { LastBuild } from './LastBuild.tsx';
import { Minutes } from './Minutes.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Said } from './Said.tsx';
import { WhoseBuild } from './WhoseBuild.tsx';

const texts = panelTexts.bench;

/**
 * What is being built right now: the first order large, the others beside it in short. While the channel is offline, what was built
 * there last.
 */
export function Bench({ view, clock, opensLinks }: BenchProps) {
  const [first, ...others] = view.bench;
  const builder = view.builder?.nickname ?? '';
  if (!first && !view.live && view.lastBuild)
    return <LastBuild build={view.lastBuild} builder={builder} clock={clock} opensLinks={opensLinks} />;
  return (
    <section className="stack" aria-labelledby="bench-title">
      <h2 id="bench-title">{texts.title}</h2>
      {first ? <BenchCard entry={first} view={view} clock={clock} /> : <EmptyBench view={view} />}
      {others.map((entry) => (
        <BenchRow key={entry.tag} entry={entry} view={view} clock={clock} />
      ))}
    </section>
  );
}

type BenchProps = {
  readonly view: ChannelView;
  readonly clock: () => number;
  /** Whether links may lead out of this view. */
  readonly opensLinks: boolean;
};
type EntryProps = { readonly entry: BenchEntry; readonly view: ChannelView; readonly clock: () => number };

function BenchCard({ entry, view, clock }: EntryProps) {
  return (
    <article className="card bench">
      <div className="bench__stage">
        <Picture className="bench__picture" picture={entry.photo ?? entry.picture} guild={entry.guild} />
        <div className="bench__marks">
          {view.live && <span className="chip chip--sakura live">{panelTexts.live}</span>}
          {entry.certifiedBuild && <Certified />}
        </div>
        {entry.progress && <HowLong since={entry.progress.since} clock={clock} />}
      </div>
      {entry.note && <Said note={entry.note} builder={view.builder?.nickname} />}
      <div className="bench__words">
        <h3>
          <bdi>{entry.title}</bdi>
        </h3>
        <WhoseBuild entry={entry} />
        <BuildSteps steps={entry.steps} />
        {entry.progress && <Minutes progress={entry.progress} asOf={view.asOf} clock={clock} />}
      </div>
    </article>
  );
}

function BenchRow({ entry, view, clock }: EntryProps) {
  return (
    <article className="card bench bench--row">
      <Picture className="thumb" picture={entry.photo ?? entry.picture} guild={entry.guild} />
      <div className="bench__words">
        <h3>
          <bdi>{entry.title}</bdi>
        </h3>
        <WhoseBuild entry={entry} />
        <BuildSteps steps={entry.steps} />
        {entry.progress && <Minutes progress={entry.progress} asOf={view.asOf} clock={clock} />}
      </div>
    </article>
  );
}

function HowLong({ since, clock }: { readonly since: number; readonly clock: () => number }) {
  const now = useNow(clock, 15_000);
  return <span className="chip bench__howlong">{fill(texts.builtFor, { duration: formatDuration(now - since) })}</span>;
}

function EmptyBench({ view }: { readonly view: ChannelView }) {
  const sentence = view.live ? texts.emptyLive : texts.emptyOffline;
  return (
    <Quiet title={texts.empty} mood={view.live ? 'awake' : 'asleep'}>
      {fill(sentence, { builder: view.builder?.nickname ?? '' })}
    </Quiet>
  );
}
