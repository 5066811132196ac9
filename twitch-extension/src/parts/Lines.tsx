import type { BenchEntry } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { GuildSign } from '#shared/ui/GuildBadge.tsx';
import { Tick } from './BuildSteps.tsx';
import { Certified } from './Certified.tsx';

const shownMax = 3;

/** A short list of orders: what is next, or what was done today. Nothing when there is none. */
export function Lines({ title, entries, areDone = false }: LinesProps) {
  if (entries.length === 0) return null;
  const hidden = entries.length - shownMax;
  return (
    <section className="stack stack--tight">
      <h2>{title}</h2>
      <ul className="lines">
        {entries.slice(0, shownMax).map((entry) => (
          <li key={entry.tag}>
            <span className={areDone ? 'dot dot--done' : `dot badge--${entry.guild}`}>
              {areDone ? <Tick /> : <GuildSign guild={entry.guild} />}
            </span>
            <span className="lines__title">
              <bdi>{entry.title}</bdi>
            </span>
            <span className="lines__facts">
              <span className="code">{entry.tag}</span>{' '}
              <bdi>{fill(panelTexts.bench.forWhom, { nickname: entry.buyerNickname })}</bdi>
              {entry.certifiedBuild && <Certified />}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="small muted">{fill(panelTexts.bench.more, { count: hidden })}</p>}
    </section>
  );
}

type LinesProps = {
  readonly title: string;
  readonly entries: readonly BenchEntry[];
  /** Whether these are behind the builder rather than before them. */
  readonly areDone?: boolean;
};
