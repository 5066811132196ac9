import { describe, expect, test } from '@jest/globals';
import { newChannel } from '../../../domain/channel.ts';
import { builderId, sampleCitizen, sampleDrop } from '../contract-samples.ts';
import { recentRecords } from './recent-records.ts';
import { sqliteStore } from '../sqlite.ts';

const channel = newChannel('1001', 'kumo', builderId);

describe('records read lately', () => {
  test('a record that changed is read as it is now, not as it was read before', async () => {
    const store = sqliteStore({ path: ':memory:' });
    await store.commit({ put: [{ kind: 'drop', record: sampleDrop('board') }] });
    const drop = await store.get('drop', sampleDrop('board').id);
    expect(drop).toMatchObject({ version: 1, status: 'open' });
    if (drop) await store.commit({ put: [{ kind: 'drop', record: { ...drop, status: 'closed' } }] });
    expect(await store.get('drop', sampleDrop('board').id)).toMatchObject({ version: 2, status: 'closed' });
    await store.close();
  });

  test('a change that was refused leaves what is kept to be read', async () => {
    const store = sqliteStore({ path: ':memory:' });
    const drop = sampleDrop('board');
    await store.commit({ put: [{ kind: 'drop', record: drop }] });
    await store.get('drop', drop.id);
    const refused = await store.commit({
      put: [{ kind: 'drop', record: { ...drop, version: 1, status: 'closed' } }],
      take: { dropId: drop.id, orderId: 'ord_nobody00' as Parameters<typeof store.unitOf>[0] },
    });
    expect(refused.result).toBe('sold-out');
    expect(await store.get('drop', drop.id)).toMatchObject({ version: 1, status: 'open' });
    await store.close();
  });

  test('a record that did not exist is found once it was made', async () => {
    const store = sqliteStore({ path: ':memory:' });
    const { id } = sampleCitizen('mori');
    expect(await store.get('citizen', id)).toBeUndefined();
    await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('mori') }] });
    expect(await store.get('citizen', id)).toMatchObject({ nickname: 'mori' });
    await store.close();
  });

  test('a citizen found by account is read anew after a change', async () => {
    const store = sqliteStore({ path: ':memory:' });
    await store.commit({ put: [{ kind: 'citizen', record: sampleCitizen('mori') }] });
    const mori = await store.citizenByAccount('discord', 'discord-mori');
    if (mori) await store.commit({ put: [{ kind: 'citizen', record: { ...mori, nickname: 'Mori' } }] });
    expect(await store.get('citizen', sampleCitizen('mori').id)).toMatchObject({ version: 2, nickname: 'Mori' });
    await store.close();
  });

  test("a builder's channel is read anew when any channel changed", async () => {
    const store = sqliteStore({ path: ':memory:' });
    expect(await store.channelOfBuilder(builderId)).toBeUndefined();
    await store.commit({ put: [{ kind: 'channel', record: channel }] });
    expect(await store.channelOfBuilder(builderId)).toMatchObject({ login: 'kumo' });
    const other = sampleCitizen('yuzu').id;
    await store.commit({ put: [{ kind: 'channel', record: { ...channel, version: 1, builderId: other } }] });
    expect(await store.channelOfBuilder(builderId)).toBeUndefined();
    expect(await store.channelOfBuilder(other)).toMatchObject({ login: 'kumo', version: 2 });
    await store.close();
  });

  test('a record is read once, and a crowd of others makes it read again', () => {
    const recent = recentRecords();
    let reads = 0;
    const read = (name: string) =>
      recent.get('drop', sampleDrop(name).id, () => {
        reads++;
        return sampleDrop(name);
      });
    read('board');
    read('board');
    expect(reads).toBe(1);
    for (let n = 0; n < 4_096; n++) read(`other${n}`);
    read('board');
    expect(reads).toBe(1 + 4_096 + 1);
  });

  test('orders are not remembered', () => {
    const recent = recentRecords();
    let reads = 0;
    const read = () =>
      recent.get('order', 'ord_00000001', () => {
        reads++;
        return undefined;
      });
    read();
    read();
    expect(reads).toBe(2);
  });
});
