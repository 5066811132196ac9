import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PartnershipView } from '#shared/schemas/builder.ts';
import type { NoticeView } from '#shared/schemas/notice.ts';
import { personCalled } from '../../sandbox/people.ts';
import { seedId } from '../../sandbox/product/seed.ts';
import { openDrop } from '../usecases/drops/manage-drops.ts';
import { deliverNotices, listDrop, refusalOf } from './stories.ts';
import { startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const discordIdOf = (key: string) => personCalled(key).discord?.id ?? '';
const offer = (by: string, to: string, marketerPercent: number, id = discordIdOf(to)) =>
  world.onDiscord(by).proposePartnership({ body: { marketerDiscordId: id, marketerHandle: to, marketerPercent } });
const answer = (by: string, { id }: Pick<PartnershipView, 'id'>, said: 'agree' | 'decline' | 'end') =>
  world.onDiscord(by).answerPartnership({ params: { partnershipId: id }, body: { answer: said } });
const ofKind = (notices: readonly NoticeView[], kind: NoticeView['kind'], key: string) =>
  notices.filter((notice) => notice.kind === kind && notice.accountId === discordIdOf(key));

describe('a share of the talent pool', () => {
  test('is offered, agreed, and is what a drop opens with', async () => {
    const offered = await offer('kumo', 'mori', 20);
    expect(offered).toMatchObject({ builder: 'Kumo', marketer: 'Mori', marketerPercent: 20, state: 'proposed' });
    expect(await refusalOf(listDrop(world, { marketer: 'mori' }))).toBe('partner-not-agreed');
    expect(ofKind(await deliverNotices(world), 'partner-proposed', 'mori')).toHaveLength(1);
    expect((await answer('mori', offered, 'agree')).state).toBe('agreed');
    expect((await answer('mori', offered, 'agree')).state).toBe('agreed');
    const [told, ...more] = ofKind(await deliverNotices(world), 'partner-answered', 'kumo');
    expect([told?.params, more]).toEqual([{ who: 'Mori', builder: 'Kumo', percent: 20, reason: 'offer-agreed' }, []]);
    // Mori has no account that could receive a share; with one, the drop opens with the share that was agreed.
    expect(await refusalOf(listDrop(world, { marketer: 'mori' }))).toBe('party-cannot-be-paid');
    const drop = await listDrop(world, { marketer: 'hana' });
    const kept = await world.app().core.store.get('drop', drop.id);
    expect(kept?.terms.split).toMatchObject({ builder: 70, marketer: { weight: 30 } });
  });

  test('is no share of anything new while the marketer is banned', async () => {
    const { store } = world.app().core;
    const setBan = async (bannedFor: string | null) => {
      const hana = await store.get('citizen', seedId('hana'));
      if (hana) await store.commit({ put: [{ kind: 'citizen', record: { ...hana, bannedFor } }] });
    };
    await setBan('sold followers');
    expect(await refusalOf(listDrop(world, { marketer: 'hana' }))).toBe('party-cannot-be-paid');
    await setBan(null);
  });

  test('stays as it was agreed while a new offer waits or is declined, and a stale offer cannot be agreed to', async () => {
    const first = await offer('tide', 'mori', 20);
    const second = await offer('tide', 'mori', 10);
    expect(await refusalOf(answer('mori', first, 'agree'))).toBe('offer-changed');
    await answer('mori', second, 'agree');
    const third = await offer('tide', 'mori', 5);
    expect(await answer('mori', third, 'decline')).toMatchObject({ state: 'agreed', marketerPercent: 10 });
    const [standing] = (await world.onDiscord('tide').listPartnerships({})).partnerships;
    expect(standing).toMatchObject({ marketer: 'Mori', state: 'agreed', marketerPercent: 10 });
  });

  test('is seen by both, ended by either, and answered by nobody else', async () => {
    const offered = await offer('yuzu', 'nova', 15);
    expect((await world.onDiscord('nova').listPartnerships({})).partnerships).toEqual([offered]);
    expect(await refusalOf(answer('yuzu', offered, 'agree'))).toBe('not-yours');
    expect(await refusalOf(answer('juno', offered, 'end'))).toBe('not-yours');
    expect(await refusalOf(answer('nova', { id: 'cit_nobody:cit_noone:1' }, 'agree'))).toBe('not-found');
    const agreed = await answer('nova', offered, 'agree');
    expect((await answer('yuzu', agreed, 'end')).state).toBe('ended');
    const [told] = ofKind(await deliverNotices(world), 'partner-answered', 'nova');
    expect(told?.params).toMatchObject({ who: 'Yuzu', reason: 'offer-ended' });
    expect(await refusalOf(listDrop(world, { by: 'yuzu', marketer: 'nova' }))).toBe('partner-not-agreed');
  });

  test('that is ended while a drop opens is not what it opens with', async () => {
    const { core } = world.app();
    const agreed = (await world.onDiscord('hana').listPartnerships({})).partnerships.find(
      ({ builder }) => builder === 'Tide',
    );
    const store: typeof core.store = {
      ...core.store,
      commit: async (change) => {
        if (agreed && change.stock) await answer('hana', agreed, 'end');
        return core.store.commit(change);
      },
    };
    const draft = {
      requestId: 'a-drop-too-late',
      guild: 'modder',
      kind: 'stock',
      units: 1,
      proofDays: 7,
      title: 'Tuned board',
      priceTyped: '60',
      specs: '',
      pictures: [],
      vodUrl: null,
      marketerDiscordId: discordIdOf('hana'),
      liveOnly: false,
      grail: false,
      earlyBirdMinutes: 0,
    } as const;
    const opened = await openDrop({ ...core, store }, seedId('tide'), draft);
    expect(opened).toMatchObject({ refusal: { code: 'partner-not-agreed' } });
  });

  test('gives nobody a name that a builder made up for them', async () => {
    const body = { marketerDiscordId: '300000000000000043', marketerHandle: 'C500 Staff', marketerPercent: 30 };
    expect((await world.inPanel('relic', 'relic').proposePartnership({ body })).marketer).toBe('member0043');
  });

  test('can be offered to somebody never met, whom Discord vouches for, and not to oneself', async () => {
    const offered = await offer('relic', 'wanderer', 30, '300000000000000042');
    expect(offered).toMatchObject({ marketer: 'wanderer', marketerDiscordId: '300000000000000042' });
    expect((await offer('relic', 'wanderer', 30, '300000000000000042')).id).toBe(offered.id);
    expect(await refusalOf(offer('relic', 'relic', 30))).toBe('partner-self');
    expect(await refusalOf(offer('relic', 'x', 30, 'not-an-id'))).toBe('bad-input');
  });
});
