import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readEventSubMessage } from './eventsub.ts';

const secret = 'a secret of twenty-four characters';
const now = Date.parse('2026-03-01T12:00:00Z');

/** Reads a notification that Twitch sent so many milliseconds ago. */
function readSent(type: string, event: unknown, ageMs = 0) {
  const read = readSigned('notification', { subscription: { type }, event }, ageMs);
  if (read?.type !== 'notification') throw new Error(`${type} was not read as a notification`);
  return read;
}

function readSigned(messageType: string, message: unknown, ageMs = 0, signWith = secret) {
  const body = JSON.stringify(message);
  const at = new Date(now - ageMs).toISOString().replace('Z', '000000Z');
  const signature = createHmac('sha256', signWith).update(`message-1${at}${body}`).digest('hex');
  const headers = {
    'twitch-eventsub-message-id': 'message-1',
    'twitch-eventsub-message-type': messageType,
    'twitch-eventsub-message-timestamp': at,
    'twitch-eventsub-message-signature': `sha256=${signature}`,
  };
  return readEventSubMessage(Buffer.from(body), headers, secret, now);
}

describe('a notification of Twitch', () => {
  test.each([
    [
      'stream.online',
      { broadcaster_user_id: '7', id: '9', type: 'live' },
      { type: 'online', channelId: '7', streamId: '9', streamType: 'live' },
    ],
    ['stream.offline', { broadcaster_user_id: '7' }, { type: 'offline', channelId: '7' }],
    [
      'channel.update',
      { broadcaster_user_id: '7', title: 'C5-0000000' },
      { type: 'updated', channelId: '7', title: 'C5-0000000' },
    ],
    [
      'user.authorization.revoke',
      { client_id: 'ours', user_id: '7', user_login: null },
      { type: 'consent-revoked', channelId: '7' },
    ],
  ])('%s is put into our words, with its age', (type, event, news) => {
    expect(readSent(type, event, 1_500)).toEqual({
      type: 'notification',
      id: 'message-1',
      kind: type,
      fresh: true,
      news: { ...news, messageId: 'message-1', ageMs: 1_500 },
    });
  });

  test('of a kind that nobody asked for is ignored, not an error', () => {
    expect(readSent('channel.follow', { anything: true }).news).toEqual({ type: 'ignored' });
  });

  test('is a replay when it is older than ten minutes, or of the future', () => {
    expect(readSent('stream.offline', { broadcaster_user_id: '7' }, 10 * 60_000).fresh).toBe(true);
    expect(readSent('stream.offline', { broadcaster_user_id: '7' }, 10 * 60_000 + 1).fresh).toBe(false);
    expect(readSent('stream.offline', { broadcaster_user_id: '7' }, -11 * 60_000).fresh).toBe(false);
  });

  test('that is signed and yet not of its shape is an error that is heard of', () => {
    expect(() => readSent('stream.online', { broadcaster_user_id: 7 })).toThrow();
  });
});

describe('what else Twitch sends', () => {
  test('a challenge is read when it is signed with our secret, and not else', () => {
    const asked = { challenge: 'say this', subscription: { type: 'stream.online' } };
    expect(readSigned('webhook_callback_verification', asked)).toEqual({ type: 'challenge', challenge: 'say this' });
    expect(readSigned('webhook_callback_verification', asked, 0, `${secret}!`)).toBeUndefined();
  });

  const revoked = (status: string, condition: Readonly<Record<string, string>>, ageMs = 0) =>
    readSigned('revocation', { subscription: { type: 'stream.online', status, condition } }, ageMs);

  test('a revocation says what ended, and why', () => {
    expect(revoked('notification_failures_exceeded', { broadcaster_user_id: '7' })).toEqual({
      type: 'revocation',
      id: 'message-1',
      kind: 'stream.online',
      reason: 'notification_failures_exceeded',
      news: { type: 'ignored' },
      fresh: true,
    });
  });

  test.each(['authorization_revoked', 'user_removed'])(
    'a revocation for %s means that the broadcaster has taken back their consent',
    (reason) => {
      const news = { type: 'consent-revoked', channelId: '7', messageId: 'message-1', ageMs: 2_000 };
      expect(revoked(reason, { broadcaster_user_id: '7' }, 2_000)).toMatchObject({ news, fresh: true });
      expect(revoked(reason, { client_id: '7' })).toMatchObject({ news: { type: 'ignored' } });
      expect(revoked(reason, { broadcaster_user_id: '7' }, 11 * 60_000)).toMatchObject({ fresh: false });
    },
  );

  test('a type of message that we do not know is not read', () => {
    expect(readSigned('something_new', { subscription: { type: 'stream.online' } })).toBeUndefined();
  });
});
