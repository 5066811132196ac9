import { houseRules } from '#shared/house-rules.ts';
import { makeId, type CitizenId, type OrderId } from '#shared/ids.ts';
import { personalTexts } from '#shared/text/en/pages-personal.ts';
import type { Order } from '../../domain/order.ts';
import type { Put } from '../../ports/store.ts';
import { endConsent } from '../streams/connect-channel.ts';
import type { Core } from '../work/core.ts';
import { deletionDeadline, wordsDeadline, type Gone } from './deletion-subject.ts';
import { standingDrops } from './leaving.ts';
import { partnershipsOf } from '../drops/partners.ts';
import { awardsOf } from './passports.ts';
import { leaveRaffle } from '../drops/raffles.ts';
import { personalNotices } from '../work/tell.ts';
import { leaveWaitlist } from '../drops/waitlist.ts';
import { workDesk } from '../streams/work-desk.ts';

/** More orders than this of one person are not looked through. */
const ordersMax = 10_000;
const linesMax = 400;
const rafflesMax = 500;
/** Records that share a commit: a store has a limit for those. */
const perCommit = 50;

/** Whom awards belong to whose owner has gone: the sums of others stay right, and nothing leads from them to an account. */
const nobody = makeId('citizen', 'deleted0');

/**
 * Takes apart what is left of somebody who had themselves deleted: drops close, the channel is let go, places in lines are given up,
 * what they wrote of themselves and where they live is erased. Every step may be repeated, and the deadline stands until all are done.
 */
export async function finishDeletion(core: Core, id: CitizenId): Promise<void> {
  const citizen = await core.store.get('citizen', id);
  if (citizen?.deletedAt === undefined) return;
  await endPartnerships(core, id);
  await closeDrops(core, id);
  await letGoOfChannel(core, id);
  await leaveLines(core, id);
  await eraseWhatTheyWrote(core, id);
  await eraseAliases(core, citizen.aliases ?? []);
  await cutAwards(core, id);
  const [bought, built] = await Promise.all([
    core.store.ordersOf({ buyer: id }, ordersMax),
    core.store.ordersOf({ builder: id }, ordersMax),
  ]);
  await eraseAddresses(core, bought);
  await planWords(core, id, [...bought, ...built]);
  await core.store.commit({ deadlines: [deletionDeadline(id, null)] });
}

/**
 * Takes the words and files of somebody who has gone out of an order's room, once the other side needs them no more. An order that has
 * not ended keeps them.
 */
export async function eraseWords(core: Core, { citizenId, orderId }: Gone): Promise<void> {
  if (orderId === null) return;
  const order = await core.store.get('order', orderId);
  const at = (order?.endedAt ?? core.clock.now()) + houseRules.roomWordsKeptMs;
  if (order && at > core.clock.now())
    return void (await core.store.commit({ deadlines: [wordsDeadline(citizenId, orderId, at)] }));
  const side = order?.buyerId === citizenId ? 'buyer' : 'builder';
  const messages = await core.store.list('roomMessage', orderId, houseRules.roomMessagesMax);
  const theirs = messages.filter(({ by, text, files }) => by === side && (text !== '' || files.length > 0));
  await putAll(
    core,
    theirs.map((message) => ({ kind: 'roomMessage', record: { ...message, text: '', files: [] } })),
  );
  await core.store.commit({ deadlines: [wordsDeadline(citizenId, orderId, null)] });
}

async function endPartnerships(core: Core, id: CitizenId): Promise<void> {
  const standing = (await partnershipsOf(core, id)).filter(({ state }) => state === 'proposed' || state === 'agreed');
  const answeredAt = core.clock.now();
  for (const each of standing) {
    const { builderId, marketerId, offeredPercent: percent } = each;
    const [builder, told] = await Promise.all([
      core.store.get('citizen', builderId),
      core.store.get('citizen', id === builderId ? marketerId : builderId),
    ]);
    const params = {
      percent,
      who: personalTexts.deletedPerson,
      builder: builder?.nickname ?? '',
      reason: 'offer-ended',
    };
    const telling = {
      id: `${each.id}:${each.version}`,
      kind: 'partner-answered',
      params,
      path: '/about#builders',
    } as const;
    const { result } = await core.store.commit({
      put: [{ kind: 'partnership', record: { ...each, state: 'ended', agreedPercent: null, answeredAt } }],
      notices: told ? personalNotices(core, told, telling) : [],
    });
    if (result !== 'committed') throw new Error(`partnership ${each.id} changed while it was ended`);
  }
}

/** Their own drops are closed. Those of others that shared with them stay paused, until their builder makes new ones. */
async function closeDrops(core: Core, id: CitizenId): Promise<void> {
  const desk = workDesk(core);
  for (const drop of await standingDrops(core, id)) {
    if (drop.builderId !== id) continue;
    const closed = await desk.setDropStatus(id, drop.id, 'closed');
    if (!closed.ok) throw new Error(`drop ${drop.id} could not be closed: ${closed.refusal.code}`);
  }
}

/** The consent ends and the tokens go back. The channel's number stays with the proofs that were made on it; its name has gone. */
async function letGoOfChannel(core: Core, id: CitizenId): Promise<void> {
  const linked = await core.store.channelOfBuilder(id);
  if (linked) await endConsent(core, linked.id, 'unlinked');
}

async function leaveLines(core: Core, id: CitizenId): Promise<void> {
  for (const { id: dropId } of await core.store.shownDrops(core.clock.now(), linesMax)) {
    const line = await core.store.get('waitlist', dropId);
    if (line?.entries.some(({ citizenId }) => citizenId === id)) await leaveWaitlist(core, dropId, id);
  }
  // What is closed already is drawn with them; the draw passes over whoever cannot claim.
  for (const { id: dropId, state } of await core.store.list('raffle', 'waiting', rafflesMax))
    if (state === 'open') await leaveRaffle(core, dropId, id);
}

async function eraseWhatTheyWrote(core: Core, id: CitizenId): Promise<void> {
  const application = await core.store.get('application', id);
  if (!application || (application.about === '' && application.links.length === 0)) return;
  const state = application.state === 'waiting' ? 'declined' : application.state;
  const record = { ...application, about: '', links: [], pictures: [], state } as const;
  await putAll(core, [{ kind: 'application', record }]);
}

async function eraseAliases(core: Core, aliases: readonly CitizenId[]): Promise<void> {
  const known = await Promise.all(aliases.map((alias) => core.store.get('citizen', alias)));
  const named = known.flatMap((alias) => (alias && alias.nickname !== personalTexts.deletedPerson ? [alias] : []));
  await putAll(
    core,
    named.map((alias) => ({ kind: 'citizen', record: { ...alias, nickname: personalTexts.deletedPerson } })),
  );
}

/** Awards are named by the accounts that they were given for, so they are cut off from whoever is left. */
async function cutAwards(core: Core, id: CitizenId): Promise<void> {
  const forAccounts = (await awardsOf(core, id)).filter(({ why }) => why === 'account');
  await putAll(
    core,
    forAccounts.map((award) => ({ kind: 'award', record: { ...award, citizenId: nobody } })),
  );
}

async function eraseAddresses(core: Core, orders: readonly Order[]): Promise<void> {
  const kept = await Promise.all(orders.map(({ id }) => core.store.get('address', id)));
  const sealed = kept.flatMap((address) => (address && address.sealed !== null ? [address] : []));
  const erasedAt = core.clock.now();
  await putAll(
    core,
    sealed.map((address) => ({ kind: 'address', record: { ...address, sealed: null, erasedAt } })),
  );
}

/** A deadline for every room in which they said something, so that each is done by itself and none is looked through twice. */
async function planWords(core: Core, id: CitizenId, orders: readonly Order[]): Promise<void> {
  const due: { readonly orderId: OrderId; readonly at: number }[] = [];
  for (const order of orders) {
    const room = await core.store.get('room', order.id);
    if (room && room.messages > 0)
      due.push({ orderId: order.id, at: (order.endedAt ?? core.clock.now()) + houseRules.roomWordsKeptMs });
  }
  for (let from = 0; from < due.length; from += perCommit) {
    const some = due.slice(from, from + perCommit);
    await core.store.commit({ deadlines: some.map(({ orderId, at }) => wordsDeadline(id, orderId, at)) });
  }
}

/**
 * Keeps records, some at a time.
 *
 * @throws Error when one of them kept changing: the deadline has its turn again
 */
async function putAll(core: Core, puts: readonly Put[]): Promise<void> {
  for (let from = 0; from < puts.length; from += perCommit) {
    const { result } = await core.store.commit({ put: puts.slice(from, from + perCommit) });
    if (result !== 'committed') throw new Error(`what somebody left behind changed while it was erased: ${result}`);
  }
}
