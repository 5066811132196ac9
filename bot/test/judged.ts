import { readDescription } from '../../sandbox/discord/reference/description.ts';
import type { Exchange } from '../../sandbox/discord/rest.ts';
import { handsIn, type Hands } from './hands.ts';
import { startBotWorld, type BotWorld } from './world.ts';

/** A world in which everything that is said to Discord is judged, with hands for its people. */
export type JudgedWorld = AsyncDisposable & {
  readonly world: BotWorld;
  readonly hands: Hands;
  /** What does not agree with Discord's published description, or could mention anybody who was not meant. */
  faults(): readonly string[];
};

/** Starts a world in which everything that is said to Discord is judged at the end. */
export async function startJudgedWorld(options: Parameters<typeof startBotWorld>[0] = {}): Promise<JudgedWorld> {
  const exchanges: Exchange[] = [];
  const world = await startBotWorld({ ...options, onExchange: (exchange) => exchanges.push(exchange) });
  return {
    world,
    hands: handsIn(world),
    faults: () => faultsIn(exchanges),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** What of all that was said to Discord does not agree with its published description, or could mention anybody who was not meant. */
export function faultsIn(exchanges: readonly Exchange[]): readonly string[] {
  if (exchanges.length === 0) return ['nothing was said to Discord'];
  const judge = readDescription();
  const faults = exchanges.flatMap((exchange) => {
    const name = `${exchange.method} ${exchange.pattern}`;
    return [...judge.findFaults(exchange), ...mentionsOf(exchange)].map((fault) => `${name}: ${fault}`);
  });
  return [...new Set(faults)];
}

/** Words that people typed must mention nobody: whatever says something says so. */
function mentionsOf({ method, pattern, body }: Exchange): readonly string[] {
  if (method === 'GET' || !/callback|webhooks|messages/.test(pattern)) return [];
  const text = JSON.stringify(body ?? {});
  if (!text.includes('"components":[{"type":17') || pattern.includes('commands')) return [];
  return text.includes('"allowed_mentions":{"parse":[]') ? [] : ['nothing says that nobody is mentioned'];
}
