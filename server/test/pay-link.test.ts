import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { booksAgree, claim, listDrop } from './stories.ts';
import { browser, pressPay, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('a machine that follows a payment link for its preview takes nothing away from the buyer', async () => {
  const claimed = await claim(world, 'mori', await listDrop(world, { price: '60' }));
  const link = `/pay/${claimed.claim?.payCode}`;
  const preview = await fetch(new URL(link, world.site), { headers: { accept: 'text/html' } });
  expect(preview.status).toBe(403);
  expect(await preview.text()).toContain('kept no cookie');
  expect(await pressPay(world, claimed, 'US', browser(world.site))).toContain('/c/pay/');
  await booksAgree(world);
});
