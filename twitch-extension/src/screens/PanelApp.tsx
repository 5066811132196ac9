import { useEffect, type ReactNode } from 'react';
import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { Cloud } from '../parts/Cloud.tsx';
import { Quiet } from '../parts/Quiet.tsx';
import { OutOfReach, Skeleton, Strip } from '../parts/Waiting.tsx';
import { useIsOnline, useTwitch, type Panel } from '../panel-state.ts';
import { useFeed } from '../use-channel.ts';
import { withOrder } from '../use-my-orders.ts';
import { useScreens, type Screen } from '../use-screens.ts';
import { DropScreen } from './DropScreen.tsx';
import { HomeScreen } from './HomeScreen.tsx';
import { OrderScreen } from './OrderScreen.tsx';
import { OrdersScreen } from './OrdersScreen.tsx';
import type { ScreenProps } from './screen-props.ts';

const noOrders: readonly OrderView[] = [];

/** The panel: what Twitch and the core have said so far decides what there is to see. */
export function PanelApp({ panel }: { readonly panel: Panel }) {
  const { isOnTwitch, viewer, theme } = useTwitch(panel.twitch);
  const channel = useFeed(panel.channel.feed);
  const mine = useFeed(panel.mine);
  const isOnline = useIsOnline();
  const screens = useScreens();

  useEffect(() => {
    if (theme) document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  if (!isOnTwitch) return <NotOnTwitch />;
  if (!viewer || !channel.value)
    return (
      <Opening>
        {channel.problem ? (
          <OutOfReach problem={channel.problem} onTryAgain={() => panel.channel.feed.refresh()} />
        ) : (
          <Skeleton label={panelTexts.loading} shapes={['bench', 'row', 'row']} />
        )}
      </Opening>
    );

  const keep = (order: OrderView) => {
    panel.mine.change((known) => withOrder(known, order));
    panel.channel.feed.refresh();
  };
  const props: ScreenProps = {
    view: channel.value,
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
      <Strip isOnline={isOnline} problem={channel.problem} />
      {screens.stack.map((screen, depth) => (
        <div key={depth} data-screen={screen.kind} hidden={depth !== screens.stack.length - 1}>
          <ScreenOf screen={screen} props={props} />
        </div>
      ))}
    </>
  );
}

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

function Opening({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <header className="bar bar--home">
        <Cloud />
        <h1>C500</h1>
      </header>
      <main className="screen">{children}</main>
    </>
  );
}

function NotOnTwitch() {
  return (
    <Opening>
      <Quiet title={panelTexts.trouble.noTwitch} mood="lost">
        {panelTexts.trouble.noTwitchSentence}
      </Quiet>
    </Opening>
  );
}
