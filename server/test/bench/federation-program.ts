import { day } from '#shared/house-rules.ts';
import { sampleDrop } from '../../adapters/store/contract-samples.ts';
import { createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { currentPromises } from '../../domain/promises.ts';
import type { Commit } from '../../ports/store.ts';
import { builderId, citizenOf } from './buyers.ts';
import { answerQuestions } from './programs.ts';

// The core with a builder and one drop, which every community may show.

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const app = await createApp(read.config);
const { store, clock } = app.core;

const abilities = {
  /** Keeps the builder and the drop, and begins to listen. */
  start: async ({ units }: { readonly units: number }): Promise<{ readonly dropId: string }> => {
    const now = clock.now();
    const builder = {
      id: builderId,
      version: 0,
      guilds: ['builder' as const],
      certifiedAt: now - 300 * day,
      promises: currentPromises,
      stripeAccountId: null,
      shipping: [],
      completedOrders: 24,
      builtLive: 22,
      lostDisputes: 0,
    };
    const sample = sampleDrop('rush', { builderId, units, openedAt: now - day });
    // For what anybody may claim.
    const drop = { ...sample, terms: { ...sample.terms, price: { amountMinor: 9_000, currency: 'USD' } } };
    await keep({
      put: [
        { kind: 'citizen', record: citizenOf(builderId, 0, now - 400 * day) },
        { kind: 'builder', record: builder },
      ],
    });
    await keep({ put: [{ kind: 'drop', record: drop }], stock: { dropId: drop.id, count: units } });
    await app.start();
    return { dropId: drop.id };
  },
};
export type FederationAbilities = typeof abilities;

answerQuestions(abilities);

async function keep(commit: Commit): Promise<void> {
  const { result } = await store.commit(commit);
  if (result !== 'committed') throw new Error(`the store could not be filled: ${result}`);
}
