import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { sampleCitizen } from '../contract-samples.ts';
import { openAt, openGrounds } from '../firestore-fixture.ts';
import { pathOf } from './documents.ts';

const grounds = await openGrounds();
afterAll(() => Promise.all(grounds.map((ground) => ground.stop())));

const crashWriter = join(import.meta.dirname, 'crash-writer.ts');

describe.each(grounds)('a process that dies in the middle of a commit on $name', ({ freshPlace }) => {
  test('keeps nobody else from what it was about to write', async () => {
    const { onError: _, ...place } = freshPlace();
    const store = await openAt(place);
    try {
      const ada = sampleCitizen('ada');
      await store.commit({ put: [{ kind: 'citizen', record: ada }] });
      const dying = spawn(process.execPath, [crashWriter, JSON.stringify(place), pathOf('citizen', ada.id)], {
        stdio: 'inherit',
      });
      const [, signal] = await once(dying, 'exit');
      expect(signal).toBe('SIGKILL');
      const record = { ...ada, version: 1, nickname: 'Ada' };
      expect(await store.commit({ put: [{ kind: 'citizen', record }] })).toMatchObject({ result: 'committed' });
      expect(await store.get('citizen', ada.id)).toMatchObject({ nickname: 'Ada', version: 2 });
    } finally {
      await store.close();
    }
  }, 15_000);
});
