import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { Bench } from '../parts/Bench.tsx';
import { BuilderFacts } from '../parts/BuilderFacts.tsx';
import { ClaimControl } from '../parts/ClaimControl.tsx';
import { Cloud } from '../parts/Cloud.tsx';
import { CountdownInline } from '../parts/Countdown.tsx';
import { DropTile } from '../parts/DropTile.tsx';
import { Lines } from '../parts/Lines.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import type { ChannelView } from '../use-channel.ts';
import { isClaim } from '../use-my-orders.ts';
import type { ScreenProps } from './screen-props.ts';

/** The first screen: the bench, the drops, and what is next. */
export function HomeScreen(props: ScreenProps) {
  const { view, orders, open, clock, opensLinks } = props;
  const claims = orders.filter((order) => isClaim(order) && order.claim);
  return (
    <>
      <HomeBar view={view} openOrders={() => open({ kind: 'orders' })} />
      <main className="screen">
        {claims.map((order) => (
          <ClaimStrip
            key={order.tag}
            order={order}
            clock={clock}
            onOpen={() => open({ kind: 'order', tag: order.tag })}
          />
        ))}
        {view.builder ? (
          <>
            <BuilderFacts builder={view.builder} />
            <Bench view={view} clock={clock} opensLinks={opensLinks} />
            <Drops {...props} />
            <Lines title={panelTexts.bench.next} entries={view.queue} />
            <Lines title={panelTexts.bench.done} entries={view.doneToday} areDone />
          </>
        ) : (
          <Quiet title={panelTexts.drops.noBuilder}>
            {props.viewer.isBroadcaster ? panelTexts.drops.noBuilderOwn : panelTexts.drops.noBuilderRemedy}
          </Quiet>
        )}
      </main>
    </>
  );
}

function HomeBar({ view, openOrders }: { readonly view: ChannelView; readonly openOrders: () => void }) {
  const title = view.builder ? fill(panelTexts.workshopOf, { builder: view.builder.nickname }) : 'C500';
  return (
    <header className="bar bar--home">
      <Cloud />
      <div className="bar__names">
        <h1 tabIndex={-1}>{title}</h1>
        {view.builder && (
          <p className="small">
            {view.live ? (
              <>
                <span className="live">{panelTexts.live}</span>
                {view.live.title && <span className="bar__title"> {view.live.title}</span>}
              </>
            ) : (
              panelTexts.offline
            )}
          </p>
        )}
      </div>
      <button type="button" className="button button--quiet button--small" onClick={openOrders}>
        {panelTexts.orders}
      </button>
    </header>
  );
}

function ClaimStrip({ order, clock, onOpen }: ClaimStripProps) {
  return (
    <button type="button" className="claimstrip" onClick={onOpen}>
      <span>{fill(panelTexts.claim.strip, { tag: order.tag })}</span>
      <CountdownInline endsAt={order.claim?.endsAt ?? 0} clock={clock} />
    </button>
  );
}

type ClaimStripProps = { readonly order: OrderView; readonly clock: () => number; readonly onOpen: () => void };

function Drops(props: ScreenProps) {
  const { view, open } = props;
  const drops = view.drops.filter((drop) => drop.status === 'open' || drop.status === 'paused');
  const sorted = [...drops.filter((drop) => drop.units.left > 0), ...drops.filter((drop) => drop.units.left === 0)];
  return (
    <section className="stack" aria-labelledby="drops-title">
      <h2 id="drops-title">{panelTexts.drops.title}</h2>
      {sorted.length === 0 && (
        <Quiet title={panelTexts.drops.none}>
          {fill(panelTexts.drops.noneRemedy, { builder: view.builder?.nickname ?? '' })}
        </Quiet>
      )}
      {sorted.map((drop) => (
        <DropTile key={drop.id} drop={drop} onOpen={() => open({ kind: 'drop', dropId: drop.id })}>
          <ClaimControl drop={drop} {...props} />
        </DropTile>
      ))}
    </section>
  );
}
