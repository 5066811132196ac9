/** What a buyer types. Spaces and dashes are allowed in the number, the expiry is `MM / YY`. */
export type CardInput = { readonly number: string; readonly expiry?: string; readonly cvc?: string };

/** A dispute that follows a payment: why, as Stripe names it, and whether the bank only asks at first. */
export type DisputeWish = { readonly reason: string; readonly isInquiry?: boolean };

/** What the bank will say to a card. */
export type CardOutcome =
  | { readonly kind: 'approved'; readonly suspicious: boolean; readonly disputed: DisputeWish | null }
  | {
      readonly kind: 'declined';
      readonly code: 'card_declined';
      readonly declineCode: string;
      readonly message: string;
    };

/** A card whose fields can be sent to a bank. */
export type Card = {
  readonly number: string;
  readonly last4: string;
  readonly brand: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly outcome: CardOutcome;
};

/** The names of the form's fields for the card. */
export type CardField = 'number' | 'expiry' | 'cvc';
/** What is wrong with one field of the card; `code` is Stripe's. */
export type CardProblem = { readonly field: CardField; readonly code: string; readonly message: string };

/** Stripe's own test numbers, as far as a builder's drop needs them. @see https://docs.stripe.com/testing */
export const testCards = {
  pays: '4242424242424242',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  fraudWarning: '4000000000005423',
  disputedAsFraud: '4000000000000259',
  disputedAsNotReceived: '4000000000002685',
  inquiry: '4000000000001976',
} as const;

const disputes: Readonly<Record<string, DisputeWish>> = {
  [testCards.disputedAsFraud]: { reason: 'fraudulent' },
  [testCards.disputedAsNotReceived]: { reason: 'product_not_received' },
  [testCards.inquiry]: { reason: 'fraudulent', isInquiry: true },
};

/**
 * Reads what was typed. Any number with a right check digit is a card that pays, except the numbers with a meaning.
 *
 * @param now ms since 1970; a card is good to the end of its month
 */
export function readCard(input: CardInput, now: number): Card | CardProblem {
  const number = input.number.replaceAll(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number)) return problem('number', 'incomplete_number', 'Your card number is incomplete.');
  if (!hasCheckDigit(number)) return problem('number', 'invalid_number', 'Your card number is invalid.');
  const expiry = readExpiry(input.expiry ?? nextYear(now), now);
  if ('field' in expiry) return expiry;
  if (!/^\d{3,4}$/.test(input.cvc ?? '123'))
    return problem('cvc', 'invalid_cvc', 'Your card’s security code is incomplete.');
  return { number, last4: number.slice(-4), brand: readBrand(number), ...expiry, outcome: readOutcome(number) };
}

function problem(field: CardField, code: string, message: string): CardProblem {
  return { field, code, message };
}

/** The Luhn check: every second digit from the right is doubled, and the digits' sum is a multiple of ten. */
function hasCheckDigit(number: string): boolean {
  const sum = [...number].toReversed().reduce((total, character, position) => {
    const digit = Number(character) * (position % 2 === 0 ? 1 : 2);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

function nextYear(now: number): string {
  return `12/${String(new Date(now).getUTCFullYear() + 1).slice(-2)}`;
}

function readExpiry(text: string, now: number): { expiryMonth: number; expiryYear: number } | CardProblem {
  const [, month, year] = /^\s*(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})\s*$/.exec(text) ?? [];
  const expiryMonth = Number(month);
  if (month === undefined || year === undefined || expiryMonth < 1 || expiryMonth > 12) {
    return problem('expiry', 'invalid_expiry', 'Your card’s expiration date is invalid.');
  }
  const expiryYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const endsAt = Date.UTC(expiryYear, expiryMonth, 1);
  if (endsAt <= now) return problem('expiry', 'expired_card', 'Your card’s expiration date is in the past.');
  return { expiryMonth, expiryYear };
}

function readBrand(number: string): string {
  if (number.startsWith('4')) return 'visa';
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard';
  if (/^3[47]/.test(number)) return 'amex';
  if (/^6(011|5)/.test(number)) return 'discover';
  return 'unknown';
}

function readOutcome(number: string): CardOutcome {
  if (number === testCards.declined) return decline('generic_decline', 'Your card was declined.');
  if (number === testCards.insufficientFunds) return decline('insufficient_funds', 'Your card has insufficient funds.');
  const disputed = Object.hasOwn(disputes, number) ? (disputes[number] ?? null) : null;
  return { kind: 'approved', suspicious: number === testCards.fraudWarning, disputed };
}

function decline(declineCode: string, message: string): CardOutcome {
  return { kind: 'declined', code: 'card_declined', declineCode, message };
}
