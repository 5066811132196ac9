import type { OrderView } from '#shared/schemas/order.ts';
import { fill } from '#shared/text/say.ts';
import { timelineTexts } from '#shared/text/en/timeline.ts';
import { go, useView } from '../address.ts';
import { ColumnHead } from '../ColumnHead.tsx';
import { useIsHere } from '../guide/use-guide.ts';
import { sayDistance, sayTime } from '../times.ts';
import { newestOrder, useNow, useStudio } from '../use-studio.ts';
import { Bank } from './Bank.tsx';
import { Books } from './Books.tsx';
import { Faults } from './Faults.tsx';
import { MoneyRiver } from './MoneyRiver.tsx';
import { Parcel } from './Parcel.tsx';
import { Sightings } from './Sightings.tsx';
import { Traffic } from './Traffic.tsx';

/** What nobody outside sees: the money, the books, the traffic, and things to break. */
export function BehindColumn() {
  const { state } = useStudio();
  const view = useView();
  const isHere = useIsHere('river');
  const { orders, inHand } = state.core;
  const order = orders.find(({ tag }) => tag === view.order) ?? newestOrder(orders);
  const money = inHand?.order.tag === order?.tag ? inHand : null;
  return (
    <section className="column column-behind" aria-label="Behind the scenes">
      <ColumnHead title="Behind the scenes" />
      <div className="behind-body">
        <section className={`card behind-card ${isHere ? 'is-here' : ''}`} aria-label="Money river">
          <div className="card-head">
            <h3>Where the money is</h3>
            <OrderPicker orders={orders} chosen={order} />
          </div>
          {order ? (
            <MoneyRiver money={money} />
          ) : (
            <p className="muted">There is no order yet. The guide makes one with you.</p>
          )}
          {order && <OrderFoot order={order} />}
        </section>
        {order && <Parcel order={order} />}
        {order && <Bank order={order} />}
        {order && <Timeline order={order} />}
        <Books />
        <Sightings />
        <Faults />
        <Traffic />
      </div>
    </section>
  );
}

function OrderPicker({
  orders,
  chosen,
}: {
  readonly orders: readonly OrderView[];
  readonly chosen: OrderView | undefined;
}) {
  if (!chosen) return null;
  return (
    <label className="order-picker">
      <span className="visually-hidden">Order in hand</span>
      <select value={chosen.tag} onChange={({ target }) => go({ order: target.value })}>
        {orders.map(({ tag, title, fulfilment }) => (
          <option key={tag} value={tag}>
            {tag} · {fulfilment} · {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function OrderFoot({ order }: { readonly order: OrderView }) {
  return (
    <p className="order-foot">
      <span className="chip chip--lavender code">{order.tag}</span>
      <span className="chip">{order.fulfilment}</span>
      {order.certifiedBuild && <span className="chip chip--mint">certified build</span>}
      <a href={order.orderUrl} target="_blank" rel="noreferrer">
        Order page <span aria-hidden="true">↗</span>
      </a>
    </p>
  );
}

function Timeline({ order }: { readonly order: OrderView }) {
  const now = useNow();
  return (
    <section className="card behind-card" aria-label="Timeline">
      <h3>What happened</h3>
      <ol className="timeline">
        {order.timeline.map(({ event, at, params }, index) => (
          <li key={`${index}${event}`}>
            <time dateTime={new Date(at).toISOString()} title={sayDistance(at, now)}>
              {sayTime(at)}
            </time>
            <span>{fill(timelineTexts[event] ?? event, params)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
