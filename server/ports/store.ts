import type { CitizenId, DropId, Instant, OrderId } from '#shared/ids.ts';
import type { Platform } from '#shared/schemas/citizen.ts';
import type { NoticeKind } from '#shared/schemas/notice.ts';
import type { Bench, Builder, Channel, Citizen, Exposure, Payee, Sighting, TrackingUse } from '../domain/citizen.ts';
import type { Drop } from '../domain/drop.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { Effect } from '../domain/order-commands.ts';
import type {
  Act,
  Application,
  Award,
  Ban,
  Card,
  CarriedBans,
  Case,
  Community,
  Gathering,
  Partnership,
  Room,
  RoomMessage,
} from '../domain/network-records.ts';
import type {
  Address,
  AddressLook,
  CardUse,
  Debt,
  Dispute,
  Flag,
  Fund,
  Parcel,
  Raffle,
  RaffleEntry,
  Reckoning,
  Strike,
} from '../domain/trust-records.ts';
import type { Build, Desk, Grant, Moment, Waitlist } from '../domain/stream-records.ts';

/** A person signed in to the website. The id is a hash of the cookie's secret: whoever reads the store cannot sign in with it. */
export type Session = {
  readonly id: string;
  readonly version: number;
  readonly citizenId: CitizenId | null;
  readonly csrf: string;
  readonly payCode: string | null;
  readonly expiresAt: Instant;
};

/** Binds a pay code (its id) to the first browser session that entered it. Made at that moment, so that only one can be first. */
export type PayCode = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly sessionId: string;
};

/** Records with a version of their own. Each has `id` and `version`; a record not yet kept has version 0. */
export type Records = {
  readonly citizen: Citizen;
  readonly builder: Builder;
  readonly payee: Payee;
  readonly exposure: Exposure;
  readonly channel: Channel;
  readonly bench: Bench;
  readonly drop: Drop;
  readonly order: Order;
  readonly sighting: Sighting;
  readonly tracking: TrackingUse;
  readonly session: Session;
  readonly paycode: PayCode;
  readonly grant: Grant;
  readonly moment: Moment;
  readonly build: Build;
  readonly desk: Desk;
  readonly waitlist: Waitlist;
  readonly community: Community;
  readonly card: Card;
  readonly ban: Ban;
  readonly carriedBans: CarriedBans;
  readonly room: Room;
  readonly roomMessage: RoomMessage;
  readonly application: Application;
  readonly partnership: Partnership;
  readonly award: Award;
  readonly case: Case;
  readonly act: Act;
  readonly gathering: Gathering;
  readonly dispute: Dispute;
  readonly debt: Debt;
  readonly fund: Fund;
  readonly strike: Strike;
  readonly flag: Flag;
  readonly cardUse: CardUse;
  readonly address: Address;
  readonly addressLook: AddressLook;
  readonly parcel: Parcel;
  readonly raffle: Raffle;
  readonly raffleEntry: RaffleEntry;
  readonly reckoning: Reckoning;
};
export type Kind = keyof Records;
/**
 * Kinds that are looked for under a word of their own, and that word: citizens under their nickname in small letters; communities, active
 * bans, carried bans and acts under `all`; cards under their drop; open rooms under their thread, or under `relay:<buyer>` and never both;
 * messages under their order; applications and cases under `waiting` or `settled`; partnerships under their builder; awards under their
 * citizen; builders under `all`; disputes and debts under `open` or `closed`; strikes under their citizen; flags under `waiting` or
 * `settled`; looks at an address under the order; raffles that are to be drawn under `waiting`; entries that stand under their drop.
 */
export type ListedKind =
  | 'citizen'
  | 'community'
  | 'card'
  | 'ban'
  | 'carriedBans'
  | 'room'
  | 'roomMessage'
  | 'application'
  | 'partnership'
  | 'award'
  | 'case'
  | 'act'
  | 'builder'
  | 'dispute'
  | 'debt'
  | 'strike'
  | 'flag'
  | 'addressLook'
  | 'raffle'
  | 'raffleEntry';
/** A record to keep: it must still have the version it carries (0: must not exist), and is kept with the next one. */
export type Put = { readonly [K in Kind]: { readonly kind: K; readonly record: Records[K] } }[Kind];
export type Expect = { readonly kind: Kind; readonly id: string; readonly version: number };

/** One line of an order's history, kept in the order of `seq`. `by` is the role that caused it. */
export type HistoryLine = {
  readonly orderId: OrderId;
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
  readonly event: string;
  readonly params: Readonly<Record<string, string | number>>;
};

/** What somebody is to be told. The id is made of the event, so that it exists once. */
export type Notice = {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly citizenId: CitizenId;
  readonly platform: Platform;
  readonly accountId: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly link: string | null;
  readonly at: Instant;
};

/** A verified message from outside, kept before it is acknowledged. The id is `<party>:<their event id>`. */
export type InboxMessage = {
  readonly id: string;
  readonly party: 'stripe' | 'twitch' | 'easypost';
  readonly kind: string;
  readonly body: unknown;
  readonly receivedAt: Instant;
};

/** When a subject (an order, a bench) is to be looked at again, and why. */
export type Deadline = { readonly name: string; readonly at: Instant };

/**
 * One atomic change, as data. Either all of it is kept, durably, or none of it.
 */
export type Commit = {
  /** Records that were read and must be as they were, though this commit does not write them. */
  readonly expect?: readonly Expect[];
  readonly put?: readonly Put[];
  /** Takes any free unit of the drop for the order. The store picks it inside the commit. */
  readonly take?: { readonly dropId: DropId; readonly orderId: OrderId };
  /** Gives an order's unit back, free for others or withdrawn until its builder restocks it. */
  readonly give?: { readonly dropId: DropId; readonly orderId: OrderId; readonly as: 'free' | 'withdrawn' };
  /** Makes free units 1..count of a new drop. */
  readonly stock?: { readonly dropId: DropId; readonly count: number };
  /** Frees units of a drop that were withdrawn, the lowest numbers first, and adds new ones after the last for what remains of the count. */
  readonly restock?: { readonly dropId: DropId; readonly count: number };
  readonly history?: readonly HistoryLine[];
  readonly entries?: readonly LedgerEntry[];
  /** Effects to run; a key that exists already is left as it is. */
  readonly effects?: readonly Effect[];
  readonly notices?: readonly Notice[];
  /** Replaces all deadlines of a subject. */
  readonly deadlines?: readonly { readonly subject: string; readonly due: readonly Deadline[] }[];
  /** Marks an inbox message as dealt with. Fails as `already-done` when it was before. */
  readonly settleInbox?: { readonly id: string; readonly outcome: string };
  /** Marks an effect as done or given up. Fails as `already-done` when it was before. */
  readonly settleEffect?: {
    readonly key: string;
    readonly outcome: 'done' | 'refused';
    readonly vendorId: string | null;
    readonly reason?: string;
  };
};

/**
 * `unit` is the number of the unit taken, where one was asked for. `conflict`: something was not as expected, so load again and
 * decide again. `sold-out`: no unit was free. `already-done`: the inbox message or effect was settled before.
 */
export type Committed =
  | { readonly result: 'committed'; readonly unit: number | null }
  | { readonly result: 'conflict' | 'sold-out' | 'already-done' };

export type EffectRow = {
  readonly effect: Effect;
  readonly attempts: number;
  readonly state: 'pending' | 'done' | 'refused';
  readonly vendorId: string | null;
  readonly lastError: string | null;
};
export type DueDeadline = { readonly subject: string; readonly name: string; readonly at: Instant };
export type Units = { readonly total: number; readonly left: number };

/** What of the communities is to be looked at anew: which there are and what they chose, builders whom they mark, bans to carry. */
export type FederationNews = 'communities' | 'builders' | 'bans';

/**
 * Something that changed, as those who show it are told: ids and versions, never contents. `anything`: some news may have been
 * missed, so that whatever is shown is to be looked at anew.
 */
export type News =
  | { readonly about: 'order'; readonly tag: string; readonly revision: number; readonly builderId: CitizenId }
  | { readonly about: 'drop'; readonly id: DropId; readonly revision: number; readonly builderId: CitizenId }
  | { readonly about: 'units' | 'waitlist' | 'raffle'; readonly id: DropId }
  | { readonly about: 'channel' | 'bench' | 'build' | 'desk'; readonly builderId: CitizenId }
  | { readonly about: 'federation'; readonly what: FederationNews }
  | { readonly about: 'gathering'; readonly id: string }
  | { readonly about: 'notices' | 'anything' };

/**
 * Everything C500 keeps. Answers come only after what they speak of is on disk. Reading sees every commit that was answered.
 * Lists are bounded by `limit` and ordered as said.
 *
 * Several processes may share a store. Work that waits (inbox, outbox, deadlines) is then divided among them: each is shown its
 * share, and what a process that ended leaves behind falls to the others. For a moment two may be shown the same, so that doing
 * work twice must come to the same as doing it once.
 */
export type Store = {
  get<K extends Kind>(kind: K, id: string): Promise<Records[K] | undefined>;
  commit(change: Commit): Promise<Committed>;

  citizenByAccount(platform: Platform, accountId: string): Promise<Citizen | undefined>;
  orderByTag(tag: string): Promise<Order | undefined>;
  /** Pay codes are unique among all orders. */
  orderByPayCode(code: string): Promise<Order | undefined>;
  /** Newest first. */
  ordersOf(
    who: { readonly buyer: CitizenId } | { readonly builder: CitizenId },
    limit: number,
  ): Promise<readonly Order[]>;
  /** A builder's orders in these states, oldest payment first. */
  ordersInStates(
    builderId: CitizenId,
    states: readonly Order['fulfilment'][],
    limit: number,
  ): Promise<readonly Order[]>;
  recentOrders(limit: number): Promise<readonly Order[]>;
  /** Open drops, newest first; of one builder where given. */
  openDrops(limit: number, builderId?: CitizenId): Promise<readonly Drop[]>;
  /** A builder's drops in any state, newest first. */
  dropsOf(builderId: CitizenId, limit: number): Promise<readonly Drop[]>;
  /** Drops that are open or paused, and those that closed after this moment, newest first. */
  shownDrops(closedAfter: Instant, limit: number): Promise<readonly Drop[]>;
  /** Records under a word, by id, after the given id where one is given. */
  list<K extends ListedKind>(kind: K, under: string, limit: number, after?: string): Promise<readonly Records[K][]>;
  /** How many records stand under a word. */
  count(kind: ListedKind, under: string): Promise<number>;
  units(dropId: DropId): Promise<Units>;
  unitOf(orderId: OrderId): Promise<number | undefined>;
  /** The channel that is linked; undefined when there is none, or none any more. */
  channelOfBuilder(builderId: CitizenId): Promise<Channel | undefined>;
  /** All of them, those that were unlinked included. */
  channels(limit: number): Promise<readonly Channel[]>;
  grants(limit: number): Promise<readonly Grant[]>;
  history(orderId: OrderId): Promise<readonly HistoryLine[]>;
  entriesOf(orderId: OrderId): Promise<readonly LedgerEntry[]>;
  /** Entries that touch what is owed to a person or by them, in the order they were kept; pages as those of `entries`. */
  entriesOfParty(id: CitizenId, after: string | null, limit: number): Promise<readonly LedgerEntry[]>;
  /**
   * All entries in the order they were kept, in pages: pass the last id to go on. What is being kept while somebody pages may come
   * before the place where they are: books are read from the beginning.
   */
  entries(after: string | null, limit: number): Promise<readonly LedgerEntry[]>;
  /** The sum of every ledger account per currency; accounts at zero are left out. */
  balances(): Promise<readonly { readonly account: string; readonly currency: string; readonly amountMinor: number }[]>;
  sightings(limit: number, orderId?: OrderId): Promise<readonly Sighting[]>;

  /** Keeps a message; `duplicate` when its id was kept before. */
  receive(message: InboxMessage): Promise<'kept' | 'duplicate'>;
  /** Messages waiting and due, oldest first. */
  inbox(now: Instant, limit: number): Promise<readonly { readonly message: InboxMessage; readonly attempts: number }[]>;
  /** Effects waiting and due, oldest first. */
  outbox(now: Instant, limit: number): Promise<readonly EffectRow[]>;
  effect(key: string): Promise<EffectRow | undefined>;
  effectsOf(orderId: OrderId): Promise<readonly EffectRow[]>;
  /** Counts a failed try and says when the next is due. */
  postpone(
    what: { readonly inbox: string } | { readonly effect: string },
    nextAt: Instant,
    error: string,
  ): Promise<void>;
  /** Effects that were tried this often at least and still wait, whoever's share they are, the most tried first. */
  stuckEffects(attemptsMin: number, limit: number): Promise<readonly EffectRow[]>;
  due(now: Instant, limit: number): Promise<readonly DueDeadline[]>;
  /** The earliest moment at which this process's share of inbox, outbox and deadlines wants attention; undefined when none waits. */
  nextDueAt(): Promise<Instant | undefined>;
  /** Notices waiting for a platform, oldest first; leased until `leaseUntil`, so that nobody else gets them before then. */
  leaseNotices(platform: Platform, now: Instant, leaseUntil: Instant, limit: number): Promise<readonly Notice[]>;
  /** False when there is no such notice. Settling twice is no fault. */
  settleNotice(id: string, outcome: 'delivered' | 'undeliverable', reason: string | null): Promise<boolean>;
  /**
   * Lets go of messages and notices that were settled, and of sessions that had ended, before this moment; some at a time, oldest first.
   * What waits stays, however old. A store that does so by itself does nothing here.
   */
  forget(before: Instant): Promise<void>;
  pending(): Promise<{ readonly inbox: number; readonly effects: number; readonly notices: number }>;

  /**
   * Takes a lease, or keeps the one that the holder has. False while another holder's has not ended. Whoever does what only one
   * process may do holds a lease for it.
   */
  lease(name: string, holder: string, now: Instant, until: Instant): Promise<boolean>;
  /** Ends a lease early; nothing happens when another holds it. */
  release(name: string, holder: string): Promise<void>;

  /** Called after every commit of this process that was kept. */
  onCommit(listener: (change: Commit) => void): () => void;
  /** Called soon after a commit of any process that shares the store was kept, in the order of that process. */
  onNews(listener: (news: readonly News[]) => void): () => void;
  /** Waits for commits under way, then closes. */
  close(): Promise<void>;
};
