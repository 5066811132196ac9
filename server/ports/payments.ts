import type { CitizenId, OrderId } from '#shared/ids.ts';
import type { Money } from '#shared/money.ts';
import type { Payment } from '../domain/order.ts';
import type { PaidWith } from '../domain/order-commands.ts';

/** What a buyer is asked to pay on the payment page. */
export type CheckoutRequest = {
  readonly orderId: OrderId;
  readonly orderTag: string;
  readonly attempt: number;
  readonly title: string;
  readonly price: Money;
  readonly shippingMinor: number;
  readonly country: string;
  /** What the line of the shipping says on the payment page. */
  readonly shippingLabel: string;
  readonly pictureUrl: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/**
 * Our failure to get an answer from a partner. `retryable` failures are tried again with the same key. `elsewhere`: another process has
 * asked the same at this moment, and will be told.
 */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly party: 'stripe' | 'twitch' | 'discord' | 'easypost' | 'store';
  readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly elsewhere: boolean;
  constructor(
    party: UpstreamError['party'],
    message: string,
    options: { retryable: boolean; requestId?: string | undefined; elsewhere?: boolean; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.party = party;
    this.retryable = options.retryable;
    this.requestId = options.requestId;
    this.elsewhere = options.elsewhere ?? false;
  }
}

/** A transfer asked for: one leg of a release. */
export type TransferRequest = {
  readonly orderId: OrderId;
  readonly orderTag: string;
  readonly party: string;
  readonly attempt: number;
  readonly chargeId: string;
  readonly destination: string;
  readonly amount: Money;
};

/** A transfer to be taken back, or a part of it. */
export type ReversalRequest = {
  readonly orderId: OrderId;
  readonly attempt: number;
  readonly transferId: string;
  readonly amountMinor: number;
};

/** A refund asked for: of a whole charge, or a part of it that its number tells from the others. */
export type RefundRequest = {
  readonly orderId: OrderId;
  readonly chargeId: string;
  readonly part?: number | undefined;
  readonly amountMinor: number;
};

export type FoundReversal = { readonly reversalId: string; readonly amountMinor: number };
export type FoundTransfer = { readonly transferId: string; readonly amountMinor: number };

/**
 * How a charge stands at the provider. `dispute` is the gravest there is of it: a bank that has taken the money and not decided, one that
 * only asks, and those that are decided. `warnings` are the ids of banks' warnings of fraud about which something can still be done.
 */
export type ChargeHealth = {
  readonly refundedMinor: number;
  readonly dispute: 'none' | 'inquiry' | 'open' | 'won' | 'lost';
  readonly warnings: readonly string[];
};

/** Who asks to be paid: their page at the provider carries the name that others see, and the address is for the provider alone. */
export type PayeeRequest = {
  readonly citizenId: CitizenId;
  readonly displayName: string;
  readonly email: string;
  /** Two capital letters. */
  readonly country: string;
  readonly currency: string;
};

/** What the provider still asks of somebody before they can be paid, in kinds of our own. */
export type PayeeQuestion = 'person' | 'business' | 'bank' | 'document' | 'terms' | 'other';

/** How an account stands: `asks` are questions to its owner; `waits`: the provider is checking what it was told. */
export type PayeeStanding = {
  /** Whose account it is; null for one that we did not make. */
  readonly citizenId: CitizenId | null;
  readonly isActive: boolean;
  readonly asks: readonly PayeeQuestion[];
  readonly waits: boolean;
};

/** Whether somebody has proved who they are to the provider. `citizenId` is null for a check that we did not ask for. */
export type IdentityCheck = { readonly citizenId: CitizenId | null; readonly isVerified: boolean };

/**
 * One movement of C500's balance as the payment provider booked it. `netMinor` is signed. `withOwnBank`: C500 moved it to or from its own
 * bank account, which is nobody's business but the house's.
 */
export type BalanceMovement = {
  readonly id: string;
  readonly sourceId: string;
  readonly netMinor: number;
  readonly currency: string;
  readonly withOwnBank: boolean;
};

/** What a session's payment came to, and what was told of the buyer with it. */
export type ArrivedPayment = { readonly orderId: OrderId; readonly payment: Payment; readonly paidWith: PaidWith };

/**
 * Moving money, with keys: every call that changes something is safe to repeat with the same key.
 * All methods throw `UpstreamError` when there is no clear answer.
 */
export type Payments = {
  openCheckout(request: CheckoutRequest, key: string): Promise<{ readonly sessionId: string; readonly url: string }>;
  /** Makes a session unpayable. `complete` means that it was paid first. */
  closeCheckout(sessionId: string): Promise<'closed' | 'complete'>;
  /** What a session's payment came to; undefined while nothing was paid. */
  fetchPayment(sessionId: string): Promise<ArrivedPayment | undefined>;
  fetchChargeHealth(chargeId: string): Promise<ChargeHealth>;
  canReceiveTransfers(accountId: string): Promise<boolean>;
  /** Makes an account that may receive transfers once its owner has answered the provider's questions. */
  createAccount(
    request: PayeeRequest,
    key: string,
  ): Promise<{ readonly accountId: string } | { readonly refused: string }>;
  /** A page of the provider's on which the owner answers its questions: good once, and for minutes. */
  openOnboarding(accountId: string, back: { readonly returnUrl: string; readonly refreshUrl: string }): Promise<string>;
  fetchStanding(accountId: string): Promise<PayeeStanding>;
  /** A page of the provider's on which somebody proves who they are; it sends them back when they are through. */
  openIdentityCheck(citizenId: CitizenId, returnUrl: string, key: string): Promise<string>;
  fetchIdentityCheck(checkId: string): Promise<IdentityCheck>;
  /** `refused`: the provider said a clear no, and nothing was moved. */
  createTransfer(
    request: TransferRequest,
    key: string,
  ): Promise<{ readonly transferId: string } | { readonly refused: string }>;
  /** Asks for a transfer made earlier for this leg, by whatever attempt. */
  findTransfer(orderId: OrderId, party: string): Promise<FoundTransfer | undefined>;
  /** Takes as much of it as its owner has. `refused`: they have spent all of it, or the provider said another clear no. */
  createReversal(request: ReversalRequest, key: string): Promise<FoundReversal | { readonly refused: string }>;
  /** Asks for a reversal made earlier of this transfer by this attempt. */
  findReversal(transferId: string, attempt: number): Promise<FoundReversal | undefined>;
  /** Asks for a refund made earlier of this charge, or of this part of it. */
  findRefund(chargeId: string, part?: number): Promise<string | undefined>;
  createRefund(
    request: RefundRequest,
    key: string,
  ): Promise<{ readonly refundId: string } | { readonly refused: string }>;
  /** Every movement of the balance, oldest first. */
  listMovements(): Promise<readonly BalanceMovement[]>;
};
