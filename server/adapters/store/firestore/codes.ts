/**
 * gRPC's status codes, as far as they mean something to us.
 *
 * @see https://grpc.io/docs/guides/status-codes
 */
export const codes = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  preconditionFailed: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** The status code of an error; undefined when the service did not say it. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Whether the service said one of these. */
export function isOneOf(error: unknown, ...some: readonly number[]): boolean {
  const code = codeOf(error);
  return typeof code === 'number' && some.includes(code);
}

/** Whether the same may go through in a moment. What was asked may have been done all the same: its answer can be what was lost. */
export function isPassing(error: unknown): boolean {
  const { aborted, cancelled, deadlineExceeded, internal, resourceExhausted, unavailable, unknown } = codes;
  return (
    error instanceof NoAnswer ||
    isEndedTransaction(error) ||
    isOneOf(error, aborted, cancelled, deadlineExceeded, internal, resourceExhausted, unavailable, unknown)
  );
}

/** The client repeats a commit by itself when its answer is lost, and is told then that the transaction has ended. */
function isEndedTransaction(error: unknown): boolean {
  return isOneOf(error, codes.invalidArgument) && /transaction has expired|no longer valid/i.test(String(error));
}

/** How long one try of anything may take. */
export const tryMs = 5_000;
/** Nobody waits longer than this for an answer; what was asked may still be done. */
export const patienceMs = 9_000;

/** The service took longer than anybody should wait. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

/** An answer, if it comes in time. */
export async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer(ms)), ms);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a write that is tried without waiting for others went through; false when somebody was faster. */
export async function succeeds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isOneOf(error, codes.alreadyExists, codes.preconditionFailed, codes.notFound, codes.aborted)) return false;
    throw error;
  }
}
