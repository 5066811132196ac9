import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hour, minute } from '#shared/house-rules.ts';
import { personCalled } from '../../sandbox/people.ts';
import { pay, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const kumo = personCalled('kumo').twitch?.id ?? '';
let made = 0;
async function listDrop(options: { marketer?: string; units?: number; price?: string } = {}) {
  return world.onDiscord('kumo').createDrop({
    body: {
      requestId: `request-${++made}-abcdef`,
      guild: 'builder',
      kind: 'commission',
      units: options.units ?? 3,
      proofDays: 14,
      title: 'Cloud 65',
      priceTyped: options.price ?? '$450.00',
      specs: 'quiet',
      pictures: [],
      vodUrl: null,
      ...(options.marketer ? { marketerDiscordId: personCalled(options.marketer).discord?.id ?? '' } : {}),
    },
  });
}

describe('an order from the claim to the transfers', () => {
  test('a claim is paid, built live for ten minutes, and released to builder and marketer to the cent', async () => {
    const drop = await listDrop({ marketer: 'hana' });
    const claimed = await world.inPanel('mori', 'kumo').claimUnit({ params: { dropId: drop.id } });
    expect(claimed.fulfilment).toBe('reserved');
    await pay(world, claimed);
    const buyer = world.onDiscord('mori');
    const paid = await buyer.getOrder({ params: { tag: claimed.tag } });
    expect(paid.fulfilment).toBe('paid');
    expect(paid.vault?.heldMinor).toBe(462_00);

    world.twitch.goLive(kumo, 'evening build');
    await world.settle();
    world.twitch.setTitle(kumo, `building ${claimed.tag} tonight`);
    await world.settle();
    const panel = await world.inPanel('pip', 'kumo', { shared: false }).getChannel({});
    expect(panel.bench.map((entry) => entry.tag)).toEqual([claimed.tag]);
    await world.pass(11 * minute);
    const proved = await buyer.getOrder({ params: { tag: claimed.tag } });
    expect(proved.certifiedBuild).toBe(true);
    expect(proved.fulfilment).toBe('building');
    await world.pass(72 * hour + minute);
    const money = await world.operator.getOrderMoney({ params: { tag: claimed.tag } });
    expect(money.order.vault?.heldMinor).toBe(0);
    expect(
      world.stripe
        .summary()
        .transfers.map((transfer) => transfer.amount)
        .toSorted(),
    ).toEqual([121_50, 295_50]);
    const health = await world.operator.getMoneyHealth({});
    expect(health.stripe).toMatchObject({ agrees: true, differences: [] });
  });
});
