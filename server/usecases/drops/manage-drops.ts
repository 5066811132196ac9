import { createHash } from 'node:crypto';
import { houseRules, minute } from '#shared/house-rules.ts';
import { makeId, type CitizenId, type DropId } from '#shared/ids.ts';
import { readPrice, type Money } from '#shared/money.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropKind } from '#shared/schemas/drop.ts';
import type { Builder } from '../../domain/citizen.ts';
import type { Drop } from '../../domain/drop.ts';
import type { Split } from '../../domain/order.ts';
import { hasPromised } from '../../domain/promises.ts';
import { nicknameOf } from '../people/citizens.ts';
import type { Expect } from '../../ports/store.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { isBanned, requireNotBanned, sameBan } from '../people/bans.ts';
import { partnershipOf } from './partners.ts';
import { newRaffle, raffleWindow, type RaffleWish } from './raffles.ts';
import { payeeAccount } from '../building/stripe-onboarding.ts';
import { dropOpenedNotices } from '../streams/tell-channel.ts';

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
  /** The marketer's account on Discord; null without one. */
  readonly marketerDiscordId: string | null;
  readonly liveOnly: boolean;
  readonly grail: boolean;
  /** For how long after opening only VIPs may claim; 0 when everybody may at once. */
  readonly earlyBirdMinutes: number;
  /** When the raffle for its units may be entered; null where they are first come, first served. */
  readonly raffle?: RaffleWish | null;
};

/** A drop that may open, and what must still be as it was when it does. */
type DropJudged =
  | { readonly ok: true; readonly drop: Drop; readonly expect: readonly Expect[] }
  | { readonly ok: false; readonly refusal: Refusal };

export type DropOpened = { readonly ok: true; readonly drop: Drop } | { readonly ok: false; readonly refusal: Refusal };

/**
 * Lists a drop and opens it. The id is made of the request's, so that asking twice opens one drop.
 *
 * @returns the open drop, or why it may not open: price, promise, pictures, promises unsigned, a party that cannot be paid
 */
export async function openDrop(core: Core, builderId: CitizenId, draft: DropDraft): Promise<DropOpened> {
  const id = dropIdFor(builderId, draft.requestId);
  for (let tries = 0; tries < triesMax; tries++) {
    const standing = await core.store.get('drop', id);
    if (standing) return { ok: true, drop: standing };
    const judged = await judgeDrop(core, builderId, draft);
    if (!judged.ok) return judged;
    const { drop, expect } = judged;
    const raffle = newRaffle(core, drop);
    const { result } = await core.store.commit({
      expect,
      put: [{ kind: 'drop', record: drop }, ...raffle.put],
      deadlines: raffle.deadlines,
      stock: { dropId: id, count: drop.units },
      notices: await dropOpenedNotices(core, drop, drop.units),
    });
    if (result === 'committed') return { ok: true, drop: { ...drop, version: 1 } };
  }
  return refuse('conflict-try-again');
}

/**
 * Judges what a builder asks for and makes the drop of it, which is kept nowhere.
 *
 * @returns the drop as it would open now, or why it may not: ban, price, promise, pictures, a share that was not agreed, promises
 * unsigned, a party that cannot be paid
 */
export async function judgeDrop(core: Core, builderId: CitizenId, draft: DropDraft): Promise<DropJudged> {
  const builder = await core.store.get('builder', builderId);
  if (!builder) return refuse('not-a-builder');
  const unbanned = await sameBan(core, builderId);
  const price = readListedPrice(draft.priceTyped, core.settings.currency);
  if ('ok' in price) return price;
  const problem = (await requireNotBanned(core, builderId)) ?? (await judgeDraft(core, draft));
  if (problem) return problem;
  const shared = await agreedSplit(core, builderId, draft.marketerDiscordId);
  if (!shared.ok) return shared;
  const window = draft.raffle && raffleWindow(draft.raffle, core.clock.now());
  if (draft.raffle && !window) return refuse('raffle-window');
  const { split, expect } = shared;
  const unable = await judgeParties(core, builder, split.marketer?.citizenId ?? null);
  if (unable) return unable;
  const drop: Drop = {
    id: dropIdFor(builderId, draft.requestId),
    version: 0,
    builderId,
    status: 'open',
    units: draft.units,
    perPerson: 1,
    liveOnly: draft.liveOnly,
    grail: draft.grail,
    earlyBirdUntil: draft.earlyBirdMinutes === 0 ? null : core.clock.now() + draft.earlyBirdMinutes * minute,
    ...(window ? { raffle: { ...window, drawn: null } } : {}),
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
  return { ok: true, drop, expect: [...expect, unbanned] };
}

/** The split that the two have agreed on. Whoever was never met has agreed to nothing, and is not made a citizen by somebody's word. */
async function agreedSplit(
  core: Core,
  builderId: CitizenId,
  marketerDiscordId: string | null,
): Promise<
  | { readonly ok: true; readonly split: Split; readonly expect: readonly Expect[] }
  | { readonly ok: false; readonly refusal: Refusal }
> {
  if (marketerDiscordId === null) return { ok: true, split: { builder: 100, marketer: null }, expect: [] };
  const marketer = await core.store.citizenByAccount('discord', marketerDiscordId);
  const agreed = marketer && (await partnershipOf(core, builderId, marketer.id));
  const weight = agreed?.agreedPercent ?? null;
  if (!marketer || !agreed || weight === null)
    return refuse('partner-not-agreed', { party: marketer?.nickname ?? 'marketer' });
  return {
    ok: true,
    split: { builder: 100 - weight, marketer: { citizenId: marketer.id, weight } },
    // Whoever ends it at this moment ended it before the drop opened.
    expect: [{ kind: 'partnership', id: agreed.id, version: agreed.version }],
  };
}

/** Whether a drop may be open: what held when it was listed, its parties may have lost since. */
export async function judgeOpening(core: Core, drop: Drop): Promise<ReturnType<typeof refuse> | undefined> {
  const builder = await core.store.get('builder', drop.builderId);
  if (!builder) return refuse('promises-not-signed');
  const banned = await requireNotBanned(core, drop.builderId);
  if (banned) return banned;
  return judgeParties(core, builder, drop.terms.split.marketer?.citizenId ?? null);
}

/** The same request of the same builder always means the same drop, and never another builder's. */
function dropIdFor(builderId: CitizenId, requestId: string): DropId {
  return makeId('drop', createHash('sha256').update(`${builderId} ${requestId}`).digest('hex').slice(0, 24));
}

/** Reads a price as it was typed, within what the house allows. */
export function readListedPrice(typed: string, currency: string): Money | ReturnType<typeof refuse> {
  const price = readPrice(typed, currency);
  if (!price) return refuse('price-unreadable', { typed });
  if (price.amountMinor < houseRules.priceMinorMin)
    return refuse('price-too-low', { leastMinor: houseRules.priceMinorMin, currency });
  if (price.amountMinor > houseRules.priceMinorMax)
    return refuse('price-too-high', { mostMinor: houseRules.priceMinorMax, currency });
  return price;
}

async function judgeDraft(core: Core, draft: DropDraft): Promise<ReturnType<typeof refuse> | undefined> {
  // A draw gives everybody the same chance: nobody comes before others in it.
  if (draft.raffle && draft.earlyBirdMinutes > 0) return refuse('bad-input');
  if (draft.proofDays > houseRules.proofDaysMax) return refuse('promise-too-long', { days: houseRules.proofDaysMax });
  return judgeShown(core, draft);
}

/** What a drop shows of itself: a link that is a link, and pictures that we have. */
export async function judgeShown(
  core: Core,
  draft: Pick<DropDraft, 'vodUrl' | 'pictures'>,
): Promise<ReturnType<typeof refuse> | undefined> {
  if (draft.vodUrl !== null && !isPublicLink(draft.vodUrl)) return refuse('bad-link');
  const kept = await Promise.all(draft.pictures.map((name) => core.pictures.has(name)));
  return kept.every(Boolean) ? undefined : refuse('bad-picture');
}

async function judgeParties(
  core: Core,
  builder: Builder,
  marketerId: CitizenId | null,
): Promise<ReturnType<typeof refuse> | undefined> {
  if (!hasPromised(builder)) return refuse('promises-not-signed');
  if (builder.shipping.length === 0) return refuse('shipping-not-said');
  const accounts = [{ id: builder.id, account: builder.stripeAccountId }];
  if (marketerId) accounts.push({ id: marketerId, account: await payeeAccount(core, marketerId) });
  for (const { id, account } of accounts) {
    // A marketer who is banned is as little to be paid for something new; why is nobody else's business.
    const able = account !== null && !(await isBanned(core, id)) && (await core.payments.canReceiveTransfers(account));
    if (!able) return refuse('party-cannot-be-paid', { party: await nicknameOf(core, id) });
  }
  return undefined;
}

/** Whether a text is an address on the web, under https. */
export function isPublicLink(text: string): boolean {
  try {
    return new URL(text).protocol === 'https:';
  } catch {
    return false;
  }
}
