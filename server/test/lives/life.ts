import { pino } from 'pino';
import { ApiProblem } from '#shared/api/problem.ts';
import type { Client } from '#shared/api/client.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { people, personCalled } from '../../../sandbox/people.ts';
import { seedId } from '../../../sandbox/product/seed.ts';
import { community } from '../../../sandbox/seed/community.ts';
import type { Order } from '../../domain/order.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { makeChance, type Chance } from '../instances/chance.ts';
import { startWorld, type TestWorld } from '../world.ts';

/** Those who buy. Pip is on Twitch alone, Ash is a stranger, and Juno is of the staff as well. */
export const buyers = ['mori', 'nova', 'juno', 'ash', 'pip'] as const;
/** Those who sell; Hana has a share of some of it. Yuzu is not yet paid at once. */
export const builders = ['kumo', 'yuzu'] as const;
export const staff = ['sol', 'juno'] as const;

/** Words that somebody said where not everybody may read them. `tag` is the order that they are about. */
export type Said = { readonly words: string; readonly by: string; readonly tag: string; readonly where: Where };
export type Where = 'room' | 'case' | 'bank';

/** A world in which chance decides what people do next. */
export type Life = {
  readonly world: TestWorld & { readonly easypost: NonNullable<TestWorld['easypost']> };
  readonly chance: Chance;
  readonly drops: DropView[];
  /** Pages of Stripe's that were opened and on which nobody has paid. */
  readonly checkouts: { readonly order: Order; readonly sessionId: string }[];
  readonly said: Said[];
  readonly notices: NoticeView[];
  /** What panels were sent, and what was written to the log. */
  readonly heard: { readonly where: 'broadcast' | 'log'; readonly text: string }[];
  /** How often what was done and what was answered; refusals with their code. */
  readonly happened: Map<string, number>;
  /** What Stripe told while nothing of what it told came in. */
  readonly lost: string[];
  /** All orders of these states, the newest first; all of them where none is named. */
  orders(...states: readonly Order['fulfilment'][]): Promise<readonly Order[]>;
  /** One of the orders in these states; undefined where there is none. */
  anyOrder(...states: readonly Order['fulfilment'][]): Promise<Order | undefined>;
  as(key: string): Client;
  count(what: string): void;
  /** Asks for something. To be refused is an answer like another; @throws whatever is no refusal. */
  ask<T>(what: string, call: () => Promise<T>): Promise<T | undefined>;
  request(): string;
  /** Says something that only some may read, and remembers it. */
  words(where: Where, by: string, tag: string): string;
};

/** Starts a world with carriers, Discord, and two of the staff. */
export async function beginLife(seed: number): Promise<Life> {
  const started = await startWorld({ withDiscord: true, withCarriers: true });
  const { easypost } = started;
  if (!easypost) throw new Error('the world has no carriers');
  started.discord?.byHand.setRole(personCalled('juno').discord?.id ?? '', community.places.staffRoleId, true);
  // The world's own handles move on with it when it is started anew.
  const world = { ...started, easypost };
  const chance = makeChance(seed);
  const happened = new Map<string, number>();
  const said: Said[] = [];
  const heard: Life['heard'] = [];
  world.twitch.onPubSub(({ message }) => void heard.push({ where: 'broadcast', text: message }));
  listenToLog(world, (text) => void heard.push({ where: 'log', text }));
  let requests = 0;
  const count = (what: string) => void happened.set(what, (happened.get(what) ?? 0) + 1);
  const orders: Life['orders'] = async (...states) => {
    const all = await world.app().core.store.recentOrders(1_000);
    return states.length === 0 ? all : all.filter(({ fulfilment }) => states.includes(fulfilment));
  };
  return {
    world,
    chance,
    drops: [],
    checkouts: [],
    said,
    notices: [],
    heard,
    happened,
    lost: [],
    orders,
    async anyOrder(...states) {
      const some = await orders(...states);
      return some.length === 0 ? undefined : chance.pick(some);
    },
    as: (key) => (personCalled(key).discord ? world.onDiscord(key) : world.inPanel(key, 'kumo')),
    count,
    async ask(what, call) {
      try {
        const answer = await call();
        count(what);
        return answer;
      } catch (error) {
        if (!(error instanceof ApiProblem) || ['defect', 'unreachable'].includes(error.problem.code)) throw error;
        count(`${what}: ${error.problem.code}`);
        return undefined;
      }
    },
    request: () => `request-of-a-life-${++requests}`,
    words(where, by, tag) {
      const words = `zq${where}${by}${++requests}z`;
      said.push({ words, by, tag, where });
      return `This is what ${words} has to say.`;
    },
  };
}

/** Has everything that the core would write to its log told here instead. */
function listenToLog({ app }: Pick<TestWorld, 'app'>, tell: (line: string) => void): void {
  const { log } = app();
  // All loggers of a process write where the one writes that they come from.
  Reflect.set(Object.getPrototypeOf(log.main), pino.symbols.streamSym, { write: tell });
  for (const logger of Object.values(log)) logger.level = 'debug';
}

const keys = new Map<CitizenId, string>(people.map(({ key }) => [seedId(key), key]));

/** Who of the sandbox a citizen is. Pip comes by Twitch as somebody whom the seed has met, as all others do. */
export function keyOf(id: CitizenId): string {
  return keys.get(id) ?? '';
}

/** What of somebody is nobody's business: who they are, where they live, and how they are reached. */
export function privacyOf(key: string) {
  const { discord, twitch } = personCalled(key);
  return {
    name: `Zqname ${key}`,
    line1: `7 Zqroad${key}`,
    city: `Zqtown${key}`,
    email: `zqmail-${key}@example.com`,
    ids: [seedId(key), ...(discord ? [discord.id] : []), ...(twitch ? [twitch.login] : [])],
  };
}
