import { expect, test } from '@jest/globals';
import { DiscordAPIError } from 'discord.js';
import { createLog } from './log.ts';

function logged(error: unknown): string {
  let text = '';
  createLog('info', { write: (line) => (text += line) }).discord.error({ err: error }, 'it failed');
  return text;
}

test('an error of Discord is written down without the request and without the token in its address', () => {
  const address = 'https://discord.com/api/v10/webhooks/9/interaction-token/messages/@original';
  const error = new DiscordAPIError({ message: 'Missing Access', code: 50001 }, 50001, 403, 'PATCH', address, {
    body: { content: 'https://c500.test/pay/C5-1' },
    files: undefined,
  });
  const text = logged(error);
  expect(text).toContain('Missing Access');
  expect(text).toContain('50001');
  expect(text).not.toContain('interaction-token');
  expect(text).not.toContain('/pay/');
});

test('an address in an error loses its parameters, also in what caused it', () => {
  const cause = new Error('URL: token?grant_type=refresh_token&client_secret=hush&refresh_token=hush2 failed');
  const text = logged(new Error('GET https://id.twitch.tv/oauth2/token?client_secret=hush', { cause }));
  expect(text).toContain('https://id.twitch.tv/oauth2/token?…');
  expect(text).not.toContain('hush');
});
