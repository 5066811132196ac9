import type { TimelineEntry } from '../schemas/order.ts';
import { panelTexts } from '../text/en/panel.ts';
import { timelineTexts } from '../text/en/timeline.ts';
import { fill, wordsOf } from '../text/fill.ts';
import { formatWhen } from './format-when.ts';

/**
 * An order's history, newest first. Without `showsMoney` lines tell no amounts. Events that this version does not know are left out:
 * a released page may be weeks older than the core.
 */
export function OrderTimeline({ entries, now, showsMoney }: OrderTimelineProps) {
  const lines = entries
    .map((entry) => ({ entry, sentence: tellEntry(entry, showsMoney) }))
    .filter(({ sentence }) => sentence !== undefined)
    .reverse();
  return (
    <ol className="timeline">
      {lines.map(({ entry, sentence }) => (
        <li key={`${entry.at} ${entry.event}`}>
          <span>{sentence}</span>
          <time dateTime={new Date(entry.at).toISOString()}>{formatWhen(entry.at, now)}</time>
        </li>
      ))}
    </ol>
  );
}

type OrderTimelineProps = {
  readonly entries: readonly TimelineEntry[];
  readonly now: number;
  readonly showsMoney: boolean;
};

const withoutAmounts: Readonly<Record<string, string>> = panelTexts.timelineWithoutAmounts;

function tellEntry({ event, params }: TimelineEntry, showsMoney: boolean): string | undefined {
  const sentence = showsMoney ? timelineTexts[event] : (withoutAmounts[event] ?? timelineTexts[event]);
  return sentence === undefined ? undefined : fill(sentence, wordsOf(params));
}
