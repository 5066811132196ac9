import { startDiscord, type DiscordOptions, type DiscordStandIn } from '../../sandbox/discord/server.ts';
import { createCore } from '../api.ts';
import { keepFederation, type FederationTimings } from '../discord/federation.ts';
import { createPace } from '../discord/pace.ts';
import { createDiscordRest } from '../discord/rest.ts';
import { createLog } from '../log.ts';
import { startCoreFake, type CoreFake } from './core-fake.ts';
import { withNetwork, type NetworkFake } from './network-fake.ts';

export const botId = '900000000000000001';
export const owner = '100000000000000003';
export const rika = '100000000000000001';
export const mori = '100000000000000002';

/** One process's federation, as long as it lasts. */
export type Running = {
  /** Ends it as a process does that is told to, or (`killed`) as one that answers to nothing any more. */
  stop(): Promise<void>;
};

/** Discord and a core, and processes that keep communities true to it. */
export type FederationWorld = AsyncDisposable & {
  readonly discord: DiscordStandIn;
  readonly core: CoreFake;
  readonly network: NetworkFake;
  run(timings?: Partial<FederationTimings>): Running;
  /** Resolves once the condition holds; it is looked at whenever Discord changes and whenever the core is asked. */
  until(condition: () => boolean): Promise<void>;
};

const quick: FederationTimings = {
  federationPerSecond: 1_000,
  cardEditGapMs: 10,
  channelGapMs: 5,
  dropGapMs: 10,
  blockedMs: 200,
  renameWindowMs: 200,
  roleGapMs: 2,
  compareEveryMs: 60_000,
  streamQuietMs: 5_000,
};

/** Starts Discord without limits unless `discord` says otherwise, and a core that knows of no community yet. */
export async function startFederationWorld(options: Partial<DiscordOptions> = {}): Promise<FederationWorld> {
  const discord = await startDiscord({
    botToken: 'token-of-the-tests',
    applicationId: botId,
    clientSecret: 'client-secret',
    redirectUris: [],
    users: [
      { id: owner, username: 'nao', displayName: 'Nao' },
      { id: rika, username: 'rika', displayName: 'Rika' },
      { id: mori, username: 'mori', displayName: 'Mori' },
    ],
    communities: [],
    limits: null,
    ...options,
  });
  const core = await startCoreFake('a-service-token-of-the-tests');
  const network = withNetwork(core);
  const running = new Set<Running>();
  return {
    discord,
    core,
    network,
    run(timings = {}) {
      const end = new AbortController();
      const all = { ...quick, ...timings };
      const address = { token: 'token-of-the-tests', apiUrl: `${discord.origin}/api` };
      const kept = keepFederation(
        { signal: end.signal, isHeld: () => !end.signal.aborted },
        {
          core: createCore({ baseUrl: core.url, token: core.token }),
          rest: createDiscordRest(address, createPace(all.federationPerSecond), end.signal),
          botId,
          log: createLog('silent').discord,
          backoff: { firstMs: 5, mostMs: 50 },
          timings: all,
        },
      );
      const process = {
        async stop() {
          end.abort(new Error('stopped'));
          await kept;
          running.delete(process);
        },
      };
      running.add(process);
      return process;
    },
    async until(condition) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => condition() && resolve();
      const end = discord.onChange(look);
      look();
      await Promise.race([promise, core.until(condition)]);
      end();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((each) => each.stop()));
      await Promise.all([discord.close(), core.close()]);
    },
  };
}
