import type { Passport } from '#shared/schemas/citizen.ts';
import type { DropView, WaitlistPlace } from '#shared/schemas/drop.ts';
import { activityLivePath, type ActivityNews } from '#shared/schemas/activity-live.ts';
import type { GatheringView, LiveBuilder } from '#shared/schemas/gathering.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { createFeed, type Feed } from '#shared/ui/feed.ts';
import { connectCore, createCoreClock, type Core, type CoreClock } from './core.ts';
import { connectDiscord, type DiscordHost } from './discord.ts';
import { meet, type Together } from './gathering.ts';
import { openSession, type Session } from './session.ts';
import { createSocket, dialSocket, type Socket } from './socket.ts';

/** The person's own: who they are to C500, their orders, newest first, and the lines in which they stand. */
export type Mine = {
  readonly passport: Passport;
  readonly orders: readonly OrderView[];
  readonly waits: readonly WaitlistPlace[];
};

/** Everything the screens talk to, made once. */
export type World = {
  readonly discord: DiscordHost;
  readonly session: Session;
  readonly core: Core;
  readonly clock: CoreClock;
  readonly drops: Feed<readonly DropView[]>;
  readonly live: Feed<readonly LiveBuilder[]>;
  readonly mine: Feed<Mine>;
  readonly together: Feed<Together>;
  /** Tells the others what the person looks at now: a drop, or nothing of its own. */
  readonly lookAt: (dropId: string | null) => void;
  /** Shows a drop to everyone here, or nothing any more. @throws ApiProblem */
  readonly point: (dropId: string | null) => Promise<void>;
};

/** How often is asked: while the socket says what changes, and without it. */
const rests = {
  drops: { withSocketMs: 120_000, aloneMs: 10_000 },
  live: { withSocketMs: 120_000, aloneMs: 20_000 },
  mine: { withSocketMs: 60_000, aloneMs: 20_000 },
  /** The core forgets whoever says nothing for a while, so the person is here by asking, too. */
  together: { withSocketMs: 20_000, aloneMs: 4_000 },
} as const;
/** While a payment may arrive any moment, the answer should not be late, whatever the socket says. */
const restWhilePayingMs = 5_000;
/** Several changes within this long are looked up together. */
const gatherMs = 200;
/** More changed drops than this are looked up as the whole street. */
const singleLooksMax = 3;

/** Puts the parts together. Nothing is asked before `wake`. */
export function createWorld(): World & { readonly wake: () => void } {
  const discord = connectDiscord();
  const clock = createCoreClock();
  const core: Core = connectCore({
    token: () => session.token(),
    clock,
    locale: () => locale,
    onTokenRefused: () => session.tokenRefused(),
  });
  const session = openSession({ discord, core: () => core, now: clock.now, onSignedIn: () => void learnLocale() });
  let lookingAt: string | null = null;
  // The browser's language, until Discord has told the one that the person chose there.
  let locale = navigator.language;
  const learnLocale = async () => {
    locale = (await discord.readLocale()) ?? locale;
  };

  const restOf = (kind: keyof typeof rests) => rests[kind][socket.isUp() ? 'withSocketMs' : 'aloneMs'];
  const drops = createFeed<readonly DropView[]>({
    load: async () => (await core.listDrops({})).drops,
    restMs: () => restOf('drops'),
  });
  const live = createFeed<readonly LiveBuilder[]>({
    load: async () => (await core.listLive({})).builders,
    restMs: () => restOf('live'),
  });
  const mine = createFeed<Mine>({
    load: () => loadMine(core),
    restMs: ({ orders }) => (orders.some(isClaim) ? restWhilePayingMs : restOf('mine')),
  });
  const together: Feed<Together> = createFeed<Together>({
    async load() {
      const view = await core.beHere({ body: { lookingAt } });
      return meet(together.get().value, view, clock.now());
    },
    restMs: () => restOf('together'),
  });
  const take = (view: GatheringView) => together.change((known) => meet(known, view, clock.now()));
  const changedDrops = gatherChanges(core, drops);
  let felt: Together | null = null;
  together.subscribe(() => {
    const { value } = together.get();
    if (value === felt) return;
    felt = value;
    // A claim by one is felt by all: the units of that drop are looked up at once.
    for (const { dropId } of value?.fresh ?? []) changedDrops(dropId);
  });

  const socket: Socket = createSocket({
    dial: (ears) => dialSocket(activityLivePath, ears),
    hello: () => {
      const token = session.token();
      return token === null ? null : { kind: 'hello', token, revision: together.get().value?.view.revision ?? null };
    },
    onNews: (news) => hear(news),
    onDown: () => refreshAll(),
    onTokenRefused: () => session.tokenRefused(),
    chance: Math.random,
  });
  const refreshAll = () => {
    for (const feed of [drops, live, mine, together]) feed.refresh();
  };
  function hear(news: Exclude<ActivityNews, { readonly kind: 'still' }>): void {
    if (news.kind === 'welcome') {
      clock.set(news.now);
      refreshAll();
    } else if (news.kind === 'gathering') take(news.gathering);
    else if (news.topic === 'drops') changedDrops(news.id);
    else if (news.topic === 'orders') mine.refresh();
    else {
      live.refresh();
      // Whether a builder is live stands on each of their drops, too.
      drops.refresh();
    }
  }

  const world: World = {
    ...{ discord, session, core, clock, drops, live, mine, together },
    lookAt(dropId) {
      if (dropId === lookingAt) return;
      lookingAt = dropId;
      together.refresh();
    },
    async point(dropId) {
      take(await core.point({ body: { dropId } }));
    },
  };
  return { ...world, wake: () => keepFresh(world, socket, refreshAll) };
}

/** Follows whether somebody looks, whether there is a session, and whether there is a network. */
function keepFresh({ discord, session, drops, live, mine, together }: World, socket: Socket, refreshAll: () => void) {
  const own = [mine, together];
  let token = session.token();
  const arrange = () => {
    const isSeen = document.visibilityState === 'visible';
    const isKnown = session.token() !== null;
    for (const feed of [drops, live]) feed.setAwake(isSeen);
    for (const feed of own) feed.setAwake(isSeen && isKnown);
    socket.setAwake(isSeen && isKnown);
    if (session.token() !== token && session.token() !== null) {
      // A new token is news to those that the old one was refused to.
      socket.tryNow();
      for (const feed of own) if (feed.get().problem) feed.refresh();
    }
    token = session.token();
  };
  session.subscribe(arrange);
  discord.subscribe(() => {
    if (discord.get().place === 'inside' && session.get().kind === 'signing-in') session.signIn();
  });
  document.addEventListener('visibilitychange', arrange);
  window.addEventListener('offline', () => {
    socket.letGo();
    refreshAll();
  });
  window.addEventListener('online', () => {
    socket.tryNow();
    refreshAll();
  });
  arrange();
}

async function loadMine(core: Core): Promise<Mine> {
  const [passport, { orders, waits = [] }] = await Promise.all([core.getMe({}), core.listMyOrders({ query: {} })]);
  return { passport, orders, waits };
}

/** Looks up the drops that changed, a few by themselves and many as the whole street. */
function gatherChanges(core: Core, drops: Feed<readonly DropView[]>): (dropId: string) => void {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async () => {
    timer = undefined;
    const ids = [...changed];
    changed.clear();
    // No id means all of them.
    if (ids.length > singleLooksMax || ids.includes('')) return drops.refresh();
    try {
      const seen = await Promise.all(ids.map((dropId) => core.getDrop({ params: { dropId } })));
      for (const drop of seen) drops.change((known) => withDrop(known ?? [], drop));
    } catch {
      // A drop that is not found, or no answer: the street as a whole says which.
      drops.refresh();
    }
  };
  return (dropId) => {
    changed.add(dropId);
    timer ??= setTimeout(() => void look(), gatherMs);
  };
}

/** Puts a drop that the core just answered in place of the one that was known, or behind the others. */
export function withDrop(drops: readonly DropView[], drop: DropView): readonly DropView[] {
  return drops.some(({ id }) => id === drop.id)
    ? drops.map((each) => (each.id === drop.id ? drop : each))
    : [...drops, drop];
}

/** Puts an order that the core just answered in place of the one that was known, or first. */
export function withOrder(mine: Mine | null, order: OrderView): Mine | null {
  return mine && { ...mine, orders: [order, ...mine.orders.filter(({ tag }) => tag !== order.tag)] };
}

/** Puts a place in a line that the core just answered in place of the one that was known; who left stands in it no more. */
export function withPlace(mine: Mine | null, place: WaitlistPlace): Mine | null {
  const others = (mine?.waits ?? []).filter(({ dropId }) => dropId !== place.dropId);
  return mine && { ...mine, waits: place.place === null ? others : [...others, place] };
}

/** Whether a unit is set aside and nothing is paid yet. */
export function isClaim({ fulfilment }: OrderView): boolean {
  return fulfilment === 'reserved' || fulfilment === 'lapsing';
}

/** Whether the order still runs: it is neither ended nor given back. */
export function isOpen({ fulfilment }: OrderView): boolean {
  return fulfilment !== 'expired' && fulfilment !== 'cancelled' && fulfilment !== 'completed';
}
