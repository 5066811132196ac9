import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hour } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { parseTag } from '#shared/order-tag.ts';
import type { StatementView } from '#shared/schemas/statement.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import { statementPageTexts } from '#shared/text/en/pages-workshop.ts';
import { partyAccounts } from '../domain/ledger.ts';
import type { Command } from '../domain/order-commands.ts';
import { applyCommand } from '../usecases/orders/apply-command.ts';
import { workshopPage } from '../usecases/money/workshop.ts';
import { buy, claim, listDrop, makeTrackingNumber, refusalOf, twitchIdOf } from './stories.ts';
import { signIn, startWorld, type Browser, type TestWorld } from './world.ts';

let world: TestWorld;
let pip: Browser;
let nova: Browser;
beforeAll(async () => {
  world = await startWorld();
  [pip, nova] = [await enter('pip'), await enter('nova')];
});
afterAll(() => world.close());

/** A browser in which somebody has just signed in: clocks move further here than a session lasts. */
const enter = async (key: string): Promise<Browser> => (await signIn(world, key)).person;
const store = () => world.app().core.store;
const pageOf = async (person: Browser, path: string) => (await person.open(path)).text();
const monthOf = (at: number) => new Date(at).toISOString().slice(0, 7);

async function citizenOf(key: string) {
  const citizen = await store().citizenByAccount('twitch', twitchIdOf(key));
  if (!citizen) throw new Error(`${key} is nobody`);
  return citizen;
}

/** Gives the house some orders of Kumo's and Hana's that were released and transferred. */
async function earn(price: string): Promise<string> {
  const drop = await listDrop(world, { price, marketer: 'hana' });
  const { tag } = await buy(world, 'nova', drop);
  await world.onDiscord('kumo').declareShipment({ params: { tag }, body: { number: makeTrackingNumber() } });
  await world.pass(49 * hour);
  await world.pass(73 * hour);
  return tag;
}

describe('the passport', () => {
  test('tells a Guest which facts are missing, what each opens, and where it is brought', async () => {
    const page = await pageOf(pip, '/passport');
    expect(page).toContain('Why am I a Guest?');
    for (const way of ['href="/link"', 'href="/link#identity"', 'href="/#drops"']) expect(page).toContain(way);
    expect(page).toContain('up to $600.00');
    expect(await pageOf(nova, '/passport')).toContain('Why am I a VIP?');
  });

  test('shows what is open of what may be, and every line of the score', async () => {
    await claim(world, 'mori', await listDrop(world, { price: '60' }));
    const page = await pageOf(await enter('mori'), '/passport');
    expect(page).toContain('$60.00 of your orders are not finished yet, of $1,200.00');
    expect(page).toContain('aria-label="5% of what may be open at once"');
  });
});

describe('the list of orders', () => {
  test('has what somebody claimed, newest first, page by page, and nothing of others', async () => {
    const drop = await listDrop(world, { price: '60', units: 1 });
    const { tag } = await claim(world, 'nova', drop);
    const page = await pageOf(nova, '/orders');
    expect(page.indexOf(tag)).toBeGreaterThan(0);
    expect(await pageOf(pip, '/orders')).not.toContain(tag);
    expect(await pageOf(nova, `/orders?before=${tag}`)).not.toContain(tag);
  });
});

describe('the workshop', () => {
  test('says of every order what was paid, whose share is what, what it waits for and what became of each transfer', async () => {
    const tag = await earn('$200.00');
    const page = await pageOf(await enter('kumo'), '/workshop');
    expect(page).toContain(tag);
    for (const said of ['$212.00', '$20.00', '$138.00', '$54.00', 'Share of Hana', 'Transferred to you: $138.00.'])
      expect(page).toContain(said);
    expect(page).not.toMatch(/nova/i);
    expect((await nova.open('/workshop')).status).toBe(403);
  });
});

const pull = (key: string, month: string): Promise<StatementView> =>
  world.onDiscord(key).getStatement({ params: { month } });
/** Both months, where one ended while the test moved its clock. */
const months = (since: number) => [...new Set([monthOf(since), monthOf(world.clock.now())])];

describe('a statement', () => {
  test('of builder and marketer ends where the ledger says, to the cent, and tells no buyer', async () => {
    const began = world.clock.now();
    await earn('$333.33');
    const balances = await store().balances();
    for (const key of ['kumo', 'hana']) {
      const { id } = await citizenOf(key);
      const pages = await Promise.all(months(began).map((month) => pull(key, month)));
      const movements = pages.flatMap((page) => page.movements);
      const [payable, owed] = partyAccounts(id).map(
        (account) => balances.find((each) => each.account === account)?.amountMinor ?? 0,
      );
      const opening = pages[0]?.opening.waitingMinor ?? 0;
      expect(pages.at(-1)?.closing).toEqual({ waitingMinor: 0 - (payable ?? 0), owedMinor: owed });
      expect(movements.reduce((sum, each) => sum + each.waitingMinor, opening)).toBe(0 - (payable ?? 0));
      expect(movements.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['release', 'transfer']));
      expect(JSON.stringify(movements)).not.toMatch(/nova|cit_/i);
    }
  });

  test('can be read, and taken along as a file whose lines add up', async () => {
    const began = world.clock.now();
    const tag = await earn('$100.00');
    const found = await Promise.all(months(began).map((month) => pull('kumo', month)));
    const month = found.find(({ movements }) => movements.some((each) => each.tag === tag))?.month ?? '';
    const kumo = await enter('kumo');
    expect(await pageOf(kumo, `/statements/${month}`)).toContain(tag);
    const file = await kumo.visit(`/statements/${month}.csv`);
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.headers.get('cache-control')).toBe('no-store');
    const rows = (await file.text()).trimEnd().split('\r\n');
    expect(rows[0]).toBe(Object.values(statementPageTexts.columns).join(','));
    const cents = (cell = '') => Number(cell.replace('.', ''));
    const lines = rows.slice(2, -1).map((row) => row.split(','));
    const last = rows.at(-1)?.split(',') ?? [];
    expect(lines.length).toBeGreaterThan(0);
    for (const column of [4, 5])
      expect(lines.reduce((sum, cells) => sum + cents(cells[column]), 0)).toBe(cents(last[column]));
  });

  test('is there for no month that has not begun, and for nothing that is no month', async () => {
    for (const month of ['2099-01', '2026-13', 'x']) expect(await refusalOf(pull('kumo', month))).toBe('not-found');
    const kumo = await enter('kumo');
    expect((await kumo.open('/statements/2026-13')).status).toBe(404);
    expect((await kumo.open('/statements/2026-01.exe')).status).toBe(404);
  });
});

describe('money that had to be given back', () => {
  const give = async (tag: string, command: Command) => {
    const order = await store().orderByTag(parseTag(tag) ?? 'C5-');
    const applied = await applyCommand(world.app().core, order?.id ?? makeId('order', 'none'), command, 'staff');
    if (!applied.ok) throw new Error(`${command.type} was refused: ${applied.refusal.code}`);
    await world.settle();
  };
  const release = async (buyer: string): Promise<string> => {
    const { tag } = await buy(world, buyer, await listDrop(world, { by: 'tide', price: '100' }));
    await give(tag, { type: 'grant-release', reason: 'handed over' });
    return tag;
  };

  test('is shown as owed, kept back from the next release, and stands line by line in the statement', async () => {
    const began = world.clock.now();
    const tag = await release('nova');
    world.stripe.payOutAccount(world.accounts['tide'] ?? '');
    await give(tag, { type: 'refund-part', amountMinor: 50_00, reason: 'scratched' });
    const tide = await enter('tide');
    const workshop = await pageOf(tide, '/workshop');
    for (const said of ['You owe C500', '<dd>$45.00</dd>', '$45.00 of it could not be taken back, and is owed.'])
      expect(workshop).toContain(said);
    expect(await pageOf(tide, '/me/delete')).toContain(personalTexts.delete.obstacles.debt);
    const next = await release('mori');
    expect(await pageOf(tide, '/workshop')).toContain('$45.00 of it was kept back for what was owed.');
    await give(next, { type: 'refund-order', reason: 'it never worked' });
    expect(await pageOf(tide, '/workshop')).toContain('of it was taken back.');
    const { id } = await citizenOf('tide');
    const { orders } = await workshopPage(world.app().core, id, undefined);
    expect(orders.map((order) => [order.tag, order.feeMinor, order.builderMinor, order.refundedMinor])).toEqual([
      [next, 0, 0, 112_00],
      [tag, 5_00, 57_00, 50_00],
    ]);
    const pages = await Promise.all(months(began).map((month) => pull('tide', month)));
    const kinds = pages.flatMap(({ movements }) => movements.map(({ kind }) => kind));
    expect(kinds).toEqual(expect.arrayContaining(['release', 'transfer', 'taken-back', 'withheld', 'reversal']));
    expect(kinds).not.toContain('other');
    const balances = await store().balances();
    const [payable, owed] = partyAccounts(id).map(
      (account) => balances.find((each) => each.account === account)?.amountMinor ?? 0,
    );
    expect(pages.at(-1)?.closing).toEqual({ waitingMinor: 0 - (payable ?? 0), owedMinor: owed });
  });
});
