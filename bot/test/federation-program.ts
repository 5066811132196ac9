import { createCore } from '../api.ts';
import { keepFederation, type FederationTimings } from '../discord/federation.ts';
import { createPace } from '../discord/pace.ts';
import { createDiscordRest } from '../discord/rest.ts';
import { createLog } from '../log.ts';

/** What the program is told, as JSON in its first argument. */
export type ProgramOptions = {
  readonly coreUrl: string;
  readonly coreToken: string;
  readonly discordUrl: string;
  readonly discordToken: string;
  readonly botId: string;
  readonly timings: FederationTimings;
};

/** Keeps communities true in a process of its own, so that a test can kill it. */
async function main(): Promise<void> {
  // Only tests start this, with what they wrote themselves.
  const options = JSON.parse(process.argv[2] ?? '') as ProgramOptions;
  const { timings } = options;
  const end = new AbortController();
  const address = { token: options.discordToken, apiUrl: options.discordUrl };
  await keepFederation(
    { signal: end.signal, isHeld: () => true },
    {
      core: createCore({ baseUrl: options.coreUrl, token: options.coreToken }),
      rest: createDiscordRest(address, createPace(timings.federationPerSecond), end.signal),
      botId: options.botId,
      log: createLog('silent').discord,
      backoff: { firstMs: 50, mostMs: 3_000 },
      timings,
    },
  );
}

await main();
