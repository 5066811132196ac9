import { createHash } from 'node:crypto';
import type { CitizenId, Instant } from '#shared/ids.ts';
import { readPrice } from '#shared/money.ts';
import { refuse, type Refusal } from '#shared/refusals.ts';
import type { ShippingRate } from '#shared/schemas/drop.ts';
import { promiseTexts, type PromiseText } from '#shared/text/en/promises.ts';
import type { Builder } from '../../domain/citizen.ts';
import { currentPromises, isSigned, withSignature, type PromiseName } from '../../domain/promises.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import { requireNotBanned } from '../people/bans.ts';

type Done = { readonly ok: true; readonly builder: Builder } | { readonly ok: false; readonly refusal: Refusal };

/** What one parcel may cost at most, so that no slip of a key becomes a price. */
const rateMinorMax = 500_00;
/** Countries that a builder ships to. */
const ratesMax = 12;

/** The words of a promise as they are in force, and what names them: the SHA-256 of all of them in their order. */
export function promiseInForce(name: PromiseName): {
  readonly version: number;
  readonly text: PromiseText;
  readonly sha256: string;
} {
  const version = currentPromises[name];
  const text = promiseTexts[name][version];
  if (!text) throw new Error(`version ${version} of ${name} has no text`);
  const words = [text.title, text.lead, ...text.points].join('\n');
  return { version, text, sha256: createHash('sha256').update(words).digest('hex') };
}

/**
 * When a builder signed the words in force; null when they have not. Builders of a time before every signature was kept have their
 * version and no moment: that of their certificate stands for it.
 */
export function signedAt(builder: Builder, name: PromiseName): Instant | null {
  if (!isSigned(builder, name)) return null;
  return builder.signatures?.findLast(({ promise }) => promise === name)?.at ?? builder.certifiedAt;
}

/**
 * Keeps a builder's signature. Signing twice is signing once.
 *
 * @param read what names the words that the builder had before them; other words than those in force cannot be signed
 */
export function signPromise(core: Core, builderId: CitizenId, name: PromiseName, read: string): Promise<Done> {
  const { version, sha256 } = promiseInForce(name);
  if (read !== sha256) return Promise.resolve(refuse('conflict-try-again'));
  return change(core, builderId, (builder) =>
    withSignature(builder, { promise: name, version, sha256 }, core.clock.now()),
  );
}

/**
 * Keeps where a builder ships and for how much, as typed. Later drops are listed with it.
 *
 * @returns `price-unreadable` with what could not be read; `shipping-not-said` where a country or its price is missing
 */
export async function setShipping(
  core: Core,
  builderId: CitizenId,
  typed: readonly { readonly country: string; readonly price: string }[],
): Promise<Done> {
  const rates = new Map<string, ShippingRate>();
  for (const { country, price } of typed.slice(0, ratesMax)) {
    if (price.trim() === '' || !/^[A-Z]{2}$/.test(country)) return refuse('shipping-not-said');
    const read = readPrice(price, core.settings.currency);
    if (!read || read.amountMinor > rateMinorMax) return refuse('price-unreadable', { typed: price });
    rates.set(country, { country, amountMinor: read.amountMinor });
  }
  if (rates.size === 0) return refuse('shipping-not-said');
  return change(core, builderId, (builder) => ({ ...builder, shipping: [...rates.values()] }));
}

async function change(core: Core, builderId: CitizenId, to: (builder: Builder) => Builder): Promise<Done> {
  const banned = await requireNotBanned(core, builderId);
  if (banned) return banned;
  for (let tries = 0; tries < triesMax; tries++) {
    const builder = await core.store.get('builder', builderId);
    if (!builder) return refuse('not-a-builder');
    const next = to(builder);
    if (next === builder) return { ok: true, builder };
    const { result } = await core.store.commit({ put: [{ kind: 'builder', record: next }] });
    if (result === 'committed') return { ok: true, builder: { ...next, version: builder.version + 1 } };
  }
  return refuse('conflict-try-again');
}
