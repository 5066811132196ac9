import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ApiProblem } from '#shared/api/problem.ts';
import { forkFirestore, type FirestoreChild } from '../../../sandbox/firestore/child.ts';
import { indexFile, onFirestoreAt } from '../databases.ts';
import { booksAgree, claim, listDrop, orderOf } from '../stories.ts';
import { pressPay, sessionOf, startWorld, type TestWorld } from '../world.ts';

const goodCard = { number: '4242424242424242', expiry: '12 / 34', cvc: '123' };
const lost = { code: 14, when: 'after' } as const;

jest.setTimeout(240_000);
let firestore: FirestoreChild;
let world: TestWorld;

beforeAll(async () => {
  firestore = await forkFirestore({ indexes: indexFile });
  onFirestoreAt(firestore.host);
  world = await startWorld();
});
afterEach(async () => {
  await firestore.clearFaults();
  await world.settle();
  await booksAgree(world);
});
afterAll(async () => {
  await world.close();
  await firestore.stop();
});

describe('while Firestore', () => {
  test('is away, a claim is refused in plain words, and goes through once it is back', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    await firestore.refuseAll(14);
    const refused: unknown = await claim(world, 'nova', drop).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect(refused).toMatchObject({ problem: { status: 503, code: 'upstream-unavailable' } });
    await firestore.refuseAll(undefined);
    expect((await claim(world, 'nova', drop)).fulfilment).toBe('reserved');
    await expect(claim(world, 'mori', drop)).rejects.toMatchObject({ problem: { code: 'sold-out' } });
  });

  test('loses its answers, nobody is charged twice and no order is lost', async () => {
    const drop = await listDrop(world, { price: '60', units: 2 });
    await firestore.failNext('Commit', { ...lost, times: 1 });
    const claimed = await claim(world, 'nova', drop);
    await firestore.failNext('Commit', { ...lost, times: 2 });
    const url = await pressPay(world, claimed);
    await firestore.failNext('Commit', { ...lost, times: 2 });
    world.stripe.completeSession(sessionOf(url), goodCard);
    await untilPaid('nova', claimed.tag);
    expect(world.stripe.model.charges.size).toBe(1);
  });

  test('is away when the payment arrives, the payment is booked once it is back', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const claimed = await claim(world, 'mori', drop);
    const url = await pressPay(world, claimed);
    await firestore.refuseAll(14);
    world.stripe.completeSession(sessionOf(url), goodCard);
    await expect(orderOf(world, 'mori', claimed.tag)).rejects.toMatchObject({ problem: { status: 503 } });
    await firestore.refuseAll(undefined);
    await untilPaid('mori', claimed.tag);
  });
});

/** Stripe delivers for days what was answered with 503; and a core that could not say for so long that it is there goes on with its work at its next beat. */
async function untilPaid(key: string, tag: string): Promise<void> {
  await world.settle();
  while ((await orderOf(world, key, tag)).fulfilment !== 'paid') {
    const paid = [...world.stripe.model.events.values()].findLast(({ type }) => type === 'checkout.session.completed');
    await world.stripe.redeliver(paid?.id ?? '');
    await world.settle();
  }
}
