import { useState } from 'react';
import type { TrafficState } from '../../state.ts';
import { fetchPayload } from '../studio-client.ts';
import { sayTime } from '../times.ts';
import { useStudio } from '../use-studio.ts';

const ways = { all: 'All', in: 'Webhooks in', out: 'Effects out', notice: 'Notices' } as const;
type Way = keyof typeof ways;
const signs = { in: '→', out: '←', notice: '✉' } as const;
const wayWords = { in: 'webhook from', out: 'effect to', notice: 'notice on' } as const;
const shown = 40;

/** Everything that crossed the edge of C500, newest first, with the raw payload one click away. */
export function Traffic() {
  const { state } = useStudio();
  const [way, setWay] = useState<Way>('all');
  const { usage } = state.discord;
  const entries = state.traffic.filter((each) => way === 'all' || each.way === way);
  return (
    <section className="card behind-card" aria-label="Traffic">
      <h3>Traffic</h3>
      <div className="ways" role="group" aria-label="Which traffic">
        {(['all', 'in', 'out', 'notice'] as const).map((each) => (
          <button key={each} type="button" className="step" aria-pressed={way === each} onClick={() => setWay(each)}>
            {ways[each]}
          </button>
        ))}
      </div>
      <p className="muted">
        Discord’s API: {usage.calls} calls, at most {usage.busiestSecond} in a second, {usage.limited} told to wait.
      </p>
      {entries.length === 0 && <p className="muted">Nothing has crossed the edge yet.</p>}
      <ul className="traffic">
        {entries.slice(0, shown).map((entry) => (
          <TrafficLine key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function TrafficLine({ entry }: { readonly entry: TrafficState }) {
  const { run } = useStudio();
  const [payload, setPayload] = useState('');
  const mark = { ok: '✓', waiting: '…', failed: '✗' }[entry.outcome];
  return (
    <li>
      <details
        onToggle={({ currentTarget }) => {
          if (currentTarget.open && payload === '') void fetchPayload(entry.id).then(setPayload);
        }}
      >
        <summary>
          <span className="traffic-way" aria-hidden="true">
            {signs[entry.way]}
          </span>
          <span className="visually-hidden">{wayWords[entry.way]}</span>
          <span className={`traffic-party traffic-party--${entry.party.toLowerCase()}`}>{entry.party}</span>
          <span className="traffic-what">{entry.what}</span>
          <span className={`traffic-outcome is-${entry.outcome}`}>
            <span aria-hidden="true">{mark}</span>
            <span className="visually-hidden">{entry.outcome}</span>
          </span>
          <time dateTime={new Date(entry.at).toISOString()}>{sayTime(entry.at)}</time>
        </summary>
        <p className="muted traffic-detail">{entry.detail}</p>
        <pre tabIndex={0} aria-label="Raw payload">
          {payload === '' ? 'Reading…' : payload}
        </pre>
        {entry.id.startsWith('stripe-in:') && (
          <button type="button" className="step" onClick={() => void run({ act: 'redeliver', trafficId: entry.id })}>
            Deliver it once more
          </button>
        )}
      </details>
    </li>
  );
}
