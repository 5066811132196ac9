/**
 * Everything C500 may say no to, with the HTTP status it travels under. The sentence and what a person can do about it are in
 * `text/en/refusals.ts`, complete by type.
 */
export const refusals = {
  'not-found': 404,
  'bad-input': 400,
  'not-signed-in': 401,
  'not-yours': 403,
  'identity-not-shared': 403,
  'too-many-requests': 429,
  'upstream-unavailable': 503,
  'conflict-try-again': 409,
  'not-allowed-now': 409,
  // Drops
  'not-a-builder': 403,
  'promises-not-signed': 409,
  'party-cannot-be-paid': 409,
  'price-unreadable': 400,
  'price-too-low': 400,
  'price-too-high': 400,
  'promise-too-long': 400,
  'bad-picture': 400,
  'bad-link': 400,
  'partner-not-agreed': 409,
  'partner-self': 403,
  'offer-changed': 409,
  'not-your-drop': 403,
  'drop-changed': 409,
  'too-many-units': 400,
  'announced-lately': 429,
  'already-applied': 409,
  // People
  banned: 403,
  'not-banned': 409,
  'not-staff': 403,
  'vouch-needs-order': 409,
  'already-vouched': 409,
  'case-open': 409,
  'case-decided': 409,
  'already-certified': 409,
  'act-of-another': 403,
  'act-expired': 410,
  'act-changed': 409,
  'own-matter': 403,
  'link-refused': 409,
  // Rooms and activities
  'room-closed': 409,
  'file-too-large': 400,
  'too-many-messages': 409,
  'sign-in-failed': 401,
  'activity-unknown': 404,
  'proxy-unproved': 401,
  // Claims
  'drop-not-open': 409,
  'drop-closed': 409,
  'sold-out': 409,
  'own-drop': 403,
  'one-each': 409,
  'tier-too-low': 403,
  'exposure-too-high': 403,
  'vip-only': 403,
  'early-bird': 403,
  'waitlist-first': 409,
  'not-sold-out': 409,
  'waitlist-full': 409,
  'live-only': 409,
  'paused-after-lapses': 429,
  // Paying
  'claim-ended': 409,
  'already-paid': 409,
  'country-not-served': 400,
  'cookies-needed': 403,
  'pay-code-unknown': 404,
  'pay-code-elsewhere': 403,
  // Proof
  'near-miss': 400,
  'no-tag': 400,
  'unknown-tag': 404,
  'not-the-broadcaster': 403,
  'shared-chat': 409,
  'no-builder-channel': 409,
  'not-your-order': 403,
  'channel-offline': 409,
  'order-not-paid': 409,
  'order-refunded': 409,
  'order-ended': 409,
  'already-proved': 409,
  'already-on-bench': 409,
  'bench-full': 409,
  'too-many-notes': 409,
  'channel-of-another': 409,
  'account-of-another': 409,
  'consent-refused': 409,
  'link-used': 410,
  'wrong-channel': 409,
  'unlink-first': 409,
  'channel-linked-later': 409,
  'tracking-unreadable': 400,
  'tracking-reused': 409,
  // Money
  frozen: 409,
  'already-released': 409,
  'nothing-held': 409,
  'not-broken-yet': 409,
} as const satisfies Record<string, number>;

export type RefusalCode = keyof typeof refusals;

/** A no, as a value. `params` fill the sentence's placeholders. */
export type Refusal = { readonly code: RefusalCode; readonly params?: Readonly<Record<string, string | number>> };

/** Makes a refusal; the shape that `decide` and the use cases return. */
export function refuse(
  code: RefusalCode,
  params?: Refusal['params'],
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: params ? { code, params } : { code } };
}
