import type { Core } from '../usecases/work/core.ts';
import type { Handlers } from './mount.ts';

/**
 * Leases of the bot's processes, under names that none of the core's own has. They go by the wall clock, as processes do: the house's
 * clock may be moved in a sandbox, and would then end them all.
 */
export function leaseHandlers({ store }: Pick<Core, 'store'>): Pick<Handlers, 'takeLease' | 'releaseLease'> {
  return {
    async takeLease({ body }) {
      const now = Date.now();
      return { held: await store.lease(`bot:${body.name}`, body.holder, now, now + body.lengthMs) };
    },
    async releaseLease({ body }) {
      await store.release(`bot:${body.name}`, body.holder);
      return {};
    },
  };
}
