import type { OrderView } from '#shared/schemas/order.ts';
import { activityTexts } from '#shared/text/en/activity.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { useHere } from '../here.ts';
import { CountdownLine } from '../parts/Countdown.tsx';
import { LineBox } from '../parts/LineBox.tsx';
import { Unknown } from '../parts/Unknown.tsx';
import { ownPicture } from '../own-picture.ts';
import { isOpen } from '../world.ts';

const texts = activityTexts.orders;
/** As many as the core answers at once. */
const pageLength = 20;

/** The person's own orders, those under way first, and the lines in which they stand. */
export function OrdersScreen() {
  const { mine } = useHere();
  return (
    <main className="screen screen--narrow">
      <h1 tabIndex={-1}>{texts.title}</h1>
      {mine ? (
        <>
          <Lists orders={mine.orders} />
          <Waits />
        </>
      ) : (
        <Unknown loading={texts.loading} />
      )}
    </main>
  );
}

function Lists({ orders }: { readonly orders: readonly OrderView[] }) {
  const running = orders.filter(isOpen);
  const past = orders.filter((order) => !isOpen(order));
  if (orders.length === 0)
    return (
      <Quiet title={texts.empty} mood="awake">
        {texts.emptyRemedy}
      </Quiet>
    );
  return (
    <>
      {running.length > 0 && <List title={texts.running} orders={running} />}
      {past.length > 0 && <List title={texts.past} orders={past} />}
      {orders.length >= pageLength && <p className="small muted">{texts.more}</p>}
    </>
  );
}

function List({ title, orders }: { readonly title: string; readonly orders: readonly OrderView[] }) {
  return (
    <section className="stack">
      <h2>{title}</h2>
      <ul className="orders">
        {orders.map((order) => (
          <Line key={order.tag} order={order} />
        ))}
      </ul>
    </section>
  );
}

function Line({ order }: { readonly order: OrderView }) {
  const { places, clock } = useHere();
  const { tag, title, fulfilment, claim, guild, picture } = order;
  const state = panelTexts.state[fulfilment];
  return (
    <li>
      <button type="button" className="orderline" onClick={() => places.go({ kind: 'order', tag })}>
        <Picture className="thumb" picture={ownPicture(picture)} guild={guild} />
        <span className="orderline__words">
          <bdi className="orderline__title">{title} </bdi>
          <span className="row">
            <span className="code">{tag} </span>
            <span className={`chip chip--${moods[fulfilment]}`}>{state}</span>
          </span>
        </span>
        {fulfilment === 'reserved' && claim && <CountdownLine endsAt={claim.endsAt} clock={clock} />}
      </button>
    </li>
  );
}

const moods: Record<OrderView['fulfilment'], string> = {
  reserved: 'vanilla',
  lapsing: 'vanilla',
  expired: 'plain',
  cancelled: 'plain',
  paid: 'lavender',
  building: 'sky',
  shipped: 'sky',
  delivered: 'mint',
  completed: 'mint',
};

function Waits() {
  const { mine, drops } = useHere();
  const waits = (mine?.waits ?? []).flatMap(({ dropId }) => drops.find(({ id }) => id === dropId) ?? []);
  if (waits.length === 0) return null;
  return (
    <section className="stack">
      <h2>{texts.waits}</h2>
      {waits.map((drop) => (
        <div key={drop.id} className="card stack">
          <h3>
            <bdi>{drop.title}</bdi>
          </h3>
          <LineBox drop={drop} />
        </div>
      ))}
    </section>
  );
}
