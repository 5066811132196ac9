import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { startFirestore } from '../../../../sandbox/firestore/server.ts';
import { oneOfEveryKind } from '../contract-every-kind.ts';
import { claimOf, keepDrop, sampleEffect, sampleEntry, sampleMessage } from '../contract-samples.ts';
import { noon, sampleDrop, sampleNotice, sampleOrder } from '../contract-samples.ts';
import { freshPlace, indexFile, openAt, startStandIn } from '../firestore-fixture.ts';
import { listedKinds } from '../listed.ts';
import { connect } from './connect.ts';

type Index = { readonly collectionGroup: string; readonly fields: readonly { readonly fieldPath: string }[] };
type Override = { readonly collectionGroup: string; readonly fieldPath: string; readonly ttl?: boolean };
const { indexes, fieldOverrides } = indexFile as {
  readonly indexes: readonly Index[];
  readonly fieldOverrides: readonly Override[];
};

/** The fields that queries look for alone, so that the index which Google makes by itself is wanted. */
const lookedForAlone = [
  'balance.amountMinor',
  'channel.builderId',
  'drop.closedAt',
  'effect.waiting',
  'inbox.waiting',
  'notice.waiting',
  'range.dropId',
  'sighting.at',
  'unit.dropId',
];

const isOfList = ({ fields }: Index) => fields.some((field) => nameOf(field) === 'listedId');
const ofLists = indexes.filter(isOfList);

const standIn = await startStandIn();
afterAll(() => standIn.stop());

describe('the indexes', () => {
  test('are enough for every query', async () => {
    const { close } = await connect(freshPlace(standIn.host));
    await close();
  });

  test('of lists by words are there for every kind that has them', () => {
    expect(ofLists.map(({ collectionGroup }) => collectionGroup).sort()).toEqual([...listedKinds].sort());
  });

  // Those of lists by words differ in nothing but the name of the kind, and one of them stands for all.
  test.each(
    indexes
      .map((index, at) => ({ ...index, at }))
      .filter((index) => !isOfList(index) || index.collectionGroup === 'card')
      .map(({ collectionGroup, fields, at }) => [collectionGroup, fields.map(nameOf).join(' '), at]),
  )('are refused when the one of %s by %s is missing', async (collectionGroup, _fields, missing) => {
    const service = await startFirestore({
      indexes: { indexes: indexes.filter((_, index) => index !== missing), fieldOverrides },
    });
    await expect(connect(freshPlace(service.host))).rejects.toThrow('lacks an index');
    await service.stop();
  });

  test('are all asked for in one file', () => {
    const others = readdirSync(import.meta.dirname).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'lists.ts',
    );
    const asking = others.filter((name) =>
      /\.(orderBy|collectionGroup)\(|\.where\((?!'dueAt', '<=')/.test(
        readFileSync(`${import.meta.dirname}/${name}`, 'utf8'),
      ),
    );
    expect(others.length).toBeGreaterThan(10);
    expect(asking).toEqual([]);
  });

  test('leave out every field that no query looks for alone, the large ones above all', async () => {
    const place = freshPlace(standIn.host);
    const store = await openAt(place);
    await keepDrop(store, 2);
    const order = sampleOrder(1);
    const closed = sampleDrop('closed', { status: 'closed', closedAt: noon });
    await store.commit({ put: [{ kind: 'drop', record: closed }] });
    await store.commit({ put: oneOfEveryKind(0).filter(({ kind }) => !['drop', 'order', 'exposure'].includes(kind)) });
    const entries = [sampleEntry(order.id)];
    const waiting = { effects: [sampleEffect(order.id)], notices: [sampleNotice('a')] };
    await store.commit(claimOf(order, { entries, ...waiting }));
    await store.receive(sampleMessage('one'));
    await store.lease('chat', 'one', 0, 1);
    const { db, close } = await connect(place);
    const indexed = new Set<string>();
    const collections = await db.listCollections();
    for (const collection of collections) {
      for (const document of (await collection.get()).docs) {
        for (const field of Object.keys(document.data())) indexed.add(`${collection.id}.${field}`);
      }
    }
    await Promise.all([store.close(), close()]);
    expect(collections.length).toBeGreaterThan(20);
    for (const { collectionGroup, fieldPath } of fieldOverrides) indexed.delete(`${collectionGroup}.${fieldPath}`);
    expect([...indexed].sort()).toEqual(lookedForAlone);
  });

  test('name the field by which documents go away by themselves', () => {
    const fading = fieldOverrides.filter(({ fieldPath }) => fieldPath === 'expireAt');
    expect(fading.map(({ collectionGroup, ttl }) => [collectionGroup, ttl]).sort()).toEqual([
      ['inbox', true],
      ['member', true],
      ['news', true],
      ['notice', true],
      ['range', true],
      ['session', true],
    ]);
  });
});

function nameOf({ fieldPath }: { readonly fieldPath: string }): string {
  return fieldPath;
}
