import type { Account } from '../domain/citizen.ts';

/** Signing people in with an account they have elsewhere. */
export type Identity = {
  /** The page of the platform that asks the person; it sends them back with a code and the same state. */
  consentUrl(state: string): string;
  /** The account behind a code; undefined when the platform does not honour the code. Throws `UpstreamError` without a clear answer. */
  accountOf(code: string): Promise<Account | undefined>;
};
