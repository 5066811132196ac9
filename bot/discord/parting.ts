import { type Client, Events } from 'discord.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAborted } from '../leases.ts';

/** How a client of one shard leaves the gateway. */
export type Parting = {
  /** Leaves as soon as it can be done; resolves when it is done, or left to be done later. */
  leave(): Promise<void>;
  /** Tells of a login under way. */
  during<T>(login: Promise<T>): Promise<T>;
  /** Runs the wait for a turn to identify, which never comes for a client that is leaving. */
  duringTurn(signal: AbortSignal, wait: () => Promise<void>): Promise<void>;
};

/** Longer than a gateway that answers takes for a greeting. */
const patienceMs = 3_000;

/**
 * Ends a client without bringing it back to life. While a connection waits for the gateway's greeting, or for its word that a shard is
 * ready, discord.js takes its own end for a timeout and connects anew, out of reach. So a client is destroyed only before it logs in,
 * while it waits to identify, and when its shard stands or has failed; what comes to such a point late is destroyed then. Whoever
 * wants to leave ignores what the client still hears.
 */
export function createParting(client: Client): Parting {
  let canLeave = true;
  let wantsToLeave = false;
  let leaving: Promise<void> | undefined;
  const left = Promise.withResolvers<void>();
  const turn = (can: boolean) => {
    canLeave = can;
    if (!wantsToLeave || !canLeave) return;
    leaving ??= client.destroy();
    leaving.then(left.resolve, left.reject);
  };
  for (const stands of [Events.ShardReady, Events.ShardResume, Events.ShardDisconnect] as const)
    client.on(stands, () => turn(true));
  client.on(Events.ShardReconnecting, () => turn(false));
  return {
    async leave() {
      wantsToLeave = true;
      turn(canLeave);
      await Promise.race([left.promise, sleep(patienceMs, undefined, { ref: false })]);
    },
    async during(login) {
      turn(false);
      try {
        return await login;
      } catch (error) {
        turn(true);
        throw error;
      }
    },
    async duringTurn(signal, wait) {
      turn(true);
      if (wantsToLeave) await untilAborted(signal);
      await wait();
      turn(false);
    },
  };
}
