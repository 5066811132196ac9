import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TwitchUser } from './records.ts';
import { startTwitch, type TwitchOptions, type TwitchStandIn } from './server.ts';

/** People of the tests: two builders, a moderator, a viewer, and the bot. */
export const people = {
  rika: {
    id: '1001',
    login: 'rika',
    displayName: 'Rika',
    broadcasterType: 'affiliate',
    email: 'rika@builders.test',
    color: '#FF7F50',
  },
  tomo: { id: '1002', login: 'tomo', displayName: 'Tomo' },
  mina: { id: '3001', login: 'mina', displayName: 'Mina' },
  mori: { id: '3002', login: 'mori', displayName: 'Mori; the = patient' },
  bot: { id: '9001', login: 'c500bot', displayName: 'C500Bot' },
} as const satisfies Record<string, TwitchUser>;

/** The secret of the tests' extension, as the console would show it. */
export const extensionSecret = Buffer.from('an extension secret of thirty-two').toString('base64');

/** What the tests' Twitch is set up with, but for the folder of the extension. */
export const standInDefaults = {
  clientId: 'app-client',
  clientSecret: 'app-secret',
  redirectUris: ['http://localhost:4000/link/twitch'],
  users: Object.values(people),
  botUserId: people.bot.id,
  moderators: { [people.rika.id]: [people.mina.id, people.bot.id] },
  retryDelaysMs: [1, 2, 4],
} as const;

/** Starts a Twitch with the tests' people and an extension folder of its own. */
export async function startStandIn(
  options: Partial<TwitchOptions> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<TwitchStandIn> {
  const distDir = await mkdtemp(join(tmpdir(), 'twitch-extension-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(distDir, name), content);
  const twitch = await startTwitch({
    ...standInDefaults,
    extension: {
      clientId: 'ext-client',
      ownerId: '5005',
      secretBase64: extensionSecret,
      distDir,
      ebsOrigin: 'http://localhost:4000',
    },
    ...options,
  });
  return {
    ...twitch,
    async close() {
      await twitch.close();
      await rm(distDir, { recursive: true, force: true });
    },
  };
}
