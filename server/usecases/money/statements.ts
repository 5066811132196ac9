import type { CitizenId, Instant, OrderId } from '#shared/ids.ts';
import { day } from '#shared/house-rules.ts';
import { MovementKind, type StatementView } from '#shared/schemas/statement.ts';
import { utcMonth } from '#shared/utc-month.ts';
import {
  emptyStatement,
  withEntries,
  type Movement,
  type Period,
  type Standing,
  type Statement,
} from '../../domain/statement.ts';
import type { Core } from '../work/core.ts';

const entriesPerPage = 2_000;
const monthShape = /^20\d\d-(?:0[1-9]|1[0-2])$/;

/** The months beside one, for links from page to page; null where there is none to show. */
export type MonthsBeside = { readonly before: string | null; readonly after: string | null };

/** The name of the month that is now. */
export function thisMonth(core: Core): string {
  return utcMonth(core.clock.now()).name;
}

/** The months before and after one that somebody may look at: none before they came, and none that has not begun. */
export function monthsBeside(month: string, joinedAt: Instant, now: Instant): MonthsBeside {
  const { from, until } = periodOf(month);
  const before = utcMonth(from - day).name;
  return { before: before < utcMonth(joinedAt).name ? null : before, after: until > now ? null : utcMonth(until).name };
}

/**
 * What moved between somebody and C500 in a month, read from the ledger and from nothing else.
 *
 * @param month such as `2026-11`
 * @returns undefined where there is no such month, or where it has not begun
 */
export async function statement(core: Core, id: CitizenId, month: string): Promise<StatementView | undefined> {
  if (!monthShape.test(month)) return undefined;
  const period = periodOf(month);
  if (period.from > core.clock.now()) return undefined;
  const { opening, movements, closing } = await statementOf(core, id, period);
  const orders = new Map<OrderId, { readonly tag: string; readonly title: string }>();
  for (const { orderId } of movements) {
    const order = orders.has(orderId) ? undefined : await core.store.get('order', orderId);
    if (order) orders.set(orderId, { tag: order.tag, title: order.terms.title });
  }
  const shown = ({ orderId, kind, at, waitingMinor, owedMinor }: Movement) => ({
    at,
    ...(orders.get(orderId) ?? { tag: '', title: '' }),
    kind: MovementKind.safeParse(kind).data ?? ('other' as const),
    waitingMinor,
    owedMinor,
  });
  return { month, currency: core.settings.currency, opening, movements: movements.map(shown), closing };
}

/** What waits to be sent to somebody by now, and what they owe. */
export async function standing(core: Core, id: CitizenId): Promise<Standing> {
  return (await statementOf(core, id, { from: Infinity, until: Infinity })).closing;
}

/** What waits to be sent to somebody and what they owe, and when money was last released to them; null for not since that moment. */
export async function standingSince(
  core: Core,
  id: CitizenId,
  from: Instant,
): Promise<{ readonly standing: Standing; readonly releasedAt: Instant | null }> {
  const { closing, movements } = await statementOf(core, id, { from, until: Infinity });
  const releases = movements.filter(({ kind }) => kind === 'release').map(({ at }) => at);
  const releasedAt = releases.reduce<Instant | null>((last, at) => Math.max(last ?? at, at), null);
  return { standing: closing, releasedAt };
}

async function statementOf(core: Core, id: CitizenId, period: Period): Promise<Statement> {
  let sum = emptyStatement;
  for (let after: string | null = null; ;) {
    const page = await core.store.entriesOfParty(id, after, entriesPerPage);
    sum = withEntries(sum, id, page, period);
    const last = page.at(-1);
    if (!last || page.length < entriesPerPage) return sum;
    after = last.id;
  }
}

function periodOf(month: string): Period {
  const { from, length } = utcMonth(Date.parse(`${month}-01T00:00:00Z`));
  return { from, until: from + length * day };
}
