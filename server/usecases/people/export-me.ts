import { houseRules } from '#shared/house-rules.ts';
import type { CitizenId } from '#shared/ids.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Ban, Case } from '../../domain/network-records.ts';
import type { Order } from '../../domain/order.ts';
import { partyAccounts } from '../../domain/ledger.ts';
import { entryId } from '../../domain/raffle.ts';
import { casesShown } from '../cases/case-views.ts';
import type { Core } from '../work/core.ts';
import { nicknameOf } from './citizens.ts';
import { ownPassport } from './own-passport.ts';
import { partnershipsOf, partnershipView } from '../drops/partners.ts';
import { linesEverywhere } from '../drops/waitlist-everywhere.ts';
import { dropView, orderView } from '../work/views.ts';

/** Bounds of what is looked through for one person. */
const ordersMax = 10_000;
const dropsMax = 1_000;
const perPage = 500;
const casesMax = 10_000;
const rafflesMax = 500;

/** One part of the file: its name, and what stands there; lists come one by one, so that none is ever in memory whole. */
type Part = readonly [name: string, value: unknown] | readonly [name: string, items: AsyncIterable<unknown>];

/**
 * Everything that C500 keeps about somebody, as the pieces of one JSON object. Others are in it by nickname alone: no account, no
 * address and no word of theirs, unless it was shown to this person as one of the two of an order.
 */
export async function* exportMe(core: Core, citizen: Citizen): AsyncGenerator<string> {
  yield '{';
  let isFirst = true;
  for await (const [name, value] of partsOf(core, citizen)) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(name)}: `;
    isFirst = false;
    if (isList(value)) yield* listOf(value);
    else yield JSON.stringify(value ?? null);
  }
  yield '\n}\n';
}

function isList(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* listOf(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  yield '[';
  let isFirst = true;
  for await (const item of items) {
    yield `${isFirst ? '' : ','}\n  ${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield ']';
}

async function* partsOf(core: Core, citizen: Citizen): AsyncGenerator<Part> {
  const { id, version: _, kinBan, ...known } = citizen;
  const { passport, lines, strikes, older } = await ownPassport(core, citizen);
  yield ['format', 'c500-about-me-1'];
  yield ['note', personalTexts.export.note];
  yield ['madeAt', core.clock.now()];
  // Whose ban it is that they share is not theirs to know.
  yield ['citizen', { id, ...known, kinBan: kinBan ? { reason: kinBan.reason } : null }];
  yield ['ban', banOf(await core.store.get('ban', id))];
  yield ['passport', passport];
  yield ['score', { lines, older }];
  yield ['strikes', strikes];
  yield ['claims', await core.store.get('exposure', id)];
  yield ['orders', ordersOf(core, await core.store.ordersOf({ buyer: id }, ordersMax), 'buyer', citizen)];
  yield ['lines', await linesEverywhere(core, id)];
  yield ['raffles', rafflesOf(core, id)];
  yield ['reports', reportsOf(core, id)];
  yield* sellingParts(core, citizen);
  yield ['money', moneyOf(core, id)];
}

/** A ban of their own as they may know it: who gave it is nobody's business. */
function banOf(ban: Ban | undefined): unknown {
  if (!ban) return null;
  const { accounts, reason, at, lifted } = ban;
  return { accounts, reason, at, lifted: lifted && { at: lifted.at, reason: lifted.reason } };
}

/** Their entries in raffles that wait for their draw, and in those of drops that are still shown. */
async function* rafflesOf(core: Core, id: CitizenId): AsyncGenerator<unknown> {
  const [waiting, shown] = await Promise.all([
    core.store.list('raffle', 'waiting', rafflesMax),
    core.store.shownDrops(core.clock.now(), rafflesMax),
  ]);
  const raffled = shown.flatMap((drop) => (drop.raffle ? [drop.id] : []));
  for (const dropId of new Set([...waiting.map((raffle) => raffle.id), ...raffled])) {
    const entry = await core.store.get('raffleEntry', entryId(dropId, id));
    if (entry) yield { dropId, key: entry.key, at: entry.at, leftAt: entry.leftAt };
  }
}

/** What only people who sell, or would like to, have. */
async function* sellingParts(core: Core, citizen: Citizen): AsyncGenerator<Part> {
  const { id } = citizen;
  yield ['application', await core.store.get('application', id)];
  yield ['builder', await core.store.get('builder', id)];
  yield ['payee', await core.store.get('payee', id)];
  yield ['channel', await core.store.channelOfBuilder(id)];
  yield ['desk', await core.store.get('desk', id)];
  yield ['partnerships', await partnershipsFor(core, id)];
  yield ['drops', dropsFor(core, await core.store.dropsOf(id, dropsMax))];
  yield ['built', ordersOf(core, await core.store.ordersOf({ builder: id }, ordersMax), 'builder', citizen)];
}

async function* dropsFor(core: Core, drops: readonly Drop[]): AsyncGenerator<unknown> {
  // As everybody may see them: the terms themselves name others by their ids.
  for (const drop of drops) yield await dropView(core, drop, 'link');
}

async function partnershipsFor(core: Core, id: CitizenId): Promise<readonly unknown[]> {
  const views = await Promise.all((await partnershipsOf(core, id)).map((each) => partnershipView(core, each)));
  return views.map(({ builder, marketer, marketerPercent, state, proposedAt }) => ({
    builder,
    marketer,
    marketerPercent,
    state,
    proposedAt,
  }));
}

async function* ordersOf(
  core: Core,
  orders: readonly Order[],
  side: 'buyer' | 'builder',
  citizen: Citizen,
): AsyncGenerator<unknown> {
  for (const order of orders) yield await orderFor(core, order, side, citizen);
}

async function orderFor(core: Core, order: Order, side: 'buyer' | 'builder', { id, accounts }: Citizen) {
  const [view, messages, cases, entries, looks, sightings] = await Promise.all([
    orderView(core, order, side),
    core.store.list('roomMessage', order.id, houseRules.roomMessagesMax),
    casesShown(core, order, side),
    core.store.entriesOf(order.id),
    core.store.list('addressLook', order.id, perPage),
    core.store.sightings(perPage, order.id),
  ]);
  const own = [`held:${order.id}`, `refund-due:${order.id}`];
  const accountsOf = side === 'buyer' ? own : [...own, ...partyAccounts(id)];
  const twitchIds = accounts.flatMap((account) => (account.platform === 'twitch' ? [account.id] : []));
  return {
    ...view,
    said: messages.filter(({ by }) => by === side).map(({ text, at, files }) => ({ text, at, files })),
    cases,
    ledger: entries.map(({ kind, at, currency, postings }) => ({
      kind,
      at,
      currency,
      postings: postings.filter(({ account }) => accountsOf.includes(account)),
    })),
    ...(side === 'buyer'
      ? { address: await addressOf(core, order), addressLookedAt: looks.map(({ at }) => at) }
      : {
          tagged: sightings
            .filter(({ byTwitchId }) => byTwitchId !== null && twitchIds.includes(byTwitchId))
            .map(({ source, text, at, outcome }) => ({ source, text, at, outcome })),
          evidence: await evidenceOf(core, order),
        }),
  };
}

async function addressOf(core: Core, { id }: Order): Promise<unknown> {
  const address = await core.store.get('address', id);
  if (!address) return null;
  const { sealed, country, keptAt, erasedAt } = address;
  const read = sealed === null ? undefined : core.addressSealer.unseal(sealed, id);
  // We sealed it ourselves, so it is JSON.
  return { address: read === undefined ? null : JSON.parse(read), country, keptAt, erasedAt };
}

/** What a builder said to the bank in a dispute. */
async function evidenceOf(core: Core, { disputes = [] }: Order): Promise<readonly unknown[]> {
  const records = await Promise.all(disputes.map(({ id }) => core.store.get('dispute', id)));
  return records.flatMap((record) => (record?.said ? [record.said] : []));
}

/** Reports of drops that they made. Those of orders stand with the order. */
async function* reportsOf(core: Core, id: CitizenId): AsyncGenerator<unknown> {
  for (const word of ['waiting', 'settled']) {
    let last: Case | undefined;
    for (let read = 0; read < casesMax; read += perPage) {
      const page: readonly Case[] = await core.store.list('case', word, perPage, last?.id);
      for (const { kind, byId, aboutId, orderId, dropId, text, openedAt, decision } of page)
        if (byId === id && orderId === null)
          yield {
            kind,
            dropId,
            about: await nicknameOf(core, aboutId),
            text,
            openedAt,
            decision: decision && { infavourOf: decision.infavourOf, reason: decision.reason, at: decision.at },
          };
      last = page.at(-1);
      if (page.length < perPage) break;
    }
  }
}

/** Every movement on their own account, oldest first. */
async function* moneyOf(core: Core, id: CitizenId): AsyncGenerator<unknown> {
  const accounts = partyAccounts(id);
  for (let after: string | null = null; ;) {
    const page = await core.store.entriesOfParty(id, after, perPage);
    for (const { kind, orderId, at, currency, stripeId, postings } of page)
      yield {
        kind,
        orderId,
        at,
        currency,
        stripeId,
        postings: postings.filter(({ account }) => accounts.some((own) => own === account)),
      };
    const last = page.at(-1);
    if (!last || page.length < perPage) return;
    after = last.id;
  }
}
