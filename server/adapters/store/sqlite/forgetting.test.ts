import { afterAll, expect, test } from '@jest/globals';
import { noon, sampleMessage, sampleNotice } from '../contract-samples.ts';
import { sqliteStore } from '../sqlite.ts';

const store = sqliteStore({ path: ':memory:' });
afterAll(() => store.close());

const session = (id: string, expiresAt: number) =>
  ({ kind: 'session', record: { id, version: 0, citizenId: null, csrf: '', payCode: null, expiresAt } }) as const;

test('what was told and heard long ago is let go of, and so is a session that ended long ago', async () => {
  const old = sampleMessage('old', noon - 9);
  const notice = sampleNotice('old', { at: noon - 9 });
  await store.receive(old);
  await store.commit({
    settleInbox: { id: old.id, outcome: 'done' },
    notices: [notice],
    put: [session('ended', noon - 9), session('lasts', noon)],
  });
  await store.settleNotice(notice.id, 'delivered', null);
  await store.forget(noon - 1);
  expect(await store.settleNotice(notice.id, 'delivered', null)).toBe(false);
  expect(await store.receive(old)).toBe('kept');
  expect(await store.get('session', 'ended')).toBeUndefined();
  expect(await store.get('session', 'lasts')).toBeDefined();
});
