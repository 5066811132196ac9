import { expect } from '@jest/globals';
import type { World } from '../world.ts';

const lookEveryMs = 40;

/**
 * Looks again and again until there is something to see.
 *
 * @param what says what is waited for, in the error's sentence
 * @throws Error when `withinMs` have passed
 */
export async function eventually<Found>(
  what: string,
  look: () => Found | false | undefined | Promise<Found | false | undefined>,
  withinMs = 45_000,
): Promise<Found> {
  const endsAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > endsAt) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

/** Lets webhooks and effects come to rest, then holds our ledger against Stripe's balance: to the cent, and movement by movement. */
export async function booksAgree(world: World): Promise<void> {
  await world.stripe.settled();
  const health = await eventually('nothing is left to do, and Stripe answers', async () => {
    const found = await world.product.operator.getMoneyHealth({});
    return found.pending.inbox === 0 && found.pending.effects === 0 && found.stripe ? found : undefined;
  });
  expect(health.stripe).toMatchObject({ agrees: true, differences: [] });
  expect(health.stripe?.ledgerMinor).toBe(health.stripe?.stripeMinor);
  const [available] = world.stripe.summary().available;
  expect(health.stripe?.stripeMinor).toBe(available?.amountMinor ?? 0);
  expect(health.balances.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(0);
}
