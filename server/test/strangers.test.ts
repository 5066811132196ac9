import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test('a broadcaster who is no builder cannot use up what Twitch answers us', async () => {
  const { streams } = world.app().core;
  const asked = Object.keys(streams)
    .filter((name) => /^(fetch|is|keeps)/.test(name))
    .map((name) => jest.spyOn(streams, name as 'keepsRecordings'));
  const stranger = await world.inPanel('nova', 'nova').getConnection({});
  expect(stranger).toMatchObject({ login: null, builder: null, next: 'builder' });
  expect(asked.filter(({ mock }) => mock.calls.length > 0)).toEqual([]);
  const builder = await world.inPanel('kumo', 'kumo').getConnection({});
  expect(builder.checks.find(({ key }) => key === 'recordings')?.missing).toEqual([]);
  expect(asked.filter(({ mock }) => mock.calls.length > 0)).not.toEqual([]);
});
