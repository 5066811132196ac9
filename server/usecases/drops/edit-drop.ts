import type { CitizenId } from '#shared/ids.ts';
import { parseId } from '#shared/ids.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Terms } from '../../domain/order.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { judgeShown, readListedPrice, type DropDraft, type DropOpened } from './manage-drops.ts';
import { requireNotBanned } from '../people/bans.ts';

/** What a builder changes of a drop. Without pictures, those that there are stay. */
export type DropEdit = Pick<DropDraft, 'title' | 'priceTyped' | 'specs' | 'vodUrl'> & {
  readonly revision: string;
  readonly pictures?: readonly string[] | undefined;
};

/** The builder's own drop, by its id as typed. */
export async function ownDrop(
  core: Core,
  builderId: CitizenId,
  typed: string,
): Promise<{ readonly ok: true; readonly drop: Drop } | { readonly ok: false; readonly refusal: Refusal }> {
  const id = parseId('drop', typed);
  const drop = id && (await core.store.get('drop', id));
  if (!drop) return refuse('not-found');
  return drop.builderId === builderId ? { ok: true, drop } : refuse('not-your-drop');
}

/**
 * Changes the terms of later claims; what was claimed keeps its own. Repeating an edit that was made changes nothing.
 *
 * @returns the drop as it is then; `drop-changed` when somebody changed it after the builder looked
 */
export async function editDrop(core: Core, builderId: CitizenId, typed: string, edit: DropEdit): Promise<DropOpened> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  const price = readListedPrice(edit.priceTyped, core.settings.currency);
  if ('ok' in price) return price;
  for (let tries = 0; tries < triesMax; tries++) {
    const own = await ownDrop(core, builderId, typed);
    if (!own.ok) return own;
    const { drop } = own;
    if (drop.status === 'closed') return refuse('drop-closed');
    const { title, specs, vodUrl, pictures = drop.terms.pictures } = edit;
    const terms: Terms = { ...drop.terms, title, price, specs, vodUrl, pictures };
    if (sameTerms(drop.terms, terms)) return { ok: true, drop };
    if (seenVersion(edit.revision) !== drop.version) return refuse('drop-changed');
    const problem = await judgeShown(core, { vodUrl, pictures });
    if (problem) return problem;
    const { result } = await core.store.commit({ put: [{ kind: 'drop', record: { ...drop, terms } }] });
    if (result === 'committed') return { ok: true, drop: { ...drop, terms, version: drop.version + 1 } };
  }
  return refuse('conflict-try-again');
}

/** A revision counts units and who is live as well, which no edit writes over: only the drop's own version is compared. */
function seenVersion(revision: string): number {
  return Number(revision.split('.')[0]);
}

function sameTerms(one: Terms, other: Terms): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
