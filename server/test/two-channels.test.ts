import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hour } from '#shared/house-rules.ts';
import { connectChannel, endConsent } from '../usecases/streams/connect-channel.ts';
import { lookAtChannel } from '../usecases/streams/watch-channels.ts';
import { buy, listDrop, sayInChat, twitchIdOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const [first, second] = [twitchIdOf('relic'), twitchIdOf('ash')];

test('a channel that is linked again proves nothing that was paid while another one was', async () => {
  const { core } = world.app();
  const builderId = (await core.store.citizenByAccount('twitch', first))?.id;
  if (!builderId) throw new Error('relic is nobody');
  const link = (channelId: string) =>
    connectChannel(core, builderId, { channelId, login: channelId, scopes: [], sealedTokens: 'sealed' });
  const pass = () => world.clock.advance(hour);
  const drop = await listDrop(world, { by: 'relic', price: '60' });
  const ofFirst = await buy(world, 'nova', drop);
  pass();
  await endConsent(core, first, 'unlinked');
  pass();
  await link(second);
  pass();
  const ofSecond = await buy(world, 'mori', drop);
  pass();
  await endConsent(core, second, 'unlinked');
  pass();
  expect(await link(first)).toMatchObject({ ok: true });
  expect(await link(first)).toMatchObject({ ok: true });
  world.twitch.goLive(first, 'home again');
  await world.settle();
  await lookAtChannel(core, first);
  expect((await core.store.get('channel', first))?.live).not.toBeNull();
  const say = (tag: string) => sayInChat(world, { channelOf: 'relic', by: 'relic', text: tag });
  expect(await say(ofSecond.tag)).toEqual(['channel-linked-later']);
  expect(await say(ofFirst.tag)).toEqual(['counted']);
});
