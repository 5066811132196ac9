import { afterEach, expect, test } from '@jest/globals';
import { REST, Routes } from 'discord.js';
import { messagesIn } from './model.ts';
import { type DiscordStandIn, startDiscord } from './server.ts';
import { appId, botToken, buyer, clientSecret, general, textAt, world } from './test-world.ts';

const running: DiscordStandIn[] = [];

async function start(snapshot?: unknown): Promise<{ discord: DiscordStandIn; rest: REST }> {
  const discord = await startDiscord({ ...world(), snapshot });
  running.push(discord);
  return { discord, rest: new REST({ api: `${discord.origin}/api` }).setToken(botToken) };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()));
});

async function signIn(discord: DiscordStandIn): Promise<string> {
  const code = discord.grantCode({ userId: buyer, scopes: ['identify'] });
  const form = { client_id: appId, client_secret: clientSecret, grant_type: 'authorization_code', code };
  const response = await fetch(`${discord.origin}/api/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return textAt(await response.json(), 'access_token');
}

test('a world that was written down goes on at another address: messages, files, commands, direct messages, consents', async () => {
  const before = await start();
  await before.rest.put(Routes.applicationCommands(appId), { body: [{ name: 'c500', description: 'x' }] });
  const file = { name: 'jet.png', data: Buffer.from('a picture'), contentType: 'image/png' };
  await before.rest.post(Routes.channelMessages(general), {
    body: { flags: 1 << 15, components: [{ type: 12, items: [{ media: { url: 'attachment://jet.png' } }] }] },
    files: [file],
  });
  const channel = await before.rest.post(Routes.userChannels(), { body: { recipient_id: buyer } });
  await before.rest.post(Routes.channelMessages(textAt(channel, 'id')), { body: { content: 'Your pay code' } });
  const token = await signIn(before.discord);

  // Through text, as a file on disk would take it.
  const after = await start(JSON.parse(JSON.stringify(before.discord.snapshot())));

  expect([...after.discord.model.commands.values()]).toMatchObject([{ name: 'c500' }]);
  expect(after.discord.dmsOf(buyer)).toMatchObject([{ content: 'Your pay code' }]);
  const url = messagesIn(after.discord.model, general)[0]?.attachments[0]?.url ?? '';
  expect(url.startsWith(after.discord.origin)).toBe(true);
  expect(await (await fetch(after.discord.model.sign(url))).text()).toBe('a picture');
  const me = await fetch(`${after.discord.origin}/api/users/@me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await me.json()).toMatchObject({ id: buyer });
  const next = await after.rest.post(Routes.channelMessages(general), { body: { content: 'later' } });
  expect(messagesIn(after.discord.model, general).map((each) => each.id)).toEqual([
    expect.any(String),
    textAt(next, 'id'),
  ]);
});

test('ids go on rising after a restore, even when the clock was set back', async () => {
  const { discord, rest } = await start();
  const old = await rest.post(Routes.channelMessages(general), { body: { content: 'x' } });
  const past = await startDiscord({ ...world(), now: () => 1_500_000_000_000, snapshot: discord.snapshot() });
  running.push(past);
  expect(BigInt(past.sayInChannel(buyer, general, 'y').id)).toBeGreaterThan(BigInt(textAt(old, 'id')));
});

test('what is no snapshot is refused', async () => {
  await expect(start({ version: 1 })).rejects.toThrow('no snapshot');
});
