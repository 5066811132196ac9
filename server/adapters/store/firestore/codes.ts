/**
 * gRPC's status codes, as far as they mean something to us.
 *
 * @see https://grpc.io/docs/guides/status-codes
 */
export const codes = {
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  preconditionFailed: 9,
  aborted: 10,
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
