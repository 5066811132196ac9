/** The status codes of gRPC that the stand-in answers with. */
export const codes = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** An answer other than the one asked for, with a status code of gRPC. Its text reaches the client as it is. */
export class FirestoreRefusal extends Error {
  override readonly name = 'FirestoreRefusal';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The refusal of a request that can never succeed as it stands. */
export function refuseAsInvalid(message: string): FirestoreRefusal {
  return new FirestoreRefusal(codes.invalidArgument, message);
}
