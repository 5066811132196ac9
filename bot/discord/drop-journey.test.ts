import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CoreRefusalError, makeCommunity, makeDrop, makeOrder } from '../test/core-fake.ts';
import { makeCase } from '../test/people-samples.ts';
import { customIdOn, handsIn, privately, type Hands } from '../test/hands.ts';
import { cardsIn, here, seenAs, startBotWorld, wordsOn, type BotWorld } from '../test/world.ts';

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);
const pictureName = `${'a'.repeat(64)}.png`;
const typed = { title: 'Cloud 65', price: '$450.00', specs: 'Polycarbonate, silent tactiles.', vod: '' };
const options = { guild: 'builder', kind: 'commission', units: 5, days: 14 };

let world: BotWorld;
let hands: Hands;
beforeAll(async () => {
  world = await startBotWorld({
    prepare: (core) => {
      const here_ = makeCommunity({ id: here.community });
      const settings = { ...here_.settings, dropsChannelId: here.builds };
      core.answers.listCommunities = () => ({ communities: [{ ...here_, settings }], more: false });
      core.answers.meetCommunity = () => ({ ...here_, settings });
      core.answers.listDrops = () => ({ drops: [makeDrop(core.url)] });
      core.answers.getDrop = () => makeDrop(core.url);
    },
  });
  hands = handsIn(world);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});
beforeEach(() => {
  const { core } = world;
  core.forget();
  core.pictures.set(pictureName, png);
  core.answers.keepPicture = () => ({ name: pictureName, url: `${core.url}/pictures/${pictureName}` });
  core.answers.previewDrop = ({ body }) => makeDrop(core.url, { title: body.title });
  core.answers.createDrop = ({ body }) => makeDrop(core.url, { title: body.title });
});

/** Fills the form of `/c500 drop` and answers what comes of it. */
async function fillForm(values: Readonly<Record<string, string>> = typed, more: Readonly<Record<string, string>> = {}) {
  const form = await hands.run(here.builder, 'drop', { ...options, ...more });
  const files = { pictures: [{ name: 'my board.png', contentType: 'image/png', bytes: png }] };
  return privately(await hands.submit(here.builder, form, { values, files }));
}

describe('opening a drop', () => {
  test('a form and a picture are looked at before anything is posted, and become a drop at one press', async () => {
    const preview = await fillForm(typed, { marketer: here.buyer });
    for (const words of ['Nothing is posted yet', '🛠️ Cloud 65', '$450.00', '8 built live', `<@${here.buyer}>`])
      expect(wordsOn(preview)).toContain(words);
    expect(wordsOn(preview)).not.toContain('"claim:');
    expect(world.core.callsOf('createDrop')).toEqual([]);

    const opened = await hands.step(here.builder, preview, 'post');
    expect(wordsOn(opened)).toContain('Your drop is open');
    expect(world.core.callsOf('createDrop')).toMatchObject([
      {
        actor: `discord:${here.builder}/rika`,
        communityId: here.community,
        locale: 'en-US',
        input: {
          body: {
            guild: 'builder',
            kind: 'commission',
            units: 5,
            proofDays: 14,
            title: 'Cloud 65',
            priceTyped: '$450.00',
            pictures: [pictureName],
            vodUrl: null,
            marketerDiscordId: here.buyer,
            liveOnly: false,
            earlyBirdMinutes: 0,
            raffle: null,
          },
        },
      },
    ]);
    expect(world.core.callsOf('keepPicture')[0]?.input).toMatchObject({
      body: { base64: Buffer.from(png).toString('base64') },
    });
    expect(world.discord.messagesSeenBy(here.buyer, here.lounge)).toEqual([]);
  });

  test('a preview is edited in the form that it came from, or thrown away', async () => {
    const preview = await fillForm();
    const again = await hands.press(here.builder, preview, 'again');
    expect(JSON.stringify(seenAs(again, 'modal').modal.components)).toContain('"value":"Cloud 65"');
    const edited = await hands.submit(here.builder, again, { values: { title: 'Cloud 66' } });
    expect(wordsOn(seenAs(edited, 'updated').message)).toContain('Cloud 66');
    expect(world.core.callsOf('keepPicture')).toHaveLength(1);

    const gone = await hands.step(here.builder, seenAs(edited, 'updated').message, 'discard');
    expect(wordsOn(gone)).toContain('Nothing was posted');
    expect(world.core.callsOf('createDrop')).toEqual([]);
  });

  test('a price that does not read comes back with everything that was typed, and trying again keeps request and pictures', async () => {
    world.core.answers.previewDrop = ({ body }) => {
      if (body.priceTyped === 'a lot') throw new CoreRefusalError('price-unreadable', { typed: body.priceTyped });
      return makeDrop(world.core.url);
    };
    const kept = await fillForm({ ...typed, price: 'a lot' });
    for (const words of [
      'We could not read',
      'a lot',
      'Type it like 450',
      'Cloud 65',
      'Polycarbonate, silent tactiles.',
    ])
      expect(wordsOn(kept)).toContain(words);

    const again = await hands.press(here.builder, kept, 'again');
    await hands.submit(here.builder, again, { values: { price: '450' } });
    const asked = world.core.callsOf('previewDrop').map(({ input }) => JSON.parse(JSON.stringify(input)));
    expect(asked[1]).toEqual({ ...asked[0], body: { ...asked[0].body, priceTyped: '450' } });
    expect(world.core.callsOf('keepPicture')).toHaveLength(1);
  });

  test('a core that dies after opening the drop leads to no second drop', async () => {
    const requests: string[] = [];
    world.core.answers.createDrop = ({ body }) => {
      requests.push(body.requestId);
      if (requests.length === 1) throw new Error('the power went out after the commit');
      return makeDrop(world.core.url);
    };
    const kept = await hands.step(here.builder, await fillForm(), 'post');
    expect(wordsOn(kept)).toContain('never opens a second drop');
    const again = await hands.press(here.builder, kept, 'again');
    const preview = seenAs(await hands.submit(here.builder, again, { values: {} }), 'updated').message;
    expect(wordsOn(await hands.step(here.builder, preview, 'post'))).toContain('Your drop is open');
    expect(new Set(requests).size).toBe(1);
    expect(requests).toHaveLength(2);
  });

  test('a button that is pressed twice at once asks for one drop', async () => {
    const preview = await fillForm();
    await Promise.all([hands.press(here.builder, preview, 'post'), hands.press(here.builder, preview, 'post')]);
    const asked = world.core.callsOf('createDrop').map(({ input }) => JSON.stringify(input));
    expect(asked).toHaveLength(2);
    expect(new Set(asked).size).toBe(1);
  });

  test('a file that is no picture is named, and nothing is opened', async () => {
    world.core.answers.keepPicture = () => {
      throw new CoreRefusalError('bad-picture');
    };
    const kept = await fillForm();
    expect(wordsOn(kept)).toContain('board.png');
    expect(wordsOn(kept)).toContain('That picture could not be used.');
    expect(world.core.callsOf('previewDrop')).toEqual([]);
  });

  test('a picture is fetched only from where Discord keeps files, and a draft is kept only for a while', async () => {
    const strict = await startBotWorld({ cdnHosts: 'cdn.discordapp.com', timings: { draftLifeMs: 0 } });
    try {
      const others = handsIn(strict);
      strict.core.answers.keepPicture = () => ({ name: pictureName, url: '' });
      const form = await others.run(here.builder, 'drop', options);
      const files = { pictures: [{ name: 'my board.png', contentType: 'image/png', bytes: png }] };
      const kept = privately(await others.submit(here.builder, form, { values: typed, files }));
      expect(wordsOn(kept)).toContain('That picture could not be used.');
      expect(strict.core.callsOf('keepPicture')).toEqual([]);
      const late = privately(await others.press(here.builder, kept, 'again'));
      expect(wordsOn(late)).toContain('Start over with');
    } finally {
      await strict[Symbol.asyncDispose]();
    }
  });

  test('somebody who is no builder is told so in the words of the house', async () => {
    world.core.answers.previewDrop = () => {
      throw new CoreRefusalError('promises-not-signed');
    };
    const kept = await fillForm();
    expect(wordsOn(kept)).toContain('The current promises are not signed yet.');
    expect(wordsOn(kept)).toContain('Read and sign the Vibe Check');
  });
});

describe('minding a drop', () => {
  async function postedCard() {
    await world.until(() => cardsIn(world).length > 0);
    const [card] = cardsIn(world);
    if (!card) throw new Error('there is no card');
    return card;
  }

  async function manage(userId: string = here.builder) {
    world.core.answers.listMyDrops = (_input, actor) => ({
      drops: actor?.includes(here.builder) === true ? [makeDrop(world.core.url)] : [],
    });
    return privately(await hands.press(userId, await postedCard(), 'manage'));
  }

  test('its builder edits it from the card, with what they saw, and later claims get it', async () => {
    world.core.answers.editDrop = ({ body }) => makeDrop(world.core.url, { title: body.title, revision: '2' });
    const panel = await manage();
    const form = await hands.press(here.builder, panel, 'edit');
    const edited = await hands.submit(here.builder, form, { values: { title: 'Cloud 65 v2' } });
    expect(wordsOn(seenAs(edited, 'updated').message)).toContain('Cloud 65 v2');
    expect(world.core.callsOf('editDrop')[0]?.input).toMatchObject({
      params: { dropId: 'drp_cloud65cloud65' },
      body: { revision: '1', title: 'Cloud 65 v2', priceTyped: '$450.00' },
    });
  });

  test('it is paused, restocked and, after a question, closed', async () => {
    world.core.answers.setMyDropStatus = ({ body }) => makeDrop(world.core.url, { status: body.status });
    world.core.answers.restockDrop = ({ body }) =>
      makeDrop(world.core.url, { units: { total: 5 + body.count, left: 4 + body.count } });
    let panel = await hands.step(here.builder, await manage(), 'status:paused');
    expect(wordsOn(panel)).toContain('paused');
    const form = await hands.press(here.builder, panel, 'restock');
    panel = seenAs(await hands.submit(here.builder, form, { values: { count: '3' } }), 'updated').message;
    expect(wordsOn(panel)).toContain('7 of 8 left');
    panel = await hands.step(here.builder, panel, 'close:ask');
    expect(wordsOn(panel)).toContain('for good?');
    panel = await hands.step(here.builder, panel, 'status:closed');
    expect(wordsOn(panel)).not.toContain('custom_id');
    expect(world.core.callsOf('setMyDropStatus').map(({ input }) => input)).toMatchObject([
      { body: { status: 'paused' } },
      { body: { status: 'closed' } },
    ]);
  });

  test('a number of units that does not read is refused, and the panel stays', async () => {
    const panel = await manage();
    const form = await hands.press(here.builder, panel, 'restock');
    const said = privately(await hands.submit(here.builder, form, { values: { count: 'many' } }));
    expect(wordsOn(said)).toContain('Type a whole number');
    expect(wordsOn(world.discord.model.messages.get(panel.id) ?? said)).toContain('4 of 5 left');
    expect(world.core.callsOf('restockDrop')).toEqual([]);
  });

  test('a form that would come too late for Discord is not waited for, and the person is told', async () => {
    const panel = await manage();
    const late = Promise.withResolvers<void>();
    world.core.answers.listMyDrops = async () => {
      await late.promise;
      return { drops: [] };
    };
    const told = privately(await hands.press(here.builder, panel, 'edit'));
    late.resolve();
    expect(wordsOn(told)).toContain('C500 is not answering right now.');
  });

  test('whoever it does not belong to is told so, and sees nothing of it', async () => {
    expect(wordsOn(await manage(here.buyer))).toContain('This drop belongs to another builder.');
  });

  test('anybody reports it to the staff from the menu of its card, and of no other message', async () => {
    world.core.answers.reportDrop = () => makeCase({ kind: 'drop', about: 'Rika' });
    const asked = { userId: here.buyer, name: 'Report this drop' };
    const form = await world.discord.useOnMessage({ ...asked, messageId: (await postedCard()).id });
    const done = privately(await hands.submit(here.buyer, form, { values: { text: 'These are my pictures.' } }));
    expect(wordsOn(done)).toContain('The staff looks at **Rika**.');
    expect(world.core.callsOf('reportDrop')[0]?.input).toMatchObject({ params: { dropId: 'drp_cloud65cloud65' } });
    const { id } = world.discord.sayInChannel(here.builder, here.lounge, 'claim:drp_cloud65cloud65');
    const none = await world.discord.useOnMessage({ ...asked, messageId: id });
    expect(wordsOn(privately(none))).toContain('There is no drop on that message.');
  });
});

describe('claiming', () => {
  const shop = () => hands.ask(here.buyer, 'shop');

  test('the button answers privately with tag, price, clock and the payment page', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    const claim = privately(await hands.press(here.buyer, await shop(), 'claim'));
    for (const words of [
      'C5-7K3QF2M',
      '$450.00',
      '<t:1800000000:R>',
      'Pay $450.00',
      'https://c500.test/pay/C5-7K3QF2M',
    ])
      expect(wordsOn(claim)).toContain(words);
    expect(world.core.callsOf('claimUnit')[0]).toMatchObject({
      actor: `discord:${here.buyer}/mori_森`,
      communityId: here.community,
      input: { params: { dropId: 'drp_cloud65cloud65' } },
    });
  });

  test('cancelling gives the unit back and takes the payment button away', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    world.core.answers.cancelClaim = () => ({ order: makeOrder({ fulfilment: 'cancelled', claim: null }) });
    const claim = privately(await hands.press(here.buyer, await shop(), 'claim'));
    const cancelled = await hands.step(here.buyer, claim, 'cancel');
    expect(wordsOn(cancelled)).toContain('You were not charged');
    expect(wordsOn(cancelled)).not.toContain('/pay/');
  });

  test('a claim that can no longer be cancelled keeps its payment button', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    world.core.answers.cancelClaim = () => {
      throw new CoreRefusalError('already-paid');
    };
    const claim = privately(await hands.press(here.buyer, await shop(), 'claim'));
    expect(wordsOn(privately(await hands.press(here.buyer, claim, 'cancel')))).toContain('This order is paid already.');
    expect(customIdOn(world.discord.model.messages.get(claim.id) ?? claim, 'cancel')).toBe('cancel:C5-7K3QF2M');
  });

  test.each([
    ['a tier that is too low', 'tier-too-low', { tier: 'Member' }, 'This one needs the Member tier.'],
    ['a card of a closed drop', 'drop-closed', {}, 'a closed drop stays closed'],
    ['a ban', 'banned', { reason: 'scams' }, 'banned from the C500 network (scams)'],
  ] as const)('%s is a private sentence with a remedy', async (_, code, params, words) => {
    world.core.answers.claimUnit = () => {
      throw new CoreRefusalError(code, params);
    };
    expect(wordsOn(privately(await hands.press(here.buyer, await shop(), 'claim')))).toContain(words);
  });

  test('while the core is down the answer says that nothing is lost, and a fault of it is an apology without details', async () => {
    const message = await shop();
    world.core.isDown = true;
    const lost = privately(await hands.press(here.buyer, message, 'claim'));
    world.core.isDown = false;
    expect(wordsOn(lost)).toContain('C500 is not answering right now.');
    world.core.answers.claimUnit = () => {
      throw new Error('a stack trace');
    };
    const broken = wordsOn(privately(await hands.press(here.buyer, message, 'claim')));
    expect(broken).toContain('Something broke on our side.');
    expect(broken).not.toContain('stack');
  });
});
