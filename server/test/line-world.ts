import { houseRules } from '#shared/house-rules.ts';
import { makeId, type CitizenId, type DropId, type Instant, type OrderId } from '#shared/ids.ts';
import { firestoreStore } from '../adapters/store/firestore.ts';
import { sqliteStore } from '../adapters/store/sqlite.ts';
import { systemClock } from '../app.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Drop } from '../domain/drop.ts';
import type { Order } from '../domain/order.ts';
import { soloTerms } from '../domain/order-samples.ts';
import { UpstreamError } from '../ports/payments.ts';
import type { Commit, Notice, Store } from '../ports/store.ts';
import { applyCommand, type Applied } from '../usecases/orders/apply-command.ts';
import { claimUnit, type Claimed } from '../usecases/orders/claim-unit.ts';
import type { Core } from '../usecases/work/core.ts';
import { runDeadlines } from '../usecases/work/run-deadlines.ts';
import { joinWaitlist, leaveWaitlist, waitlistPlace } from '../usecases/drops/waitlist.ts';
import type { InLine } from '../usecases/drops/waitlist-wishes.ts';
import { newDatabase } from './databases.ts';

/** A clock that stands still until it is moved. */
export type StillClock = Core['clock'] & { advance(ms: number): void };

/** One drop and the people in front of it, on a store of its own, without anything of the outside. */
export type LineWorld = {
  readonly core: Core;
  readonly clock: StillClock;
  readonly dropId: DropId;
  join(name: string): Promise<string>;
  leave(name: string): Promise<string>;
  place(name: string): Promise<number | null>;
  claim(name: string): Promise<string>;
  /** The order that is set aside for somebody now. */
  reserved(name: string): Promise<Order | undefined>;
  cancel(name: string): Promise<Applied>;
  pay(name: string, order?: OrderId): Promise<Applied>;
  changeDrop(change: Partial<Drop>): Promise<void>;
  changeCitizen(name: string, change: Partial<Citizen>): Promise<void>;
  /** Moves the clock and does what falls due, until nothing is. */
  pass(ms: number): Promise<void>;
  /** Who has which order of the drop that is alive, by names. */
  holders(): Promise<readonly string[]>;
  unitsLeft(): Promise<number>;
  notices(): Promise<readonly Notice[]>;
  /** The same stories in another process that shares the store. */
  another(): Promise<Core>;
  close(): Promise<void>;
};

export type LineWishes = {
  readonly units?: number;
  readonly vips?: readonly string[];
  readonly drop?: Partial<Drop>;
  /** What stands between the stories and the store, such as something that breaks commits off. */
  readonly through?: (store: Store) => Store;
};

const builderId = makeId('citizen', 'builder0');
/** More than the largest crowd of a test. */
const ordersMax = 500;
let drops = 0;

/** The id of a citizen by a name of lower-case letters and digits. */
export function idOf(name: string): CitizenId {
  return makeId('citizen', `${name}0000`);
}

/** Opens a store on the database that tests are kept on. Another process has a store of its own where processes may share one. */
async function openStore(): Promise<{ readonly store: Store; another(): Promise<Store> }> {
  const { FIRESTORE_PROJECT: projectId, FIRESTORE_EMULATOR_HOST: emulatorHost } = newDatabase();
  const onError = (error: unknown) => {
    // What a busy service does not answer is asked again by the store itself.
    if (!(error instanceof UpstreamError)) throw error;
  };
  if (projectId && emulatorHost) {
    const open = () => firestoreStore({ projectId, emulatorHost, onError });
    // A machine that is busy with other things lets an emulator's first answer come later than a store waits for.
    const openPatiently = () => open().catch(open).catch(open);
    return { store: await openPatiently(), another: openPatiently };
  }
  const store = sqliteStore({ path: ':memory:', onListenerError: onError });
  return { store, another: () => Promise.resolve(store) };
}

/** The stories as one process tells them on a store that others may share. */
function coreOn(store: Store, clock: Core['clock']): Core {
  return {
    store,
    clock,
    payments: outside<Core['payments']>('payments'),
    disputes: outside<Core['disputes']>('disputes'),
    evidence: outside<Core['evidence']>('evidence'),
    streams: outside<Core['streams']>('streams'),
    access: outside<Core['access']>('access'),
    pictures: outside<Core['pictures']>('pictures'),
    files: outside<Core['files']>('files'),
    staff: outside<Core['staff']>('staff'),
    activities: outside<Core['activities']>('activities'),
    carriers: null,
    addressSealer: outside<Core['addressSealer']>('addressSealer'),
    settings: { siteUrl: 'https://c500.example', currency: 'USD', twitchCheckout: 'link' },
    report: (error) => {
      throw error;
    },
    running: new Map(),
    lines: new Map(),
    turns: new Map(),
    raffleCounts: new Map(),
    draws: new Map(),
    gatherings: new Map(),
  };
}

/** Opens a drop with people in front of it. */
export async function startLine(names: readonly string[], wishes: LineWishes = {}): Promise<LineWorld> {
  const { store: opened, another } = await openStore();
  const others: Store[] = [];
  const store = wishes.through?.(opened) ?? opened;
  const clock = stillClock();
  const core = coreOn(store, clock);
  const drop = sampleDrop(wishes, clock.now());
  await meetEverybody(opened, names, wishes.vips ?? [], clock.now());
  await opened.commit({ put: [{ kind: 'drop', record: drop }], stock: { dropId: drop.id, count: drop.units } });
  const orders = async () => (await opened.recentOrders(ordersMax)).filter((order) => order.dropId === drop.id);
  const reserved = async (name: string) => {
    const exposure = await opened.get('exposure', idOf(name));
    const open = exposure?.open.find((each) => each.dropId === drop.id && each.reserved);
    return open && opened.get('order', open.orderId);
  };
  return {
    core,
    clock,
    dropId: drop.id,
    join: async (name) => said(await joinWaitlist(core, drop.id, idOf(name))),
    leave: async (name) => said(await leaveWaitlist(core, drop.id, idOf(name))),
    async place(name) {
      const answer = await waitlistPlace(core, drop.id, idOf(name));
      return answer.ok ? answer.place.place : null;
    },
    claim: async (name) => said(await claimUnit(core, drop.id, idOf(name), false)),
    reserved,
    async cancel(name) {
      const order = await reserved(name);
      return applyCommand(core, order?.id ?? makeId('order', 'none'), { type: 'cancel-claim' }, 'buyer');
    },
    async pay(name, orderId) {
      const id = orderId ?? (await reserved(name))?.id ?? makeId('order', 'none');
      return applyCommand(core, id, { type: 'payment-arrived', payment: paymentOf(id) }, 'system');
    },
    async changeDrop(change) {
      for (let result = ''; result !== 'committed';) {
        const now = (await opened.get('drop', drop.id)) ?? drop;
        ({ result } = await opened.commit({ put: [{ kind: 'drop', record: { ...now, ...change } }] }));
      }
    },
    async changeCitizen(name, change) {
      const now = await opened.get('citizen', idOf(name));
      if (now) await kept(opened, { put: [{ kind: 'citizen', record: { ...now, ...change } }] });
    },
    async pass(ms) {
      clock.advance(ms);
      await untilNothingIsDue(core);
    },
    async holders() {
      const alive = (await orders()).filter(({ fulfilment }) => fulfilment !== 'expired' && fulfilment !== 'cancelled');
      return alive.map(({ buyerId }) => buyerId.slice('cit_'.length, -4)).toSorted();
    },
    unitsLeft: async () => (await opened.units(drop.id)).left,
    notices: () => opened.leaseNotices('discord', clock.now(), clock.now(), ordersMax),
    async another() {
      const other = await another();
      if (other !== opened) others.push(other);
      return coreOn(other, clock);
    },
    async close() {
      for (const each of [...others, opened]) await each.close();
    },
  };
}

/** Opens a drop of which the first people have claimed every unit. */
export async function startSoldOut(names: readonly string[], wishes: LineWishes = {}): Promise<LineWorld> {
  const world = await startLine(names, wishes);
  for (const name of names.slice(0, wishes.units ?? 1))
    if ((await world.claim(name)) !== 'granted') throw new Error(`${name} could not claim`);
  return world;
}

/** Does what is due, as the workers of these processes do it, until nothing is. */
export async function untilNothingIsDue(...cores: readonly Core[]): Promise<void> {
  for (let looks = 0; looks < 200; looks++) {
    const due = await Promise.all(cores.map((core) => runDeadlines(core)));
    if (due.every((count) => count === 0)) return;
  }
  throw new Error('something is due for ever');
}

function said(answer: InLine | Claimed): string {
  if (!answer.ok) return answer.refusal.code;
  return 'place' in answer ? String(answer.place.place) : 'granted';
}

function sampleDrop({ units = 1, drop = {} }: LineWishes, now: Instant): Drop {
  return {
    id: makeId('drop', `line${Date.now().toString(36)}${++drops}`),
    version: 0,
    builderId,
    status: 'open',
    units,
    perPerson: 1,
    terms: { ...soloTerms, price: { amountMinor: 100_00, currency: 'USD' } },
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    openedAt: now,
    ...drop,
  };
}

async function meetEverybody(store: Store, names: readonly string[], vips: readonly string[], now: Instant) {
  const citizen = (name: string): Citizen => ({
    id: idOf(name),
    version: 0,
    nickname: name,
    accounts: [{ platform: 'discord', id: `discord-${name}`, handle: name }],
    identityVerified: false,
    completedOrders: vips.includes(name) ? houseRules.vipOrdersMin : 0,
    lostDisputes: 0,
    lastStrikeAt: null,
    joinedAt: now,
  });
  for (let from = 0; from < names.length; from += 50)
    await kept(store, {
      put: names.slice(from, from + 50).map((name) => ({ kind: 'citizen', record: citizen(name) }) as const),
    });
}

async function kept(store: Store, change: Commit): Promise<void> {
  const { result } = await store.commit(change);
  if (result !== 'committed') throw new Error(`the world could not be changed: ${result}`);
}

function paymentOf(orderId: OrderId) {
  return {
    sessionId: `cs_${orderId}`,
    chargeId: `ch_${orderId}`,
    paymentIntentId: `pi_${orderId}`,
    itemMinor: 100_00,
    shippingMinor: 12_00,
    taxMinor: 0,
    stripeFeeMinor: 3_55,
    currency: 'USD',
  };
}

function stillClock(): StillClock {
  let now = Date.UTC(2026, 4, 1, 18, 0, 0);
  return { ...systemClock, now: () => now, advance: (ms) => void (now += ms) };
}

/** A port that nobody may use here. */
function outside<Port extends object>(name: string): Port {
  const refuse = (_: object, method: string | symbol) => {
    throw new Error(`${name}.${String(method)} was not to be asked`);
  };
  // The proxy answers to every method of the port, by refusing.
  return new Proxy<Port>({} as Port, { get: refuse });
}
