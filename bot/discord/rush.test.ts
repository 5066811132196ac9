import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as passing } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Message } from '../../sandbox/discord/model.ts';
import { discordLimits, type Budget, type Limits } from '../../sandbox/discord/limits.ts';
import { makeDrop } from '../test/core-samples.ts';
import type { ProgramOptions } from '../test/federation-program.ts';
import { botId, owner, startFederationWorld, type FederationWorld } from '../test/federation-world.ts';

/** Ten times as fast as it really is: budgets and waits are a tenth as long. */
const speed = 10;
const communities = 200;
const units = 100;
const dropId = 'drp_cloud65cloud65';

const faster = ({ requests, seconds }: Budget): Budget => ({ requests, seconds: seconds / speed });
const limits: Limits = {
  global: faster(discordLimits.global),
  routes: Object.fromEntries(Object.entries(discordLimits.routes).map(([route, budget]) => [route, faster(budget)])),
  others: faster(discordLimits.others),
  rename: faster(discordLimits.rename),
  invalid: discordLimits.invalid,
};
const timings: ProgramOptions['timings'] = {
  // A little less than ten times as fast: a machine that stands still for a moment does so in its own time.
  federationPerSecond: 20 * speed,
  cardEditGapMs: 2_000 / speed,
  channelGapMs: 1_100 / speed,
  dropGapMs: 500 / speed,
  blockedMs: 60_000,
  renameWindowMs: 60_000,
  roleGapMs: 1_100 / speed,
  compareEveryMs: 600_000,
  streamQuietMs: 90_000,
};

let world: FederationWorld;
const processes: ChildProcess[] = [];
beforeEach(async () => {
  world = await startFederationWorld({ limits });
});
afterEach(async () => {
  for (const each of processes) each.kill('SIGKILL');
  await world[Symbol.asyncDispose]();
});

function run(): ChildProcess {
  const { core, discord } = world;
  const options: ProgramOptions = {
    coreUrl: core.url,
    coreToken: core.token,
    discordUrl: `${discord.origin}/api`,
    discordToken: 'token-of-the-tests',
    botId,
    timings,
  };
  const program = join(import.meta.dirname, '../test/federation-program.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: 'ignore' });
  processes.push(child);
  return child;
}

test('200 communities show how a drop of 100 units sells out in a rush, though the bot is killed in the middle', async () => {
  const { core, network, discord } = world;
  const crowd = discord.createManyCommunities(communities, owner);
  for (const [index, { id, dropsChannelId }] of crowd.entries())
    network.addCommunity(id, { dropsChannelId }, { name: `Community ${index + 1}` });
  network.drops.set(dropId, makeDrop(core.url, { pictures: [], units: { total: units, left: units } }));
  const cards = () => [...discord.model.messages.values()].filter(({ authorId }) => authorId === botId);
  // Messages are replaced, never changed, and are looked at after every change of any of them.
  const looked = new WeakMap<Message, boolean>();
  const isSoldOut = (card: Message): boolean => {
    const known = looked.get(card) ?? JSON.stringify(card.components).includes('All taken.');
    looked.set(card, known);
    return known;
  };
  const first = run();
  // Some are still to be posted when the selling begins, and some are when the bot dies.
  await world.until(() => cards().length >= communities / 2);
  for (let left = units - 1; left >= 0; left -= 1) {
    network.change(dropId, { units: { total: units, left } });
    await passing(10_000 / speed / units);
    if (left === units / 2) {
      first.kill('SIGKILL');
      await once(first, 'exit');
      run();
    }
  }
  await world.until(() => cards().filter(isSoldOut).length === communities);
  expect(cards()).toHaveLength(communities);
  expect(new Set(cards().map(({ channelId }) => channelId)).size).toBe(communities);
  await world.until(() => network.cards.size === communities);
  expect(discord.model.traffic.limited).toBe(0);
  // A look at each channel by either process, a card, and an edit or two: not one for each of a hundred changes.
  expect(discord.model.traffic.requests).toBeLessThan(communities * 6);
}, 40_000);
