import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import * as z from 'zod/mini';
import { createClient, type Client } from '#shared/api/client.ts';
import { newDatabase } from '../../server/test/databases.ts';
import { pressPay, sessionOf } from '../../server/test/world.ts';
import { chatBot } from '../people.ts';
import { startSandbox, type Sandbox } from '../start.ts';
import { eventually } from './books.ts';
import { claimOnDiscord, listDrop, orderOf, setKumoLive, twitchIdOf, workingCard } from './scenes.ts';

jest.setTimeout(240_000);
const kumo = twitchIdOf('kumo');
const nova = twitchIdOf('nova');
const dataDir = mkdtempSync(join(tmpdir(), 'c500-chat-'));
let sandbox: Sandbox;
let bot: Client;
let desk: Client;

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir, fresh: true, studioPort: 0, isHurried: true, coreSettings: newDatabase() });
  const Kept = z.object({ credentials: z.object({ botServiceToken: z.string() }) });
  const { credentials } = Kept.parse(JSON.parse(readFileSync(join(dataDir, 'world', 'world.json'), 'utf8')));
  const { product, twitch } = sandbox.world;
  const client = (headers: Record<string, string>) => createClient({ baseUrl: product.origin, headers: () => headers });
  bot = client({ authorization: `Bearer ${credentials.botServiceToken}` });
  const who = { channelId: kumo, userId: kumo, opaqueId: `U${kumo}`, shared: true, role: 'broadcaster' } as const;
  desk = client({ authorization: `Bearer ${twitch.extensionToken(who)}` });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the bot has said in a channel, Kumo's unless another is named, oldest first. */
const said = (channelId = kumo): readonly string[] =>
  sandbox.world.twitch.model.chat.lines(channelId).flatMap(({ userId, text }) => (userId === chatBot.id ? [text] : []));

/** Resolves once the bot has said something with all of these words in it, after so many lines. */
function hears(...words: readonly string[]): Promise<string> {
  return eventually(`chat reads ${words.join(', ')}`, () =>
    said().find((line) => words.every((word) => line.includes(word))),
  );
}

test('a builder’s evening in chat: a drop opens, is asked for, sold out, built and finished, and the channel is unlinked', async () => {
  const { world } = sandbox;
  const { twitch, stripe, product } = world;
  await setKumoLive(world, true);

  const drop = await listDrop(world, 'Chatty Sixty', 1);
  await hears('A drop is open: Chatty Sixty (1 to claim)');
  twitch.say(kumo, nova, '!drops anything?');
  await hears('Open here: ', 'Chatty Sixty (1 of 1 left)');

  const { tag, payUrl } = await claimOnDiscord(world, 'nova', drop);
  await hears('All taken: Chatty Sixty');
  const claim = { endsAt: 0, payUrl, payCode: new URL(payUrl).pathname.split('/').at(-1) ?? '' };
  const address = await pressPay({ site: product.origin }, { ...(await orderOf(world, tag)), claim });
  stripe.completeSession(sessionOf(address), workingCard);
  await eventually(`${tag} is paid`, async () => (await orderOf(world, tag)).fulfilment === 'paid');

  twitch.say(kumo, kumo, `🛠️${tag.toLowerCase()}🛠️ let us begin`);
  await hears(`${tag} is on the bench`);
  await hears('On the bench now:', tag, 'Chatty Sixty for Nova');
  const beforeOff = said().length;
  twitch.say(kumo, kumo, '!c500 off');
  await eventually('answers are off', async () => !(await desk.getDesk({})).chatAnswers);
  twitch.say(kumo, nova, '!bench');

  await desk.finishBuild({ params: { tag } });
  await hears('Finished:', tag);
  // What was typed before the announcement would have been answered before it.
  expect(
    said()
      .slice(beforeOff)
      .some((line) => line.includes('On the bench')),
  ).toBe(false);
  expect(said().join('\n')).not.toMatch(/\$|USD|@/);

  await desk.endConnection({});
  await eventually('the core names the channel no more', async () => {
    const { channels } = await bot.listChannels({});
    return channels.every(({ twitchId }) => twitchId !== kumo);
  });
  const before = said().length;
  await listDrop(world, 'Quiet Sixty', 1);
  twitch.say(kumo, nova, '!drops');
  // Chat keeps its order: once this is answered, that was heard.
  const tide = twitchIdOf('tide');
  twitch.say(tide, nova, '!drops');
  await eventually('another channel is answered', () => said(tide).length > 0);
  expect(said()).toHaveLength(before);
});
