import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { customIdOn, handsIn, privately, type Hands } from '../../bot/test/hands.ts';
import { seenAs, wordsOn } from '../../bot/test/world.ts';
import { houseRules, minute } from '#shared/house-rules.ts';
import { newDatabase } from '../../server/test/databases.ts';
import { pressPay, sessionOf } from '../../server/test/world.ts';
import type { Message } from '../discord/model.ts';
import { personCalled } from '../people.ts';
import { listByCommand } from '../seed/drops.ts';
import { startSandbox, type Sandbox } from '../start.ts';
import type { World } from '../world.ts';
import { booksAgree, eventually } from './books.ts';
import { orderOf, twitchIdOf, workingCard } from './scenes.ts';

jest.setTimeout(240_000);
const dataDir = mkdtempSync(join(tmpdir(), 'c500-discord-'));
const idOf = (key: string) => personCalled(key).discord?.id ?? '';
const [kumo, tide, hana, mori] = [idOf('kumo'), idOf('tide'), idOf('hana'), idOf('mori')];
const [nova, ash, sol] = [idOf('nova'), idOf('ash'), idOf('sol')];
const ups = '1Z999AA10123456784';

let sandbox: Sandbox;
let world: World;
let hands: Hands;
beforeAll(async () => {
  sandbox = await startSandbox({ dataDir, fresh: true, studioPort: 0, isHurried: true, coreSettings: newDatabase() });
  ({ world } = sandbox);
  hands = handsIn(world, { communityId: world.places.communityId, channelId: world.places.loungeChannelId });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The card of a drop in a channel, with something to claim. */
function cardOf(title: string, channelId: string): Promise<Message> {
  return eventually(`${title} hangs in ${channelId}`, () =>
    world.discord
      .messagesSeenBy(nova, channelId)
      .find((each) => wordsOn(each).includes(title) && /"(claim|raffle):/.test(wordsOn(each))),
  );
}

/** Claims by a card and pays, and answers the tag. */
async function buy(userId: string, card: Message): Promise<string> {
  const claim = wordsOn(privately(await hands.press(userId, card, 'claim')));
  const [tag = ''] = /C5-[0-9A-Z]{7}/.exec(claim) ?? [];
  const [payUrl = ''] = /http[^"]+\/pay\/[A-Z0-9-]+/.exec(claim) ?? [];
  const payCode = new URL(payUrl).pathname.split('/').at(-1) ?? '';
  const order = { ...(await orderOf(world, tag)), claim: { endsAt: 0, payUrl, payCode } };
  const address = await pressPay({ site: world.product.origin }, order);
  world.stripe.completeSession(sessionOf(address), workingCard);
  await eventually(`${tag} is paid`, async () => (await orderOf(world, tag)).fulfilment === 'paid');
  return tag;
}

const list = (key: string, title: string, values: Readonly<Record<string, string | number>> = {}, guild = 'builder') =>
  listByCommand(world, key, {
    options: { guild, kind: 'commission', units: 3, days: 21, ...values },
    fields: { title, price: '60', specs: 'Quiet and soft.', vod: '' },
  });

/** What a person was written to directly, or was told in their order's room. */
const told = (userId: string, ...words: readonly string[]) =>
  eventually(`${userId} is told ${words.join(', ')}`, () =>
    [...world.discord.model.messages.values()].some((message) => {
      const channel = world.discord.model.channels.get(message.channelId);
      const isTheirs = channel?.kind === 'dm' ? channel.recipientId === userId : channel?.kind === 'thread';
      return isTheirs && words.every((each) => wordsOn(message).includes(each));
    }),
  );

const desk = (subcommand: string, values: Readonly<Record<string, string>> = {}) =>
  hands.ask(sol, subcommand, values, 'c500-desk');

describe('on Discord', () => {
  test('a board is listed once, claimed in another community, paid, built live, shipped, and arrives', async () => {
    const { otherDropsChannelId, otherCommunityId, buildsChannelId } = world.places;
    await list('tide', 'Quiet Sunday', {}, 'modder');
    await cardOf('Quiet Sunday', buildsChannelId);
    const tag = await buy(nova, await cardOf('Quiet Sunday', otherDropsChannelId));
    expect((await orderOf(world, tag)).claimedIn).toBe(otherCommunityId);
    await told(nova, tag, 'in the C500 Vault');
    const room = await eventually('the order has its room', () =>
      [...world.discord.model.channels.values()].find(
        (each) => each.kind === 'thread' && each.memberIds.includes(nova) && each.memberIds.includes(tide),
      ),
    );
    expect(room).toMatchObject({ private: true });

    expect(wordsOn(await hands.ask(tide, 'live', { order: tag }))).toContain('Your channel is offline');
    world.twitch.goLive(twitchIdOf('tide'), 'At the bench');
    await world.twitch.settled();
    await eventually(`${tag} is on the bench`, async () =>
      wordsOn(await hands.ask(tide, 'live', { order: tag })).includes('### On the bench'),
    );
    const parcel = await hands.ask(tide, 'ship', { order: tag, tracking: ups });
    expect(wordsOn(await hands.step(tide, parcel, 'ship'))).toContain('shipped with UPS');

    let mine = await hands.step(nova, await hands.ask(nova, 'orders'), 'order');
    expect(wordsOn(mine)).toContain(ups);
    mine = await hands.step(nova, mine, 'ask:confirm-delivery');
    expect(wordsOn(await hands.step(nova, mine, 'do'))).toContain('Thank you.');
    expect(['delivered', 'completed']).toContain((await orderOf(world, tag)).fulfilment);
    world.twitch.goOffline(twitchIdOf('tide'));
    await booksAgree(world);
  });

  test('somebody applies, is certified by the staff, and is shown what comes next', async () => {
    const values = {
      guild: 'artisan',
      about: 'I have cast resin keycaps for six years.',
      links: 'https://ash.test/caps',
    };
    const sent = privately(await hands.submit(ash, await hands.run(ash, 'apply'), { values }));
    expect(wordsOn(sent)).toContain('⏳ **Be certified**');

    const proposed = await desk('certify', { person: ash, guild: 'artisan', reason: 'Lovely caps' });
    expect(wordsOn(proposed)).toContain('Ash');
    expect(wordsOn(await hands.step(sol, proposed, 'act'))).toContain('### Done');
    await told(ash, 'You are a certified builder');
    const setup = wordsOn(await hands.ask(ash, 'setup'));
    for (const each of [
      '✅ **Be certified**',
      '⬜ **Connect Stripe**',
      'Next: **Sign the Vibe Check**',
      '/continue?ticket=',
    ])
      expect(setup).toContain(each);
    expect(wordsOn(await desk('promise', { person: ash }))).toContain('Certified for Artisan');
    const refused = await hands.ask(hana, 'acts', {}, 'c500-desk').catch(String);
    expect(JSON.stringify(refused)).toContain('offered no command');
  });

  test('a report freezes the order, both sides are heard, and the staff decides for the buyer', async () => {
    await list('kumo', 'Came cracked');
    const tag = await buy(mori, await cardOf('Came cracked', world.places.buildsChannelId));
    const form = await hands.run(mori, 'report', { order: tag });
    const text = 'It is not what the pictures show.';
    const sent = privately(await hands.submit(mori, form, { values: { kind: 'not-as-shown', text } }));
    expect(wordsOn(sent)).toContain('The staff has it');
    expect((await orderOf(world, tag)).vault).toMatchObject({ waitsFor: 'frozen' });

    const one = await hands.step(sol, await desk('case'), 'case');
    for (const each of [tag, 'It is not as shown', text]) expect(wordsOn(one)).toContain(each);
    expect(wordsOn(await hands.step(sol, await hands.step(sol, one, 'take'), 'act'))).toContain('### Done');
    await told(kumo, tag, 'Please tell us your side');
    const asked = await hands.ask(kumo, 'case', { order: tag });
    expect(wordsOn(asked)).toContain(text);
    const answer = { text: 'It is the same board in daylight.' };
    const answered = await hands.submit(kumo, await hands.press(kumo, asked, 'answer'), { values: answer });
    expect(wordsOn(seenAs(answered, 'updated').message)).toContain('have your answer');

    const taken = await hands.step(sol, await desk('case'), 'case');
    for (const each of ['Sol has it.', answer.text]) expect(wordsOn(taken)).toContain(each);
    const judging = await hands.press(sol, taken, 'judge:buyer');
    const values = { reason: 'The pictures show another board', amount: '', postage: ['builder'] };
    const judged = await hands.submit(sol, judging, { values });
    expect(wordsOn(await hands.step(sol, seenAs(judged, 'updated').message, 'act'))).toContain('### Done');
    await eventually(`${tag} is refunded`, async () => (await orderOf(world, tag)).vault?.refundedMinor === 72_00);
    await told(mori, tag, 'decided');
    expect(wordsOn(await desk('case'))).toContain('No case waits.');
    await booksAgree(world);
  });

  test('whoever is banned is refused, banned in communities that have it on, and let back in', async () => {
    await list('kumo', 'Not for everybody');
    const card = await cardOf('Not for everybody', world.places.buildsChannelId);
    const banned = () =>
      world.discord.model.communities.get(world.places.communityId)?.bans.some(({ userId }) => userId === nova) ??
      false;
    await hands.step(sol, await desk('ban', { person: nova, reason: 'Sold what was not theirs' }), 'act');
    await eventually('the ban is carried out', banned);
    expect(await hands.press(nova, card, 'claim').then(wordsOnSeen, String)).toMatch(/banned|sees no|does not see/);
    await hands.step(sol, await desk('unban', { person: nova, reason: 'It was a mix-up' }), 'act');
    await eventually('the ban is lifted', () => !banned());
    world.discord.byHand.join(world.places.communityId, nova);
    expect(wordsOn(await desk('acts'))).toContain('It was a mix-up');
    expect(wordsOn(await desk('failures'))).toContain('Every community has carried out');
  });

  test('a builder and a marketer agree on a share, and a drop opens with it', async () => {
    const offer = await hands.ask(kumo, 'partner', { marketer: hana, percent: 40 });
    expect(wordsOn(offer)).toContain('Hana gets 40 %');
    const agreed = await hands.step(hana, await hands.ask(hana, 'partner'), 'share:agree');
    expect(wordsOn(agreed)).toContain('Agreed.');
    await list('kumo', 'Shown by Hana', { marketer: hana });
    const card = await cardOf('Shown by Hana', world.places.buildsChannelId);
    expect(wordsOn(card)).toContain('Shown by **Hana**');
    expect(customIdOn(card, 'manage')).toContain('drp_');
    const mine = privately(await hands.press(kumo, card, 'manage'));
    expect(wordsOn(await hands.step(kumo, mine, 'status:paused'))).toContain('paused');
    expect(wordsOn(await hands.ask(kumo, 'dashboard'))).toContain('Shown by Hana');
  });

  test('a raffle is entered from its card, drawn at its close, and whoever was drawn pays', async () => {
    const minutes = houseRules.raffleWindowMsMin / minute;
    await list('kumo', 'Drawn for', { raffle: minutes, units: 1 });
    const card = await cardOf('Drawn for', world.places.buildsChannelId);
    const dropId = customIdOn(card, 'raffle').slice('raffle:'.length);
    for (const person of [nova, mori])
      expect(wordsOn(privately(await hands.press(person, card, 'raffle')))).toContain('You are in the raffle');
    await told(mori, 'You have entered the raffle for Drawn for');
    await world.clock.advance(houseRules.raffleWindowMsMin);
    const place = async (person: string) => {
      const words = wordsOn(await hands.ask(person, 'waitlist', { drop: dropId }));
      return /you are number \*\*(\d)\*\* of 2/.exec(words)?.[1];
    };
    await eventually('it is drawn', async () => (await place(nova)) !== undefined);
    const [first, second] = (await place(nova)) === '1' ? [nova, mori] : [mori, nova];
    expect([await place(first), await place(second)]).toEqual(['1', '2']);
    await told(second, 'You are number 2 in the order of the draw');
    await told(first, 'Drawn for', '/pay/');
  });
});

function wordsOnSeen(seen: Awaited<ReturnType<Hands['press']>>): string {
  return JSON.stringify(seen);
}
