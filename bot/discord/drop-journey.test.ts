import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CoreRefusalError, makeDrop, makeOrder } from '../test/core-fake.ts';
import { cardsIn, here, seenAs, startBotWorld, wordsOn, type BotWorld } from '../test/world.ts';

const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3]);
const pictureName = `${'a'.repeat(64)}.png`;
const place = { communityId: here.community, channelId: here.lounge };
const typed = { title: 'Cloud 65', price: '$450.00', specs: 'Polycarbonate, silent tactiles.', vod: '' };

let world: BotWorld;
beforeEach(async () => {
  world = await startBotWorld();
  const { core } = world;
  core.pictures.set(pictureName, png);
  core.answers.keepPicture = () => ({ name: pictureName, url: `${core.url}/pictures/${pictureName}` });
  core.answers.createDrop = () => makeDrop(core.url);
  core.answers.getDrop = () => makeDrop(core.url);
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
});

async function openForm() {
  const values = { guild: 'builder', kind: 'commission', units: 5, days: 14 };
  const options = { subcommand: 'drop', values };
  const seen = await world.discord.runCommand({ ...place, userId: here.builder, name: 'c500', options });
  return seenAs(seen, 'modal').modal;
}

async function submit(modalId: string, values: Readonly<Record<string, string>> = typed, withPicture = true) {
  const files = withPicture ? { pictures: [{ name: 'my board.png', contentType: 'image/png', bytes: png }] } : {};
  const seen = await world.discord.submitModal({ userId: here.builder, modalId, values, files });
  return seenAs(seen, 'message');
}

async function press(userId: string, messageId: string, customId: string) {
  return world.discord.pressButton({ userId, messageId, customId });
}

/** The custom id of the one button of a message that asks for this action. */
function buttonOf(message: Parameters<typeof wordsOn>[0], action: string): string {
  const found = new RegExp(`"(${action}:[^"]+)"`).exec(wordsOn(message))?.[1];
  if (found === undefined) throw new Error(`no ${action} button on ${wordsOn(message)}`);
  return found;
}

describe('opening a drop', () => {
  test('a command, a form and a picture become a card with a buy button, and the builder is told where it is', async () => {
    const modal = await openForm();
    expect(modal.components.map((each) => each.type)).toEqual([18, 18, 18, 18, 18]);
    const { message, ephemeral } = await submit(modal.id);

    const [created] = world.core.callsOf('createDrop');
    expect(created).toMatchObject({
      actor: `discord:${here.builder}/rika`,
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
          marketerDiscordId: null,
        },
      },
    });
    expect(world.core.callsOf('keepPicture')[0]?.input).toMatchObject({
      body: { base64: Buffer.from(png).toString('base64') },
    });
    const [card, ...others] = cardsIn(world);
    if (!card) throw new Error('there is no card');
    expect(others).toEqual([]);
    for (const words of [
      '🛠️ Cloud 65',
      '$450.00',
      '4 of 5 left',
      'within 14 days',
      'Rika',
      '8 built live',
      'US $12.00',
    ])
      expect(wordsOn(card)).toContain(words);
    expect(card.attachments).toMatchObject([{ name: 'picture-1.png', size: png.length }]);
    expect(wordsOn(card)).toContain(card.attachments[0]?.url);
    expect(wordsOn(card)).not.toContain(world.core.url);
    expect(buttonOf(card, 'claim')).toBe('claim:drp_cloud65cloud65');
    expect(world.core.callsOf('attachCard')[0]?.input).toMatchObject({
      params: { dropId: 'drp_cloud65cloud65' },
      body: { channelId: here.builds, messageId: card.id },
    });
    expect(ephemeral).toBe(true);
    expect(wordsOn(message)).toContain(`https://discord.com/channels/${here.community}/${here.builds}/${card.id}`);
  });

  test('a price that does not read comes back with everything that was typed, and trying again keeps request and pictures', async () => {
    const asked: string[] = [];
    world.core.answers.createDrop = ({ body }) => {
      asked.push(`${body.requestId} ${body.priceTyped} ${body.pictures.length}`);
      if (body.priceTyped === 'a lot') throw new CoreRefusalError('price-unreadable', { typed: body.priceTyped });
      return makeDrop(world.core.url);
    };
    const { message } = await submit((await openForm()).id, { ...typed, price: 'a lot' });
    for (const words of [
      'We could not read',
      'a lot',
      'Type it like 450',
      'Cloud 65',
      'Polycarbonate, silent tactiles.',
    ])
      expect(wordsOn(message)).toContain(words);
    expect(cardsIn(world)).toEqual([]);

    const again = seenAs(await press(here.builder, message.id, buttonOf(message, 'again')), 'modal').modal;
    expect(JSON.stringify(again.components)).toContain('"value":"Cloud 65"');
    const done = await submit(again.id, { price: '450' }, false);
    expect(wordsOn(done.message)).toContain('Your drop is open');
    const [first, second] = asked.map((each) => each.split(' '));
    expect(second).toEqual([first?.[0], '450', '1']);
    expect(world.core.callsOf('keepPicture')).toHaveLength(1);
  });

  test('a core that dies after opening the drop leads to no second drop', async () => {
    const requests: string[] = [];
    world.core.answers.createDrop = ({ body }) => {
      requests.push(body.requestId);
      if (requests.length === 1) throw new Error('the power went out after the commit');
      return makeDrop(world.core.url);
    };
    const { message } = await submit((await openForm()).id);
    expect(wordsOn(message)).toContain('never opens a second drop');
    const again = seenAs(await press(here.builder, message.id, buttonOf(message, 'again')), 'modal').modal;
    await submit(again.id, {}, false);
    expect(new Set(requests).size).toBe(1);
    expect(requests).toHaveLength(2);
    expect(cardsIn(world)).toHaveLength(1);
  });

  test('a file that is no picture is named, and nothing is opened', async () => {
    world.core.answers.keepPicture = () => {
      throw new CoreRefusalError('bad-picture');
    };
    const { message } = await submit((await openForm()).id);
    expect(wordsOn(message)).toContain('board.png');
    expect(wordsOn(message)).toContain('That picture could not be used.');
    expect(world.core.callsOf('createDrop')).toEqual([]);
  });

  test('a picture is fetched only from where Discord keeps files', async () => {
    await world[Symbol.asyncDispose]();
    world = await startBotWorld({ cdnHosts: 'cdn.discordapp.com' });
    const { message } = await submit((await openForm()).id);
    expect(wordsOn(message)).toContain('That picture could not be used.');
    expect(world.core.callsOf('keepPicture')).toEqual([]);
    expect(world.core.callsOf('createDrop')).toEqual([]);
  });

  test('a form that is tried again after its draft is gone says how to start over', async () => {
    await world[Symbol.asyncDispose]();
    world = await startBotWorld({ timings: { draftLifeMs: 0 } });
    const { message } = await submit((await openForm()).id, typed, false);
    const seen = seenAs(await press(here.builder, message.id, buttonOf(message, 'again')), 'message');
    expect(wordsOn(seen.message)).toContain('Start over with');
  });

  test('a drop whose card cannot be posted stands, and its card is posted at the press of a button', async () => {
    // Discord refuses a message with such a link; it stands for whatever may go wrong between the drop and its card.
    world.core.answers.createDrop = () => makeDrop(world.core.url, { vodUrl: 'not an address' });
    const { message } = await submit((await openForm()).id);
    expect(wordsOn(message)).toContain('its card is missing');
    const posted = seenAs(await press(here.builder, message.id, buttonOf(message, 'card')), 'updated');
    expect(wordsOn(posted.message)).toContain('Your drop is open');
    expect(cardsIn(world)).toHaveLength(1);
  });

  test('somebody who is no builder is told so in the words of the house', async () => {
    world.core.answers.createDrop = () => {
      throw new CoreRefusalError('promises-not-signed');
    };
    const { message } = await submit((await openForm()).id, typed, false);
    expect(wordsOn(message)).toContain('The current promises are not signed yet.');
    expect(wordsOn(message)).toContain('Read and sign the Vibe Check');
  });
});

describe('claiming', () => {
  async function postedCard() {
    await submit((await openForm()).id);
    const [card] = cardsIn(world);
    if (!card) throw new Error('there is no card');
    return card;
  }

  test('the buy button answers privately with tag, price, clock and the payment page', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    const card = await postedCard();
    const seen = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message');
    expect(seen.ephemeral).toBe(true);
    for (const words of [
      'C5-7K3QF2M',
      '$450.00',
      '<t:1800000000:R>',
      'Pay $450.00',
      'https://c500.test/pay/C5-7K3QF2M',
    ])
      expect(wordsOn(seen.message)).toContain(words);
    expect(world.core.callsOf('claimUnit')[0]).toMatchObject({
      actor: `discord:${here.buyer}/mori_森`,
      input: { params: { dropId: 'drp_cloud65cloud65' } },
    });
    expect(world.discord.messagesSeenBy(here.builder, here.builds)).toHaveLength(1);
  });

  test('cancelling gives the unit back and takes the payment button away', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    world.core.answers.cancelClaim = () => ({ order: makeOrder({ fulfilment: 'cancelled', claim: null }) });
    const card = await postedCard();
    const claim = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message').message;
    const cancelled = seenAs(await press(here.buyer, claim.id, 'cancel:C5-7K3QF2M'), 'updated');
    expect(wordsOn(cancelled.message)).toContain('You were not charged');
    expect(wordsOn(cancelled.message)).not.toContain('/pay/');
  });

  test('a claim that can no longer be cancelled keeps its payment button', async () => {
    world.core.answers.claimUnit = () => makeOrder();
    world.core.answers.cancelClaim = () => {
      throw new CoreRefusalError('already-paid');
    };
    const card = await postedCard();
    const claim = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message').message;
    const refused = seenAs(await press(here.buyer, claim.id, 'cancel:C5-7K3QF2M'), 'message');
    expect(wordsOn(refused.message)).toContain('This order is paid already.');
    expect(refused.ephemeral).toBe(true);
    expect(wordsOn(world.discord.model.messages.get(claim.id) ?? claim)).toContain('/pay/');
  });

  test('a refusal is a private sentence with a remedy', async () => {
    world.core.answers.claimUnit = () => {
      throw new CoreRefusalError('tier-too-low', { tier: 'Member' });
    };
    const card = await postedCard();
    const seen = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message');
    expect(seen.ephemeral).toBe(true);
    expect(wordsOn(seen.message)).toContain('This one needs the Member tier.');
    expect(wordsOn(seen.message)).toContain('Link a second account');
  });

  test('while the core is down the answer says that nothing is lost', async () => {
    const card = await postedCard();
    world.core.isDown = true;
    const seen = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message');
    expect(wordsOn(seen.message)).toContain('C500 is not answering right now.');
  });

  test('a fault of the core is an apology without its details', async () => {
    world.core.answers.claimUnit = () => {
      throw new Error('a stack trace');
    };
    const card = await postedCard();
    const seen = seenAs(await press(here.buyer, card.id, buttonOf(card, 'claim')), 'message');
    expect(wordsOn(seen.message)).toContain('Something broke on our side.');
    expect(wordsOn(seen.message)).not.toContain('stack');
  });
});
