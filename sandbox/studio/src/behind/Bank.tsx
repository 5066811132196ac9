import type { OrderView } from '#shared/schemas/order.ts';
import { bankDeeds } from '../../act.ts';
import { useStudio } from '../use-studio.ts';

const labels: Record<(typeof bankDeeds)[number], string> = {
  ask: 'Bank asks',
  dispute: 'Bank takes it back',
  warn: 'Bank warns',
  won: 'Bank decides for C500',
  lost: 'Bank decides for the buyer',
  close: 'Bank stops asking',
};

/** What the bank of the order in hand can do. Whatever it cannot do as things stand is said when it is pressed. */
export function Bank({ order }: { readonly order: OrderView }) {
  const { run } = useStudio();
  const isPaid = order.timeline.some(({ event }) => event === 'paid' || event === 'paid-late');
  if (!isPaid) return null;
  return (
    <details className="card behind-card">
      <summary>The buyer’s bank</summary>
      <p className="row">
        {bankDeeds.map((deed) => (
          <button
            key={deed}
            type="button"
            className="button button--quiet"
            onClick={() => void run({ act: 'bank', tag: order.tag, deed })}
          >
            {labels[deed]}
          </button>
        ))}
      </p>
    </details>
  );
}
