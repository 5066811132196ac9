import { useMemo } from 'react';
import type { OrderView } from '#shared/schemas/order.ts';
import type { RaffleActs } from '#shared/ui/RaffleBox.tsx';
import { useFeed } from '../page.ts';
import type { Panel } from '../panel-state.ts';
import type { Viewer } from '../twitch.ts';
import type { ChannelView } from '../use-channel.ts';
import type { ViewerClient } from '../viewer-endpoints.ts';
import { withOrder, withPlace } from '../use-my-orders.ts';
import { useScreens, type Screen, type Scroller } from '../use-screens.ts';
import { DropScreen } from './DropScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { OrderScreen } from './OrderScreen.tsx';
import { OrdersScreen } from './OrdersScreen.tsx';
import type { ScreenProps } from './screen-props.ts';

const noOrders: readonly OrderView[] = [];

/** The screens of the viewers' views over what the core said last. What a person does is written at once and then looked up again. */
export function Screens({ panel, view, viewer, opensLinks = true, scroller }: ScreensProps) {
  const mine = useFeed(panel.mine);
  const screens = useScreens(scroller);
  const client = () => panel.session.client();
  const raffles = useMemo(() => rafflesOf(() => panel.session.client()), [panel]);
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
    opensLinks,
    async claim(dropId) {
      const order = await client().claimUnit({ params: { dropId } });
      keep(order);
      screens.open({ kind: 'order', tag: order.tag });
    },
    async cancel(tag) {
      keep((await client().cancelClaim({ params: { tag } })).order);
    },
    async join(dropId) {
      const place = await client().joinWaitlist({ params: { dropId } });
      panel.mine.change((known) => withPlace(known, place));
    },
    async leave(dropId) {
      const place = await client().leaveWaitlist({ params: { dropId } });
      panel.mine.change((known) => withPlace(known, place));
    },
    raffles,
    share: () => panel.twitch.askForIdentity(),
    open: screens.open,
    back: screens.back,
    tryAgain: () => panel.mine.refresh(),
  };
  return screens.stack.map((screen, depth) => (
    <div key={depth} data-screen={screen.kind} hidden={depth !== screens.stack.length - 1}>
      <ScreenOf screen={screen} props={props} />
    </div>
  ));
}

function rafflesOf(client: () => ViewerClient): RaffleActs {
  const at = (dropId: string) => ({ params: { dropId } });
  return {
    see: (dropId) => client().getMyRaffle(at(dropId)),
    enter: (dropId) => client().enterRaffle(at(dropId)),
    leave: (dropId) => client().leaveRaffle(at(dropId)),
  };
}

type ScreensProps = {
  readonly panel: Panel;
  readonly view: ChannelView;
  readonly viewer: Viewer;
  readonly opensLinks?: boolean;
  /** What scrolls, where it is not the page itself. */
  readonly scroller?: Scroller;
};

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
