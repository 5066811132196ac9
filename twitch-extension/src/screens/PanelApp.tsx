import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { useFeed } from '../page.ts';
import type { Panel } from '../panel-state.ts';
import { PageGate, viewerNotOnTwitch } from '../parts/PageGate.tsx';
import type { Viewer } from '../twitch.ts';
import type { ChannelView } from '../use-channel.ts';
import { withOrder } from '../use-my-orders.ts';
import { useScreens, type Screen } from '../use-screens.ts';
import { DropScreen } from './DropScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { OrderScreen } from './OrderScreen.tsx';
import { OrdersScreen } from './OrdersScreen.tsx';
import type { ScreenProps } from './screen-props.ts';

const noOrders: readonly OrderView[] = [];

/** The panel: the gate, and behind it the screens over what the core said last. */
export function PanelApp({ panel }: { readonly panel: Panel }) {
  return (
    <PageGate page={panel} feed={panel.channel.feed} loading={panelTexts.loading} notOnTwitch={viewerNotOnTwitch}>
      {(view, viewer) => <Screens panel={panel} view={view} viewer={viewer} />}
    </PageGate>
  );
}

function Screens({ panel, view, viewer }: ScreensProps) {
  const mine = useFeed(panel.mine);
  const screens = useScreens();
  const keep = (order: OrderView) => {
    panel.mine.change((known) => withOrder(known, order));
    panel.channel.feed.refresh();
  };
  const props: ScreenProps = {
    view,
    viewer,
    mine: mine.value,
    mineProblem: mine.problem,
    orders: viewer.hasSharedIdentity ? (mine.value?.orders ?? noOrders) : noOrders,
    clock: panel.channel.now,
    async claim(dropId) {
      const order = await panel.session.client().claimUnit({ params: { dropId } });
      keep(order);
      screens.open({ kind: 'order', tag: order.tag });
    },
    async cancel(tag) {
      keep((await panel.session.client().cancelClaim({ params: { tag } })).order);
    },
    share: () => panel.twitch.askForIdentity(),
    open: screens.open,
    back: screens.back,
    tryAgain: () => panel.mine.refresh(),
  };
  return (
    <>
      {screens.stack.map((screen, depth) => (
        <div key={depth} data-screen={screen.kind} hidden={depth !== screens.stack.length - 1}>
          <ScreenOf screen={screen} props={props} />
        </div>
      ))}
    </>
  );
}

type ScreensProps = { readonly panel: Panel; readonly view: ChannelView; readonly viewer: Viewer };

function ScreenOf({ screen, props }: { readonly screen: Screen; readonly props: ScreenProps }) {
  switch (screen.kind) {
    case 'home':
      return <HomeScreen {...props} />;
    case 'orders':
      return <OrdersScreen {...props} />;
    case 'drop':
      return <DropScreen dropId={screen.dropId} {...props} />;
    case 'order':
      return <OrderScreen tag={screen.tag} {...props} />;
  }
}
