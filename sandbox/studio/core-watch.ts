import { ApiProblem } from '#shared/api/problem.ts';
import type { World } from '../world.ts';
import type { StudioState } from './state.ts';

type Core = StudioState['core'];
type Known = Omit<Core, 'inHand'>;

/** What the core says of itself, asked again and again while somebody looks. */
export type CoreWatch = {
  current(): Known;
  /** Orders of one tag with their money; null when the core does not know it or does not answer. */
  inHand(tag: string): Promise<Core['inHand']>;
  /** Asks soon. Calls while an answer is awaited are joined into one more question. */
  refresh(): void;
  close(): void;
};

const nothing: Known = { answers: false, orders: [], drops: [], money: null, sightings: [] };
const moneyEveryMs = 900;
const inHandMs = 2_000;

/**
 * Watches the core. Orders and drops are asked for in one lane and the money in another, because the core asks Stripe for the
 * latter, and Stripe may be slow on purpose. `changed` is called when an answer differs from the one before.
 */
export function watchCore(world: World, changed: () => void): CoreWatch {
  const { operator } = world.product;
  const closing = new AbortController();
  let known = nothing;
  let moneyAskedAt = 0;

  function learn(news: Partial<Known>): void {
    const next = { ...known, ...news };
    const isNew = JSON.stringify(next) !== JSON.stringify(known);
    known = next;
    if (isNew) changed();
  }
  const askOrders = oneAtATime(async () => {
    const answers = await quiet(
      Promise.all([
        operator.listOrders({}, closing.signal),
        operator.listDrops({}, closing.signal),
        operator.listSightings({}, closing.signal),
      ]),
    );
    if (!answers) return learn({ answers: false });
    const [{ orders }, { drops }, { sightings }] = answers;
    const haveMoved = JSON.stringify(orders) !== JSON.stringify(known.orders);
    learn({ answers: true, orders, drops, sightings });
    if (haveMoved) askMoney();
  });
  const askMoney = oneAtATime(async () => {
    moneyAskedAt = performance.now();
    const money = await quiet(operator.getMoneyHealth({}, closing.signal));
    if (money) learn({ money });
  });

  return {
    current: () => known,
    async inHand(tag) {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(inHandMs)]);
      return (await quiet(operator.getOrderMoney({ params: { tag } }, signal))) ?? null;
    },
    refresh() {
      if (closing.signal.aborted) return;
      askOrders();
      if (performance.now() - moneyAskedAt > moneyEveryMs) askMoney();
    },
    close: () => closing.abort(),
  };
}

/** The answer, or undefined where the core refuses or is not there: the Studio then shows what it knew. */
async function quiet<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiProblem) return undefined;
    throw error;
  }
}

function oneAtATime(work: () => Promise<void>): () => void {
  let isBusy = false;
  let isAskedAgain = false;
  return function run() {
    if (isBusy) {
      isAskedAgain = true;
      return;
    }
    isBusy = true;
    void work()
      .catch((error: unknown) => {
        // An answer that breaks the contract is a defect of the product; the Studio says so and goes on.
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      })
      .finally(() => {
        isBusy = false;
        if (!isAskedAgain) return;
        isAskedAgain = false;
        run();
      });
  };
}
