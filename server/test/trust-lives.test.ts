import { expect, jest, test } from '@jest/globals';
import { day, hour } from '#shared/house-rules.ts';
import type { Order } from '../domain/order.ts';
import { deliverNotices, twitchIdOf } from './stories.ts';
import { buildersDoings, offers } from './lives/life-builders.ts';
import { buyersDoings, buyFor, sayInRoom } from './lives/life-buyers.ts';
import { watchTransfers, wrongAtTheEnd, wrongNow, wrongOrders } from './lives/life-checks.ts';
import { addressesPacked, leaksOf, leaksOnStream, leaksTold } from './lives/life-leaks.ts';
import { act, calm, clearsDesk, concludes, liftsBans, outsideDoings } from './lives/life-outside.ts';
import { beginLife, builders, keyOf, type Life } from './lives/life.ts';

/** The same seed makes the same decisions, save where ids, which are the machine's, decide what comes first. Give another, or more steps, to look further. */
const seed = Number(process.env['SEED'] ?? 500);
const steps = Number(process.env['STEPS'] ?? 300);

// A machine that is shared with others may need a while.
jest.setTimeout(60_000 + 200 * steps);

const doings = [...buyersDoings, ...buildersDoings, ...outsideDoings];
const weights = doings.reduce((sum, [weight]) => sum + weight, 0);

/** Something happens, and whatever follows from it. */
async function step(life: Life): Promise<string> {
  let at = life.chance.below(weights);
  const [, name, doing] = doings.find(([weight]) => (at -= weight) < 0) ??
    doings[0] ?? [0, 'nothing', async () => undefined];
  await doing(life);
  await life.world.settle();
  return name;
}

/**
 * Whatever came before: people have bought from Kumo, things were said, and one of them has reported what the staff looks into. Gives who
 * that is.
 */
async function haveSecrets(life: Life): Promise<string> {
  await calm(life);
  for (const key of builders) life.world.twitch.goOffline(twitchIdOf(key));
  for (const account of Object.values(life.world.accounts)) life.world.stripe.setAccountActive(account, true);
  await liftsBans(life);
  // What is still reserved lapses, and whoever let claims lapse may claim again after an hour.
  for (let times = 0; times < 2; times++) await life.world.pass(2 * hour);
  const drop = await offers(life, { by: 'kumo', price: '$25.00', units: 2, marketer: 'hana' });
  const bought: Order[] = [];
  for (const key of ['nova', 'mori', 'juno', 'ash']) {
    const order = bought.length < 2 ? await buyFor(life, key, drop?.id ?? '') : undefined;
    if (order) bought.push(order);
  }
  const [first] = bought;
  if (!first) throw new Error('nobody could buy');
  for (const order of bought) for (const key of [keyOf(order.buyerId), 'kumo']) await sayInRoom(life, order, key);
  for (const { tag, buyerId } of bought) {
    const key = keyOf(buyerId);
    const body = { requestId: life.request(), kind: 'late', text: life.words('case', key, tag) } as const;
    const opened = await life.as(key).reportOrder({ params: { tag }, body });
    if (tag === first.tag) await act(life, { kind: 'take-case', caseId: opened.id, reason: 'it is late' }, 'sol');
  }
  await life.world.settle();
  return keyOf(first.buyerId);
}

test(`whatever people, banks and carriers do, the money is right and nobody learns what they may not (SEED=${seed})`, async () => {
  const life = await beginLife(seed);
  const wrongTransfers = watchTransfers(life);
  const names: string[] = [];
  try {
    for (let taken = 0; taken < steps; taken++) {
      names.push(await step(life));
      const wrong = [
        ...wrongTransfers,
        ...(await wrongNow(life)),
        ...(taken % 10 === 0 ? await wrongOrders(life) : []),
      ];
      expect({ seed, names: wrong.length > 0 ? names : [], wrong }).toMatchObject({ wrong: [] });
    }
    const buyer = await haveSecrets(life);
    expect(await addressesPacked(life, 'kumo')).toBeGreaterThan(0);
    expect(await addressesPacked(life, 'yuzu')).toBeGreaterThanOrEqual(0);
    const found = await leaksOf(life);
    const onStream = await leaksOnStream(life, 'kumo');
    expect({ seed, leaks: [...found.leaks, ...onStream.leaks] }).toEqual({ seed, leaks: [] });
    // Whoever may see something does: else nothing would have been looked for.
    const ofOrder = [buyer, 'kumo', 'sol'].flatMap((key) => [`${key}: room`, `${key}: case`]);
    expect([...found.shown]).toEqual(expect.arrayContaining([`${buyer}: address`, ...ofOrder, 'sol: id', 'bot: id']));
    await endOf(life);
    expect({ seed, wrong: [...wrongTransfers, ...(await wrongAtTheEnd(life))] }).toEqual({ seed, wrong: [] });
    const told = await leaksTold(life);
    expect({ seed, leaks: told.leaks }).toEqual({ seed, leaks: [] });
    expect(new Set(life.heard.map(({ where }) => where))).toEqual(new Set(['broadcast', 'log']));
  } finally {
    await life.world.close();
  }
});

/** Long after the last payment: every bank has decided, every clock has run out, and the staff holds nothing back. */
async function endOf(life: Life): Promise<void> {
  await concludes(life);
  for (let passed = 0; passed < 120; passed += 5) {
    await life.world.pass(5 * day);
    life.notices.push(...(await deliverNotices(life.world)));
  }
  await clearsDesk(life);
  for (let passed = 0; passed < 3; passed++) await life.world.pass(day);
}
