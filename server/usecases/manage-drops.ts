import { createHash } from 'node:crypto';
import { houseRules, minute } from '#shared/house-rules.ts';
import { makeId, type CitizenId, type DropId } from '#shared/ids.ts';
import { formatMoney, readPrice, type Money } from '#shared/money.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropKind } from '#shared/schemas/drop.ts';
import type { Builder } from '../domain/citizen.ts';
import type { Drop } from '../domain/drop.ts';
import type { Split } from '../domain/order.ts';
import { currentPromises } from '../domain/promises.ts';
import { nicknameOf } from './citizens.ts';
import type { Core } from './core.ts';
import { dropOpenedNotices } from './tell-channel.ts';

/** What a builder asks for when listing a drop, as typed. */
export type DropDraft = {
  readonly requestId: string;
  readonly guild: Guild;
  readonly kind: DropKind;
  readonly units: number;
  readonly proofDays: number;
  readonly title: string;
  readonly priceTyped: string;
  readonly specs: string;
  readonly pictures: readonly string[];
  readonly vodUrl: string | null;
  readonly marketerId: CitizenId | null;
  readonly liveOnly: boolean;
  readonly grail: boolean;
  /** For how long after opening only VIPs may claim; 0 when everybody may at once. */
  readonly earlyBirdMinutes: number;
};

export type DropOpened = { readonly ok: true; readonly drop: Drop } | { readonly ok: false; readonly refusal: Refusal };

/** Shares of builder and marketer in the talent pool when a drop has a marketer. */
const partnership = { builder: 70, marketer: 30 } as const;

/**
 * Lists a drop and opens it. The id is made of the request's, so that asking twice opens one drop.
 *
 * @returns the open drop, or why it may not open: price, promise, pictures, promises unsigned, a party that cannot be paid
 */
export async function openDrop(core: Core, builderId: CitizenId, draft: DropDraft): Promise<DropOpened> {
  const id = dropIdFor(builderId, draft.requestId);
  const standing = await core.store.get('drop', id);
  if (standing) return { ok: true, drop: standing };
  const builder = await core.store.get('builder', builderId);
  if (!builder) return refuse('not-a-builder');
  const price = readListedPrice(draft.priceTyped, core.settings.currency);
  if ('ok' in price) return price;
  const problem = (await judgeDraft(core, draft)) ?? (await judgeParties(core, builder, draft.marketerId));
  if (problem) return problem;
  const split: Split = draft.marketerId
    ? { builder: partnership.builder, marketer: { citizenId: draft.marketerId, weight: partnership.marketer } }
    : { builder: 100, marketer: null };
  const drop: Drop = {
    id,
    version: 0,
    builderId,
    status: 'open',
    units: draft.units,
    perPerson: 1,
    liveOnly: draft.liveOnly,
    grail: draft.grail,
    earlyBirdUntil: draft.earlyBirdMinutes === 0 ? null : core.clock.now() + draft.earlyBirdMinutes * minute,
    openedAt: core.clock.now(),
    terms: {
      title: draft.title,
      guild: draft.guild,
      kind: draft.kind,
      specs: draft.specs,
      price,
      pictures: draft.pictures,
      vodUrl: draft.vodUrl,
      shipping: builder.shipping,
      split,
      policy: 'proof-of-work',
      proofDays: draft.proofDays,
      scanDays: houseRules.scanDaysDefault,
    },
  };
  const { result } = await core.store.commit({
    put: [{ kind: 'drop', record: drop }],
    stock: { dropId: id, count: drop.units },
    notices: await dropOpenedNotices(core, drop, drop.units),
  });
  if (result === 'committed') return { ok: true, drop: { ...drop, version: 1 } };
  const other = await core.store.get('drop', id);
  return other ? { ok: true, drop: other } : refuse('conflict-try-again');
}

/** Whether a drop may be open: what held when it was listed, its parties may have lost since. */
export async function judgeOpening(core: Core, drop: Drop): Promise<ReturnType<typeof refuse> | undefined> {
  const builder = await core.store.get('builder', drop.builderId);
  if (!builder) return refuse('promises-not-signed');
  return judgeParties(core, builder, drop.terms.split.marketer?.citizenId ?? null);
}

/** The same request of the same builder always means the same drop, and never another builder's. */
function dropIdFor(builderId: CitizenId, requestId: string): DropId {
  return makeId('drop', createHash('sha256').update(`${builderId} ${requestId}`).digest('hex').slice(0, 24));
}

function readListedPrice(typed: string, currency: string): Money | ReturnType<typeof refuse> {
  const price = readPrice(typed, currency);
  if (!price) return refuse('price-unreadable', { typed });
  if (price.amountMinor < houseRules.priceMinorMin)
    return refuse('price-too-low', { least: formatMoney({ amountMinor: houseRules.priceMinorMin, currency }) });
  if (price.amountMinor > houseRules.priceMinorMax)
    return refuse('price-too-high', { most: formatMoney({ amountMinor: houseRules.priceMinorMax, currency }) });
  return price;
}

async function judgeDraft(core: Core, draft: DropDraft): Promise<ReturnType<typeof refuse> | undefined> {
  if (draft.proofDays > houseRules.proofDaysMax) return refuse('promise-too-long', { days: houseRules.proofDaysMax });
  if (draft.vodUrl !== null && !isPublicLink(draft.vodUrl)) return refuse('bad-link');
  const kept = await Promise.all(draft.pictures.map((name) => core.pictures.has(name)));
  return kept.every(Boolean) ? undefined : refuse('bad-picture');
}

async function judgeParties(
  core: Core,
  builder: Builder,
  marketerId: CitizenId | null,
): Promise<ReturnType<typeof refuse> | undefined> {
  const { vibeCheck, shippingStandard } = builder.promises;
  if (vibeCheck < currentPromises.vibeCheck || shippingStandard < currentPromises.shippingStandard)
    return refuse('promises-not-signed');
  const accounts = [{ id: builder.id, account: builder.stripeAccountId }];
  if (marketerId) accounts.push({ id: marketerId, account: await payeeAccount(core, marketerId) });
  for (const { id, account } of accounts) {
    const able = account !== null && (await core.payments.canReceiveTransfers(account));
    if (!able) return refuse('party-cannot-be-paid', { party: await nicknameOf(core, id) });
  }
  return undefined;
}

async function payeeAccount(core: Core, id: CitizenId): Promise<string | null> {
  return (
    (await core.store.get('payee', id))?.stripeAccountId ??
    (await core.store.get('builder', id))?.stripeAccountId ??
    null
  );
}

function isPublicLink(text: string): boolean {
  try {
    return new URL(text).protocol === 'https:';
  } catch {
    return false;
  }
}
