import type { Instant } from '#shared/ids.ts';
import type { Builder, PromiseSignature } from './citizen.ts';

/** The versions of the promises in force. A builder signs them before opening a drop; a new version never touches old orders. */
export const currentPromises = { vibeCheck: 1, shippingStandard: 1 } as const;

/** What builders promise: the Vibe Check is about conduct, the Shipping Standard about parcels. */
export type PromiseName = keyof typeof currentPromises;
type Versions = Readonly<Record<PromiseName, number>>;

/** Whether a promise is signed in the version that is in force. */
export function isSigned(
  { promises }: Pick<Builder, 'promises'>,
  name: PromiseName,
  current: Versions = currentPromises,
): boolean {
  return promises[name] >= current[name];
}

/** Whether a builder has signed what opening a drop needs: both texts. */
export function hasPromised(builder: Pick<Builder, 'promises'>, current: Versions = currentPromises): boolean {
  return isSigned(builder, 'vibeCheck', current) && isSigned(builder, 'shippingStandard', current);
}

/** The builder with one signature more; the same object when the promise was signed in that version or a later one. */
export function withSignature(builder: Builder, signed: Omit<PromiseSignature, 'at'>, now: Instant): Builder {
  const { promise, version } = signed;
  if (builder.promises[promise] >= version) return builder;
  return {
    ...builder,
    promises: { ...builder.promises, [promise]: version },
    signatures: [...(builder.signatures ?? []), { ...signed, at: now }],
  };
}
