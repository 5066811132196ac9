import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeTag } from '#shared/order-tag.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { CoreRefusalError, makeDrop, makeOrder } from '../../test/core-fake.ts';
import { privately, type Hands } from '../../test/hands.ts';
import { startJudgedWorld, type JudgedWorld } from '../../test/judged.ts';
import { makeDashboard, makePartnership, makeSetup } from '../../test/people-samples.ts';
import { here, wordsOn, type BotWorld } from '../../test/world.ts';

const tag = makeTag([7, 19, 3, 23, 15, 2]);
const other = makeTag([1, 2, 3, 4, 5, 6]);
const place = { communityId: here.community, channelId: here.lounge };
const paid: Partial<OrderView> = { tag, fulfilment: 'paid', claim: null, proofDueAt: 1_800_000_000_000 };
const ups = '1Z999AA10123456784';

let judged: JudgedWorld;
let world: BotWorld;
let hands: Hands;
beforeAll(async () => {
  judged = await startJudgedWorld();
  ({ world, hands } = judged);
});
afterAll(async () => {
  await judged[Symbol.asyncDispose]();
});
beforeEach(() => {
  world.core.forget();
  world.core.answers.listMyQueue = (_input, actor) => {
    if (actor?.includes(here.buyer) === true) throw new CoreRefusalError('not-a-builder');
    return { orders: [makeOrder(paid), makeOrder({ ...paid, tag: other, title: 'Moss TKL' })] };
  };
});

const png = { name: 'board.png', contentType: 'image/png', bytes: new Uint8Array([137, 80, 78, 71]) };
const application = {
  guild: 'artisan',
  about: 'I have sculpted keycaps for six years.',
  links: 'https://a.test https://b.test',
};

describe('becoming a builder', () => {
  test('apply hands a form with links and pictures over, and answers with the way ahead', async () => {
    world.core.answers.keepPicture = () => ({ name: `${'b'.repeat(64)}.png`, url: '' });
    world.core.answers.apply = () => makeSetup({ next: 'certified', isBuilder: false });
    const form = await hands.run(here.buyer, 'apply');
    const seen = privately(await hands.submit(here.buyer, form, { values: application, files: { pictures: [png] } }));
    expect(wordsOn(seen)).toContain('Next: **Be certified**');
    expect(world.core.callsOf('apply')[0]).toMatchObject({
      actor: `discord:${here.buyer}/mori_森`,
      input: {
        body: { guild: 'artisan', links: ['https://a.test', 'https://b.test'], pictures: [`${'b'.repeat(64)}.png`] },
      },
    });
  });

  test('apply without a link, and a second time, is refused in words', async () => {
    const words = async (values: Record<string, string>) =>
      wordsOn(privately(await hands.submit(here.buyer, await hands.run(here.buyer, 'apply'), { values })));
    expect(await words({ ...application, links: '1 2 3 4 5 6' })).toContain('That is not a link we can show.');
    world.core.answers.apply = () => {
      throw new CoreRefusalError('already-applied');
    };
    expect(await words(application)).toContain('Your application is with our staff.');
  });

  test('setup shows what is connected, what is missing, and private links', async () => {
    world.core.answers.getSetup = () => makeSetup();
    const words = wordsOn(await hands.ask(here.builder, 'setup'));
    for (const each of [
      '✅ **Apply**',
      '⏳ **Connect Twitch**',
      'A bank account is missing',
      '/setup/stripe/once',
      'Next: **Connect Stripe**',
    ])
      expect(words).toContain(each);
  });
});

describe('live', () => {
  test('hands over several tags as they were typed, and says what became of each', async () => {
    world.core.answers.declareLive = () => ({
      sightings: [
        { tag, counted: true, code: null, sentence: `${tag} is on the bench.` },
        {
          tag: other,
          counted: false,
          code: 'bench-full',
          sentence: 'Three orders are on the bench, and that is the most.',
        },
      ],
    });
    const message = await hands.ask(here.builder, 'live', { order: `${tag} ${other}` });
    expect(world.core.callsOf('declareLive')[0]?.input).toMatchObject({ body: { text: `${tag} ${other}` } });
    for (const each of ['On the bench', 'Finish one, then tag the next.']) expect(wordsOn(message)).toContain(each);
  });

  test('without an order tells communities that the builder is in the workshop, or of a drop', async () => {
    world.core.answers.announceLive = ({ body }) => ({ communities: body.kind === 'drop' ? 3 : 1 });
    expect(wordsOn(await hands.ask(here.builder, 'live', { say: 'Tea and lube' }))).toContain('One community hears');
    const told = await hands.ask(here.builder, 'live', { post: 'drop', drop: 'drp_cloud65cloud65' });
    expect(wordsOn(told)).toContain('3 communities hear');
    expect(world.core.callsOf('announceLive').map(({ input }) => input)).toMatchObject([
      { body: { kind: 'workshop', dropId: null, text: 'Tea and lube' } },
      { body: { kind: 'drop', dropId: 'drp_cloud65cloud65', text: '' } },
    ]);
  });

  test('for a drop without one asks which, and while Twitch says offline it is refused', async () => {
    expect(wordsOn(await hands.ask(here.builder, 'live', { post: 'drop' }))).toContain('Which drop shall we point to?');
    world.core.answers.announceLive = () => {
      throw new CoreRefusalError('channel-offline');
    };
    expect(wordsOn(await hands.ask(here.builder, 'live', { post: 'chat' }))).toContain('Your channel is offline');
    expect(world.core.callsOf('announceLive')).toHaveLength(1);
  });

  test('completes the last of several tags, and suggests the builder’s open drops', async () => {
    const typing = { ...place, userId: here.builder, name: 'c500', subcommand: 'live' };
    const tags = await world.discord.autocomplete({ ...typing, focused: 'order', values: { order: `${tag} moss` } });
    expect(tags).toEqual([{ name: `${tag} ${other} · Moss TKL · In the Vault`, value: `${tag} ${other}` }]);
    world.core.answers.listMyDrops = () => ({
      drops: [makeDrop(world.core.url), makeDrop(world.core.url, { id: 'drp_closed', status: 'closed' })],
    });
    const drops = await world.discord.autocomplete({ ...typing, focused: 'drop', values: { drop: 'cl' } });
    expect(drops).toEqual([{ name: 'Cloud 65 · Rika · 4 of 5 left', value: 'drp_cloud65cloud65' }]);
  });
});

describe('ship', () => {
  test('shows the carrier that was recognised, and sends the number at one press', async () => {
    const tracking = { carrier: 'UPS', number: ups, url: `https://ups.test/${ups}` };
    world.core.answers.declareShipment = () => ({ order: makeOrder({ ...paid, fulfilment: 'shipped', tracking }) });
    const question = await hands.ask(here.builder, 'ship', {
      order: tag.toLowerCase(),
      tracking: '1z 999 aa1 01 2345 6784',
    });
    expect(wordsOn(question)).toContain(`**${tag}** · UPS, number **${ups}**`);
    expect(world.core.callsOf('declareShipment')).toEqual([]);
    const sent = await hands.step(here.builder, question, 'ship');
    expect(world.core.callsOf('declareShipment')[0]).toMatchObject({
      actor: `discord:${here.builder}/rika`,
      input: { params: { tag }, body: { number: ups } },
    });
    expect(wordsOn(sent)).toContain('shipped with UPS');
  });

  test('a number that no carrier prints is refused at once, and one that was looked at can be kept', async () => {
    expect(wordsOn(await hands.ask(here.builder, 'ship', { order: tag, tracking: '1234' }))).toContain(
      'Copy it from the label',
    );
    const question = await hands.ask(here.builder, 'ship', { order: tag, tracking: ups });
    expect(wordsOn(await hands.step(here.builder, question, 'drop-shipment'))).toContain('Nothing was sent');
    expect(world.core.callsOf('declareShipment')).toEqual([]);
  });

  test('a number that was used before is refused by the core, and the question stays', async () => {
    world.core.answers.declareShipment = () => {
      throw new CoreRefusalError('tracking-reused');
    };
    const question = await hands.ask(here.builder, 'ship', { order: tag, tracking: ups });
    expect(wordsOn(privately(await hands.press(here.builder, question, 'ship')))).toContain(
      'already used for another order',
    );
  });

  test('tags are suggested from the queue by tag and by title, and nothing to others or while the core is down', async () => {
    const typing = { ...place, name: 'c500', subcommand: 'ship', focused: 'order' };
    const all = await world.discord.autocomplete({ ...typing, userId: here.builder, values: {} });
    expect(all).toEqual([
      { name: `${tag} · Cloud 65 · In the Vault`, value: tag },
      { name: `${other} · Moss TKL · In the Vault`, value: other },
    ]);
    const some = await world.discord.autocomplete({ ...typing, userId: here.builder, values: { order: 'moss' } });
    expect(some).toHaveLength(1);
    expect(await world.discord.autocomplete({ ...typing, userId: here.buyer, values: {} })).toEqual([]);
    world.core.isDown = true;
    expect(await world.discord.autocomplete({ ...typing, userId: here.builder, values: {} })).toEqual([]);
    world.core.isDown = false;
  });
});

describe('queue and refund', () => {
  test('queue shows tags and due days, and tells who is no builder', async () => {
    expect(wordsOn(await hands.ask(here.builder, 'queue'))).toContain(`**${tag}** · Cloud 65`);
    expect(wordsOn(await hands.ask(here.buyer, 'queue'))).toContain('Only certified builders can do this.');
  });

  test('refund gives the reason to the core, which may refuse', async () => {
    world.core.answers.refundOrder = () => ({ order: makeOrder({ ...paid, fulfilment: 'cancelled' }) });
    const refund = () => hands.ask(here.builder, 'refund', { order: tag, reason: 'The plate cracked.' });
    expect(wordsOn(await refund())).toContain('all of it goes back to the buyer');
    expect(world.core.callsOf('refundOrder')[0]?.input).toMatchObject({ body: { reason: 'The plate cracked.' } });
    world.core.answers.refundOrder = () => {
      throw new CoreRefusalError('nothing-held');
    };
    expect(wordsOn(await refund())).toContain('The Vault holds nothing for this order.');
  });
});

describe('dashboard', () => {
  test('says what the Vault holds and why, with a chart whose words say the same', async () => {
    world.core.answers.getDashboard = () => makeDashboard();
    const message = await hands.ask(here.builder, 'dashboard');
    for (const each of [
      'holds **$462.00**',
      'share in it is **$417.00**',
      'waits for your proof',
      'Transferred in November 2026: **$405.00**',
      '2 in line',
      '7: $405.00',
    ])
      expect(wordsOn(message)).toContain(each);
    expect(message.attachments).toMatchObject([{ name: 'transfers.png', contentType: 'image/png' }]);
  });

  test('a long list of orders stays within what one message may hold, and a month without transfers has no chart', async () => {
    const [order] = makeDashboard().orders;
    const [drop] = makeDashboard().drops;
    if (!order || !drop) throw new Error('the sample is empty');
    world.core.answers.getDashboard = () =>
      makeDashboard({
        orders: Array.from({ length: 120 }, () => ({ ...order, title: 'W'.repeat(100) })),
        drops: Array.from({ length: 60 }, () => ({ ...drop, title: '*'.repeat(100) })),
        month: { ...makeDashboard().month, days: Array.from({ length: 30 }, () => 0) },
      });
    const message = await hands.ask(here.builder, 'dashboard');
    expect(wordsOn(message)).toMatch(/and \d+ more/);
    expect(message.attachments).toEqual([]);
  });

  test('tells who is no builder', async () => {
    world.core.answers.getDashboard = () => {
      throw new CoreRefusalError('not-a-builder');
    };
    expect(wordsOn(await hands.ask(here.buyer, 'dashboard'))).toContain('Only certified builders can do this.');
  });
});

describe('partner', () => {
  test('offers a part of the pool, and the marketer agrees by a button', async () => {
    world.core.answers.proposePartnership = ({ body }) => makePartnership({ marketerPercent: body.marketerPercent });
    const offer = await hands.ask(here.builder, 'partner', { marketer: here.buyer, percent: 40 });
    expect(wordsOn(offer)).toContain('Mori gets 40 %');
    expect(world.core.callsOf('proposePartnership')[0]?.input).toMatchObject({
      body: { marketerDiscordId: here.buyer, marketerHandle: 'mori_森', marketerPercent: 40 },
    });

    world.core.answers.listPartnerships = () => ({ partnerships: [makePartnership()] });
    world.core.answers.answerPartnership = () => makePartnership({ state: 'agreed' });
    const list = await hands.ask(here.buyer, 'partner');
    expect(wordsOn(await hands.step(here.buyer, list, 'share:agree'))).toContain('Agreed.');
    expect(world.core.callsOf('answerPartnership')[0]?.input).toMatchObject({
      params: { partnershipId: makePartnership().id },
      body: { answer: 'agree' },
    });
  });

  test('whoever offered cannot agree in the other’s place, and an offer that is gone is gone', async () => {
    world.core.answers.listPartnerships = () => ({ partnerships: [makePartnership()] });
    const mine = await hands.ask(here.builder, 'partner');
    expect(wordsOn(mine)).not.toContain('share:agree');
    world.core.answers.listPartnerships = () => ({ partnerships: [] });
    expect(wordsOn(privately(await hands.press(here.builder, mine, 'share:end')))).toContain('no longer there');
    expect(wordsOn(await hands.ask(here.buyer, 'partner'))).toContain('You share no talent pool with anybody.');
  });
});

describe('vouch', () => {
  test('speaks for somebody once', async () => {
    world.core.answers.vouch = () => ({ nickname: '**Mori** @everyone' });
    const words = wordsOn(await hands.ask(here.builder, 'vouch', { buyer: here.buyer }));
    expect(words).toContain(String.raw`\\*\\*Mori\\*\\*`);
    world.core.answers.vouch = () => {
      throw new CoreRefusalError('already-vouched');
    };
    expect(wordsOn(await hands.ask(here.builder, 'vouch', { buyer: here.buyer }))).toContain('Once is enough');
  });
});

test('all of it is as Discord describes it, and mentions nobody', () => {
  expect(judged.faults()).toEqual([]);
});
