import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { listenOnLoopback } from '../../../sandbox/stripe/test-rig.ts';
import { twitchExtension } from './extension.ts';

const [older, newer] = ['an older secret of the extension', 'a newer secret of the extension'].map((text) =>
  Buffer.from(text).toString('base64'),
);
const secretsBase64 = [newer ?? '', older ?? ''];

type Published = { readonly authorization: string; readonly body: unknown };
const published: Published[] = [];
const waiting: (() => void)[] = [];
const twitch = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    published.push({ authorization: request.headers.authorization ?? '', body });
    response.writeHead(204).end();
    for (const resume of waiting.splice(0)) resume();
  });
});
let apiBase = '';
beforeAll(async () => {
  apiBase = await listenOnLoopback(twitch);
});
afterAll(async () => {
  twitch.closeAllConnections();
  twitch.close();
  await once(twitch, 'close');
});

const extension = () => twitchExtension({ clientId: 'ext', ownerId: '42', secretsBase64, apiBase }, () => {});

async function heard(count: number): Promise<void> {
  while (published.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
}

describe("the extension's tokens", () => {
  const claims = { channel_id: '7', opaque_user_id: 'Uabc', role: 'viewer' };

  test('are honoured under every secret in force, and under no other', () => {
    const { readViewer } = extension();
    for (const secret of secretsBase64)
      expect(readViewer(jwt.sign(claims, Buffer.from(secret, 'base64')))).toEqual({
        channelId: '7',
        opaqueId: 'Uabc',
        userId: null,
        role: 'viewer',
      });
    // The secret is base64: its text is not the key.
    expect(readViewer(jwt.sign(claims, secretsBase64[0] ?? ''))).toBeUndefined();
  });
});

describe('news for open extensions', () => {
  test('go out at once, then at most once a second with the newest revision, signed for one channel', async () => {
    const { announcer } = extension();
    announcer.announce('7', 'one');
    announcer.announce('7', 'two');
    announcer.announce('7', 'three');
    announcer.announce('8', 'else');
    await heard(3);
    announcer.stop();
    const told = published.map(({ body }) => body);
    expect(told).toContainEqual({ target: ['broadcast'], broadcaster_id: '7', message: '{"revision":"one"}' });
    expect(told).toContainEqual({ target: ['broadcast'], broadcaster_id: '7', message: '{"revision":"three"}' });
    expect(told).toContainEqual({ target: ['broadcast'], broadcaster_id: '8', message: '{"revision":"else"}' });
    const token = published[0]?.authorization.replace('Bearer ', '') ?? '';
    expect(jwt.verify(token, Buffer.from(secretsBase64[0] ?? '', 'base64'))).toMatchObject({
      role: 'external',
      user_id: '42',
      pubsub_perms: { send: ['broadcast'] },
    });
  });
});
