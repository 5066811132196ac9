import { useEffect, useMemo, useSyncExternalStore, type ComponentType } from 'react';
import { activityTexts } from '#shared/text/en/activity.ts';
import type { Feed, FeedState } from '#shared/ui/feed.ts';
import { CloudFace } from '#shared/ui/Quiet.tsx';
import type { DiscordHost } from './discord.ts';
import { HereContext, type Here } from './here.ts';
import { ClaimStrip } from './parts/ClaimStrip.tsx';
import { Outside, Threshold } from './parts/Door.tsx';
import { NetworkNote } from './parts/NetworkNote.tsx';
import { PointBanner } from './parts/PointBanner.tsx';
import { GridTile, PictureInPicture } from './parts/SmallViews.tsx';
import { Toasts } from './parts/Toasts.tsx';
import { TopBar } from './parts/TopBar.tsx';
import { StreetScreen } from './screens/StreetScreen.tsx';
import { useLater } from './use-later.ts';
import { focusHeading, usePlaces, type Place, type Places } from './use-places.ts';
import { withDrop, withOrder, withPlace, type World } from './world.ts';

/** The whole activity: what it shows follows from what Discord, the core and the person said last. */
export function App({ world }: { readonly world: World }) {
  const { place, layout } = useStore(world.discord);
  const drops = useFeed(world.drops);
  const places = usePlaces();
  const here = useHereOf(world, places);
  useLookingAt(world, places);
  useEffect(fetchRoomsInTime, []);

  if (place === 'outside') return <Outside />;
  if (drops.value === null) return <Opening isStuck={drops.problem !== null} onTryAgain={world.drops.refresh} />;
  return (
    <HereContext value={here}>
      {layout === 'pip' && <PictureInPicture />}
      {layout === 'grid' && <GridTile />}
      {/* What a person was doing is kept while the activity is small. */}
      <div className="house" hidden={layout !== 'focused'}>
        <House world={world} places={places} />
      </div>
    </HereContext>
  );
}

function House({ world, places }: { readonly world: World; readonly places: Places }) {
  const session = useStore(world.session);
  const { place } = useStore(world.discord);
  const drops = useFeed(world.drops);
  const together = useFeed(world.together);
  return (
    <>
      <TopBar />
      <PointBanner />
      <ClaimStrip />
      <Threshold state={session} isSilent={place === 'silent'} onKnock={world.session.signIn} />
      {places.stack.map((each, depth) => (
        <div key={depth} data-place={each.kind} hidden={depth !== places.stack.length - 1}>
          {each.kind === 'street' ? <StreetScreen /> : <LaterRoom place={each} />}
        </div>
      ))}
      <Toasts together={together.value} />
      <NetworkNote problem={drops.problem ?? together.problem} />
    </>
  );
}

const loadRoom = () => import('./screens/Room.tsx');

const signsOfLife = ['pointerover', 'touchstart', 'keydown'] as const;

/** Fetches the other places at the first sign that somebody may go there, so that few ever wait and who only looks loads no more. */
function fetchRoomsInTime(): () => void {
  const stop = () => {
    for (const sign of signsOfLife) document.removeEventListener(sign, fetchRooms);
  };
  const fetchRooms = () => {
    stop();
    // Whoever goes there asks again, and waits.
    void loadRoom().catch(() => undefined);
  };
  for (const sign of signsOfLife) document.addEventListener(sign, fetchRooms, { passive: true });
  return stop;
}

/** All places but the street come with a second file. */
function LaterRoom({ place }: { readonly place: Place }) {
  const Room: ComponentType<{ readonly place: Place }> | undefined = useLater(loadRoom)?.Room;
  useEffect(() => {
    if (Room && document.activeElement === document.body) focusHeading();
  }, [Room]);
  if (Room) return <Room place={place} />;
  return (
    <main className="screen screen--narrow" role="status" aria-busy="true">
      <h1 tabIndex={-1} className="visually-hidden">
        {activityTexts.street.loading}
      </h1>
      <div className="card ghost skeleton" />
      <div className="card ghost skeleton" />
    </main>
  );
}

function Opening({ isStuck, onTryAgain }: { readonly isStuck: boolean; readonly onTryAgain: () => void }) {
  const { trouble, tryAgain, name, street } = activityTexts;
  return (
    <main className="opening">
      <h1 className="visually-hidden">{name}</h1>
      {isStuck ? (
        <div className="card quiet" role="alert">
          <CloudFace mood="lost" />
          <strong>{trouble.title}</strong>
          <span>
            {trouble.sentence} {trouble.remedy}
          </span>
          <button type="button" className="button" onClick={onTryAgain}>
            {tryAgain}
          </button>
        </div>
      ) : (
        <div className="opening__wait" role="status">
          <CloudFace mood="awake" />
          <span>{street.loading}</span>
        </div>
      )}
    </main>
  );
}

/** Tells the others what is looked at: the drop on top, if there is one. */
function useLookingAt(world: World, places: Places): void {
  const top = places.stack.at(-1);
  const dropId = top?.kind === 'drop' ? top.dropId : null;
  useEffect(() => world.lookAt(dropId), [world, dropId]);
}

function useHereOf(world: World, places: Places): Here {
  const { value: drops } = useFeed(world.drops);
  const { value: live } = useFeed(world.live);
  const { value: mine, problem: mineProblem } = useFeed(world.mine);
  const { value: together } = useFeed(world.together);
  const session = useStore(world.session);
  const acts = useMemo(() => actsOf(world), [world]);
  return {
    ...acts,
    places,
    drops: drops ?? [],
    live,
    mine,
    mineProblem,
    gathering: together?.view ?? null,
    standing: standings[session.kind],
    async claim(dropId) {
      const order = await acts.claim(dropId);
      places.go({ kind: 'order', tag: order.tag });
    },
  };
}

const standings = { 'signing-in': 'arriving', 'signed-in': 'inside', refused: 'outside' } as const;

/** What a person does. Its answer is shown at once; what it changes for others is looked up. */
function actsOf({ core, discord, clock, drops, mine, point }: World) {
  const look = async (dropId: string) => {
    const drop = await core.getDrop({ params: { dropId } });
    drops.change((known) => withDrop(known ?? [], drop));
  };
  return {
    clock: clock.now,
    openLink: discord.openLink,
    tryAgain: mine.refresh,
    point,
    async claim(dropId: string) {
      const order = await core.claimUnit({ params: { dropId } });
      mine.change((known) => withOrder(known, order));
      mine.refresh();
      void look(dropId).catch(drops.refresh);
      return order;
    },
    async cancel(tag: string) {
      const { order } = await core.cancelClaim({ params: { tag } });
      mine.change((known) => withOrder(known, order));
      drops.refresh();
    },
    async confirmDelivery(tag: string) {
      const { order } = await core.confirmDelivery({ params: { tag } });
      mine.change((known) => withOrder(known, order));
    },
    async takeMoneyBack(tag: string) {
      const { order } = await core.refundUnproven({ params: { tag } });
      mine.change((known) => withOrder(known, order));
    },
    async grantDays(tag: string) {
      const { order } = await core.grantDays({ params: { tag } });
      mine.change((known) => withOrder(known, order));
    },
    raffles: {
      see: (dropId: string) => core.getMyRaffle({ params: { dropId } }),
      enter: (dropId: string) => core.enterRaffle({ params: { dropId } }),
      leave: (dropId: string) => core.leaveRaffle({ params: { dropId } }),
    },
    async join(dropId: string) {
      const place = await core.joinWaitlist({ params: { dropId } });
      mine.change((known) => withPlace(known, place));
    },
    async leave(dropId: string) {
      const place = await core.leaveWaitlist({ params: { dropId } });
      mine.change((known) => withPlace(known, place));
    },
  };
}

function useFeed<T>(feed: Feed<T>): FeedState<T> {
  return useSyncExternalStore(feed.subscribe, feed.get);
}

function useStore<T>(store: { readonly get: () => T; readonly subscribe: DiscordHost['subscribe'] }): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
