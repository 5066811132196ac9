import { useEffect, useState } from 'react';
import { formatMoney } from '#shared/money.ts';
import type { MoneyMove } from '../../state.ts';
import { sayTime } from '../times.ts';
import { useStudio } from '../use-studio.ts';

const movesShown = 8;
const graceMs = 5_000;
const names: Record<MoneyMove['what'], string> = {
  charge: 'Charge',
  refund: 'Refund',
  transfer: 'Transfer',
  reversal: 'Reversal',
  dispute: 'Dispute',
};
const inwards: readonly MoneyMove['what'][] = ['charge', 'reversal'];

/** Stripe's books beside ours, and whether they agree. */
export function Books() {
  const { state } = useStudio();
  const { stripe } = state;
  const money = state.core.money;
  const currency = stripe.available[0]?.currency ?? 'USD';
  const say = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const available = stripe.available.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <section className="card behind-card" aria-label="Books">
      <div className="card-head">
        <h3>Two sets of books</h3>
        <Verdict />
      </div>
      <div className="books">
        <section aria-label="Stripe’s books">
          <h4>
            Stripe <span className="simulated">simulated</span>
          </h4>
          <p className="books-sum">{say(available)}</p>
          <p className="muted">
            fees {say(stripe.feesMinor)} · {stripe.openSessions} open checkout{stripe.openSessions === 1 ? '' : 's'}
          </p>
        </section>
        <section aria-label="Our ledger">
          <h4>Our ledger</h4>
          <p className="books-sum">{money?.stripe ? say(money.stripe.ledgerMinor) : '…'}</p>
          <p className="muted">what it says Stripe holds</p>
        </section>
      </div>
      <Moves />
      {money && money.balances.length > 0 && (
        <details className="accounts">
          <summary>Every account of the ledger</summary>
          <table>
            <tbody>
              {money.balances.map(({ account, amountMinor, currency: unit }) => (
                <tr key={account}>
                  <th scope="row">{account}</th>
                  <td>{formatMoney({ amountMinor, currency: unit })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {money && money.stuckEffects.length > 0 && (
        <ul className="stuck">
          {money.stuckEffects.map(({ key, kind, attempts, lastError }) => (
            <li key={key} className="note note--wait">
              {kind} waits after {attempts} attempts{lastError ? `: ${lastError}` : ''}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Moves() {
  const { state } = useStudio();
  const { moves } = state.stripe;
  if (moves.length === 0) return null;
  return (
    <ul className="moves" aria-label="Stripe’s movements">
      {moves.slice(0, movesShown).map((move) => (
        <li key={move.id}>
          <span className={`move move--${move.what}`}>{names[move.what]}</span>
          <span className="move-who">{move.who}</span>
          <span className="move-amount">
            {move.note === 'declined' ? '' : inwards.includes(move.what) ? '+' : '−'}
            {formatMoney(move)}
          </span>
          <span className="muted move-note">
            {move.note} {sayTime(move.at)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Stripe knows of a payment a moment before the ledger does; only what stays different is worth a warning. */
function useIsNews(agrees: boolean): boolean {
  const [isNews, setNews] = useState(true);
  useEffect(() => {
    setNews(true);
    if (agrees) return;
    const timer = window.setTimeout(() => setNews(false), graceMs);
    return () => window.clearTimeout(timer);
  }, [agrees]);
  return isNews;
}

function Verdict() {
  const { state } = useStudio();
  const stripe = state.core.money?.stripe;
  const isNews = useIsNews(stripe?.agrees ?? true);
  if (!state.core.answers) return <span className="chip chip--vanilla">the server is away</span>;
  if (!stripe) return <span className="chip">asking Stripe…</span>;
  if (stripe.agrees) return <span className="chip chip--mint">ledger = Stripe ✓ to the cent</span>;
  if (isNews) return <span className="chip chip--vanilla">the ledger is catching up…</span>;
  const off = stripe.stripeMinor - stripe.ledgerMinor;
  const sentence = `differs by ${formatMoney({ amountMinor: Math.abs(off), currency: state.stripe.available[0]?.currency ?? 'USD' })}`;
  return <span className="chip chip--sakura">{sentence}</span>;
}
