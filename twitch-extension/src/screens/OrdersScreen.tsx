import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import { Ask } from '../parts/Ask.tsx';
import { Bar } from '../parts/Bar.tsx';
import { CountdownInline } from '../parts/Countdown.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { OutOfReach, Skeleton } from '../parts/Waiting.tsx';
import { isOpen, type Mine } from '../use-my-orders.ts';
import type { ScreenProps } from './screen-props.ts';

const texts = panelTexts.ordersList;

/** The person's own orders, running ones first. */
export function OrdersScreen(props: ScreenProps) {
  return (
    <>
      <Bar title={panelTexts.orders} onBack={props.back} />
      <main className="screen">
        <Content {...props} />
      </main>
    </>
  );
}

function Content({ viewer, mine, mineProblem, orders, open, clock, share, tryAgain }: ScreenProps) {
  if (!viewer.hasSharedIdentity) return <Ask viewer={viewer} purpose="orders" onShare={share} />;
  if (!mine && mineProblem) return <OutOfReach problem={mineProblem} onTryAgain={tryAgain} />;
  if (!mine) return <Skeleton label={panelTexts.loadingOrders} shapes={['row', 'row', 'row']} />;
  const running = orders.filter(isOpen);
  const past = orders.filter((order) => !isOpen(order));
  const line = (order: OrderView) => (
    <OrderLine key={order.tag} order={order} clock={clock} onOpen={() => open({ kind: 'order', tag: order.tag })} />
  );
  return (
    <>
      <PassportLine passport={mine.passport} />
      {orders.length === 0 && (
        <Quiet title={texts.empty} mood="awake">
          {texts.emptyRemedy}
        </Quiet>
      )}
      {running.length > 0 && <ul className="orders">{running.map(line)}</ul>}
      {past.length > 0 && (
        <section className="stack">
          <h2>{texts.past}</h2>
          <ul className="orders">{past.map(line)}</ul>
        </section>
      )}
    </>
  );
}

function PassportLine({ passport }: { readonly passport: Mine['passport'] }) {
  if (!passport) return null;
  return (
    <p className="row">
      <strong>{passport.nickname}</strong>
      <span className="chip chip--lavender">{texts.tier[passport.tier]}</span>
      <span className="muted">{fill(texts.completed, { count: passport.ordersCompleted })}</span>
    </p>
  );
}

const chips: Partial<Record<OrderView['fulfilment'], string>> = {
  reserved: 'chip--vanilla',
  lapsing: 'chip--vanilla',
  paid: 'chip--sky',
  building: 'chip--sky',
  shipped: 'chip--sky',
  delivered: 'chip--mint',
  completed: 'chip--mint',
};

function OrderLine({ order, clock, onOpen }: OrderLineProps) {
  return (
    <li>
      <button type="button" className="card orderline" onClick={onOpen}>
        <Picture className="thumb" picture={order.picture} guild={order.guild} />
        <span className="orderline__words">
          <strong>{order.title}</strong>
          <span className="code">{order.tag}</span>
          <span className="row">
            <span className={`chip ${chips[order.fulfilment] ?? ''}`}>{panelTexts.state[order.fulfilment]}</span>
            {order.fulfilment === 'reserved' && order.claim && (
              <CountdownInline endsAt={order.claim.endsAt} clock={clock} />
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

type OrderLineProps = { readonly order: OrderView; readonly clock: () => number; readonly onOpen: () => void };
