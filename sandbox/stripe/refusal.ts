/** What Stripe's SDK looks for: the presence of `error` makes an answer an error, whatever its status. */
export type ErrorBody = {
  readonly error: {
    readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
    readonly message: string;
    readonly code?: string;
    readonly decline_code?: string;
    readonly param?: string;
    readonly charge?: string;
    readonly doc_url?: string;
  };
};

/**
 * Stripe says no. `stage` decides whether the answer is kept under an idempotency key: Stripe keeps what it began to
 * execute, and forgets requests whose parameters it could not accept.
 */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly status: number;
  readonly body: ErrorBody;
  readonly stage: 'parameters' | 'execution';

  constructor(status: number, error: ErrorBody['error'], stage: ApiRefusal['stage']) {
    super(error.message);
    this.status = status;
    this.body = { error };
    this.stage = stage;
  }
}

type Details = { readonly code?: string; readonly param?: string };

/** A parameter that cannot be accepted; nothing was executed. */
export function refuseParameter(message: string, details: Details = {}): ApiRefusal {
  return new ApiRefusal(400, { type: 'invalid_request_error', message, ...withDocs(details) }, 'parameters');
}

/** A well-formed request that the state of things forbids. */
export function refuseRequest(message: string, details: Details = {}): ApiRefusal {
  return new ApiRefusal(400, { type: 'invalid_request_error', message, ...withDocs(details) }, 'execution');
}

/** The object named by the path does not exist: 404. Where a parameter names it, Stripe answers 400 instead. */
export function refuseMissing(noun: string, id: string, param = 'id'): ApiRefusal {
  const details = withDocs({ code: 'resource_missing', param });
  const status = param === 'id' ? 404 : 400;
  return new ApiRefusal(
    status,
    { type: 'invalid_request_error', message: `No such ${noun}: '${id}'`, ...details },
    'execution',
  );
}

function withDocs(details: Details): Details & { readonly doc_url?: string } {
  if (details.code === undefined) return details;
  return { ...details, doc_url: `https://stripe.com/docs/error-codes/${details.code.replaceAll('_', '-')}` };
}
