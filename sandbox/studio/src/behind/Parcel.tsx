import type { OrderView } from '#shared/schemas/order.ts';
import { carrierDeeds } from '../../act.ts';
import { useStudio } from '../use-studio.ts';

const labels: Record<(typeof carrierDeeds)[number], string> = {
  scan: 'Carrier scans',
  bring: 'On the van',
  deliver: 'Carrier delivers',
  return: 'Send it back',
  lose: 'Lose it',
};
const words: Readonly<Record<string, string>> = {
  pre_transit: 'a label and nothing more',
  in_transit: 'with the carrier',
  out_for_delivery: 'on the van',
  delivered: 'delivered',
  return_to_sender: 'going back',
  failure: 'lost',
};

/** What the carriers have of the order in hand. They scan after six hours and deliver after three days, or when they are told to. */
export function Parcel({ order }: { readonly order: OrderView }) {
  const { state, run } = useStudio();
  const parcel = state.parcels.find(({ number }) => number === order.tracking?.number);
  if (!parcel) return null;
  const { number, carrier, status } = parcel;
  return (
    <section className="card behind-card" aria-label="Parcel">
      <h3>The parcel</h3>
      <p>
        {carrier} <span className="code">{number}</span>: <strong>{words[status] ?? status}</strong>
      </p>
      <p className="row">
        {carrierDeeds.map((deed) => (
          <button
            key={deed}
            type="button"
            className="button button--quiet"
            onClick={() => void run({ act: 'carry', number, deed })}
          >
            {labels[deed]}
          </button>
        ))}
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void run({ act: 'carry', number, deed: 'scan', toCountry: 'AQ' })}
        >
          Scanned for Antarctica
        </button>
      </p>
    </section>
  );
}
