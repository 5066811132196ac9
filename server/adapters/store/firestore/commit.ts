import { assertBalanced } from '../../../domain/ledger.ts';
import type { Posting } from '../../../domain/ledger.ts';
import type { Commit, Committed, Put } from '../../../ports/store.ts';
import { fieldsOf, pathOf, readRecord, versionOf } from './documents.ts';
import type { Data, Fields } from './documents.ts';
import { balanceOf, entryFields } from './ledger.ts';
import type { Documents } from './sheet.ts';
import { restockOf } from './restock.ts';
import type { FindWithdrawn } from './restock.ts';
import { stockFields, unitFields, unitOf, unitPath } from './unit-rows.ts';
import type { Units } from './units.ts';
import { deadlineFields, effectFields, noticeFields, settled } from './work-rows.ts';
import type { Outcome, Work } from './writer.ts';

/** What a commit needs besides its data. */
export type CommitTools = {
  readonly units: Units;
  readonly findWithdrawn: FindWithdrawn;
  /** The part of the waiting work that new work of this process goes to. */
  readonly pickPart: () => number;
  /** A number above all that this process gave before: it orders what one transaction keeps. */
  readonly nextPosition: () => number;
  /** A text that no other commit has. */
  readonly mark: string;
};

const committed = { result: 'committed', unit: null } as const;

/**
 * A commit as work on documents.
 *
 * The order of the steps is the order in which refusals win: settled before, then changed under our hands, then sold out. What cannot
 * be refused comes last. Every document carries the mark of the commit that wrote it last: where the answer to a transaction was lost
 * and it is tried again, the commit knows its own hand and does not take itself for another's change.
 */
export function commitWork(change: Commit, tools: CommitTools): Work<Committed> {
  const paths = pathsOf(change);
  const claim = change.take ? claimOf(change.take.dropId, tools.units) : undefined;
  const more = change.restock && restockOf(change.restock, tools.findWithdrawn, tools.units);
  const refused = (result: Exclude<Committed['result'], 'committed'>): Outcome<Committed> => {
    claim?.giveBack();
    return { keep: false, answer: { result } };
  };
  let given: number | undefined;

  function run(documents: Documents): Outcome<Committed> {
    if (paths.signed.some((path) => documents.get(path)?.data['by'] === tools.mark))
      return { keep: false, answer: { ...committed, unit: takenBy(documents, change) ?? claim?.number ?? null } };
    if (!settle(documents, change, tools.mark)) return refused('already-done');
    if (!isAsExpected(documents, change)) return refused('conflict');
    if (!putAll(documents, change.put ?? [], tools.mark)) return refused('conflict');
    if (!addHistory(documents, change, tools.mark)) return refused('conflict');
    if (!addEntries(documents, change, tools)) return refused('conflict');
    if (!stock(documents, change, tools.mark)) return refused('conflict');
    const looking = more?.run(documents, tools.mark);
    if (looking) return again(looking);
    const gave = give(documents, change, tools.mark);
    if (gave === false) return refused('conflict');
    given = gave;
    if (change.take && claim) {
      const refusal = claim.take(documents, change.take, tools.mark);
      if (refusal === 'conflict' || refusal === 'sold-out') return refused(refusal);
      if (refusal) return refusal;
    }
    addWork(documents, change, tools);
    return { keep: true, answer: { ...committed, unit: claim?.number ?? null } };
  }

  return {
    ...paths,
    prepare: () => [...(claim?.prepare() ?? []), ...(more?.prepare() ?? [])],
    run,
    onKept() {
      more?.onKept();
      if (change.give?.as === 'free' && given !== undefined) tools.units.back(change.give.dropId, given);
    },
  };
}

type Paths = Required<Pick<Work<unknown>, 'sees' | 'changes' | 'makes' | 'overwrites'>>;

/** Every document that a commit touches. `signed` are those that only it can have written with its mark. */
function pathsOf(change: Commit): Paths & { readonly signed: readonly string[] } {
  const changes = new Set<string>();
  const makes = new Set<string>();
  for (const { kind, record } of change.put ?? [])
    (record.version === 0 ? makes : changes).add(pathOf(kind, record.id));
  for (const put of change.put ?? []) for (const path of keysOf(put)) makes.add(path);
  for (const { id } of change.entries ?? []) makes.add(pathOf('entry', id));
  for (const { key } of change.effects ?? []) makes.add(pathOf('effect', key));
  for (const { id } of change.notices ?? []) makes.add(pathOf('notice', id));
  if (change.stock) makes.add(pathOf('stock', change.stock.dropId));
  if (change.restock) changes.add(pathOf('stock', change.restock.dropId));
  if (change.settleInbox) changes.add(pathOf('inbox', change.settleInbox.id));
  if (change.settleEffect) changes.add(pathOf('effect', change.settleEffect.key));
  const orders = [change.take, change.give, ...(change.history ?? [])].flatMap((each) => (each ? [each.orderId] : []));
  for (const orderId of orders) {
    const path = pathOf('order', orderId);
    if (!makes.has(path)) changes.add(path);
  }
  const held = (change.entries ?? []).flatMap(({ postings, currency }) =>
    postings.filter(isPayingOut).map(({ account }) => balanceOf(account, currency).path),
  );
  const expected = (change.expect ?? []).map(({ kind, id }) => pathOf(kind, id));
  return {
    sees: expected.filter((path) => !changes.has(path) && !makes.has(path)),
    changes: [...changes, ...held],
    makes: [...makes],
    overwrites: (change.deadlines ?? []).map(({ subject }) => pathOf('deadline', subject)),
    signed: [...changes, ...makes],
  };
}

/** What belongs to one record alone, kept as documents of its own: an order's tag and pay code, a citizen's accounts. */
function keysOf({ kind, record }: Put): readonly string[] {
  if (kind === 'order' && record.version === 0)
    return [pathOf('ordertag', record.tag), pathOf('ordercode', record.payCode)];
  if (kind === 'citizen') return record.accounts.map(({ platform, id }) => pathOf('account', `${platform}:${id}`));
  return [];
}

/** What leads to the record that something unique belongs to. */
export function keyFields(owner: string, by: string): Fields {
  return { data: { owner, by } };
}

/** Marks an inbox message or an effect as dealt with; false when it was. */
function settle(documents: Documents, { settleInbox, settleEffect }: Commit, by: string): boolean {
  if (settleInbox) {
    const path = pathOf('inbox', settleInbox.id);
    const message = documents.get(path);
    if (!message) throw new Error(`there is no inbox message ${settleInbox.id} to settle`);
    if (message.data['outcome'] !== undefined) return false;
    documents.put(path, settled(message, { outcome: settleInbox.outcome, by }));
  }
  if (settleEffect) {
    const { key, outcome: state, vendorId, reason } = settleEffect;
    const path = pathOf('effect', key);
    const effect = documents.get(path);
    if (!effect) throw new Error(`there is no effect ${key} to settle`);
    if (effect.data['state'] !== 'pending') return false;
    documents.put(path, settled(effect, { state, vendorId, by, ...(reason ? { lastError: reason } : {}) }));
  }
  return true;
}

function isAsExpected(documents: Documents, { expect = [] }: Commit): boolean {
  return expect.every(({ kind, id, version }) => versionOf(documents.get(pathOf(kind, id))) === version);
}

function putAll(documents: Documents, puts: readonly Put[], by: string): boolean {
  const isCurrent = ({ kind, record }: Put) => versionOf(documents.get(pathOf(kind, record.id))) === record.version;
  if (!puts.every(isCurrent)) return false;
  // One commit may move an account from a citizen to another, so all accounts are taken off before any is put on.
  for (const put of puts) if (put.kind === 'citizen') forgetAccounts(documents, put.record.id);
  for (const put of puts) {
    const { kind, record } = put;
    const path = pathOf(kind, record.id);
    const before = documents.get(path);
    const keys = keysOf(put);
    if (keys.some((key) => documents.get(key) !== undefined)) return false;
    for (const key of keys) documents.make(key, keyFields(record.id, by));
    const fields = fieldsOf(kind, record, by, before?.data);
    if (record.version === 0) documents.make(path, fields);
    else documents.put(path, fields);
  }
  return true;
}

function forgetAccounts(documents: Documents, citizenId: string): void {
  const before = readRecord<'citizen'>(documents.get(pathOf('citizen', citizenId)));
  for (const { platform, id } of before?.accounts ?? []) documents.remove(pathOf('account', `${platform}:${id}`));
}

/** Writes what an order's document holds beside its record: its history and its unit. */
function changeOrder(documents: Documents, orderId: string, by: string, change: (data: Data) => Data): void {
  const path = pathOf('order', orderId);
  const order = documents.get(path);
  if (!order) throw new Error(`there is no order ${orderId}`);
  documents.put(path, { ...order, data: { ...order.data, ...change(order.data), by } });
}

function addHistory(documents: Documents, { history = [] }: Commit, by: string): boolean {
  for (const line of history) {
    const before = historyOf(documents.get(pathOf('order', line.orderId)));
    if (before[line.seq] !== undefined) return false;
    changeOrder(documents, line.orderId, by, () => ({ history: { ...before, [line.seq]: JSON.stringify(line) } }));
  }
  return true;
}

/** The lines of an order's history as JSON, by their numbers. */
export function historyOf(order: Fields | undefined): Readonly<Record<string, string>> {
  return (order?.data['history'] ?? {}) as Readonly<Record<string, string>>;
}

function isPayingOut({ account, amountMinor }: Posting): boolean {
  return amountMinor > 0 && account.startsWith('held:');
}

/** Books ledger entries; false when one was booked before. Balances are kept with them, in the same transaction. */
function addEntries(documents: Documents, { entries = [] }: Commit, tools: CommitTools): boolean {
  for (const entry of entries) {
    assertBalanced(entry);
    const path = pathOf('entry', entry.id);
    if (documents.get(path)) return false;
    documents.make(path, entryFields(entry, tools.mark, tools.nextPosition()));
    for (const posting of entry.postings) {
      const balance = balanceOf(posting.account, entry.currency);
      documents.add(balance.path, posting.amountMinor, balance.beside);
    }
    // What is held is negative: a credit, owed to a buyer.
    const isOverdrawn = ({ account }: Posting) => documents.sum(balanceOf(account, entry.currency).path) > 0;
    if (entry.postings.filter(isPayingOut).some(isOverdrawn))
      throw new Error(`ledger entry ${entry.id} gives out more than the order holds`);
  }
  return true;
}

function stock(documents: Documents, { stock: made }: Commit, by: string): boolean {
  if (!made) return true;
  const path = pathOf('stock', made.dropId);
  if (documents.get(path)) return false;
  if (made.count > 0) documents.make(path, stockFields(made.count, by));
  return true;
}

/** Takes an order's unit from it. The number; undefined where none was to be given; false when the order has none. */
function give(documents: Documents, { give: given }: Commit, by: string): number | undefined | false {
  if (!given) return undefined;
  const unit = unitOf(documents.get(pathOf('order', given.orderId)));
  if (unit?.dropId !== given.dropId) return false;
  const path = unitPath(unit.dropId, unit.number);
  if (given.as === 'free') documents.remove(path);
  else documents.put(path, unitFields(unit, null, by));
  changeOrder(documents, given.orderId, by, () => ({ unit: null }));
  return unit.number;
}

/** The taking of a unit: it is picked before the transaction, and the transaction fails if it is not free. */
function claimOf(dropId: string, units: Units) {
  let number: number | undefined;
  let isSoldOut = false;
  const giveBack = () => {
    if (number !== undefined) units.back(dropId, number);
    number = undefined;
  };
  return {
    get number() {
      return number;
    },
    giveBack,
    /** Picks a unit before each run, if one is at hand. */
    prepare() {
      number ??= units.next(dropId);
      return number === undefined ? [] : [unitPath(dropId, number)];
    },
    /** Undefined when the order has its unit now; otherwise why not, or when to try again. */
    take(documents: Documents, { orderId }: NonNullable<Commit['take']>, by: string) {
      if (unitOf(documents.get(pathOf('order', orderId)))) return 'conflict';
      if (number === undefined) {
        if (isSoldOut) return 'sold-out';
        return again(
          units.look(dropId).then((found) => {
            isSoldOut = !found;
          }),
        );
      }
      const path = unitPath(dropId, number);
      if (documents.get(path)) {
        number = undefined;
        return again(units.check(dropId));
      }
      const unit = { dropId, number };
      documents.make(path, unitFields(unit, orderId, by));
      changeOrder(documents, orderId, by, () => ({ unit }));
      return undefined;
    },
  };
}

/** The unit that a commit took, once it is kept. */
function takenBy(documents: Documents, { take }: Commit): number | null {
  return (take && unitOf(documents.get(pathOf('order', take.orderId)))?.number) ?? null;
}

/** Work to be run anew. Should the transaction come to nothing, nobody hears why this did, and that is no fault. */
function again(until: Promise<unknown>) {
  until.catch(() => undefined);
  return { again: until };
}

/** Keeps what is to be done later. Effects and notices that exist are left as they are. */
function addWork(documents: Documents, change: Commit, { mark, pickPart, nextPosition }: CommitTools): void {
  const makeOnce = (path: string, fields: () => Fields) => {
    if (!documents.get(path)) documents.make(path, fields());
  };
  for (const effect of change.effects ?? [])
    makeOnce(pathOf('effect', effect.key), () => effectFields(effect, pickPart(), nextPosition(), mark));
  for (const notice of change.notices ?? [])
    makeOnce(pathOf('notice', notice.id), () => noticeFields(notice, pickPart(), nextPosition(), mark));
  for (const { subject, due } of change.deadlines ?? []) {
    const path = pathOf('deadline', subject);
    if (due.length === 0) documents.remove(path);
    else documents.put(path, deadlineFields(subject, due, pickPart()));
  }
}
