/** The problems of a form, nested by field as Discord nests them; `_errors` holds those of the field itself. */
export type ProblemTree = { _errors?: { code: string; message: string }[]; [field: string]: unknown };

/** Everything this stand-in refuses, by Discord's JSON error code. */
const refusals = {
  0: [401, '401: Unauthorized'],
  10002: [404, 'Unknown Application'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10009: [404, 'Unknown permission overwrite'],
  10011: [404, 'Unknown Role'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10026: [404, 'Unknown Ban'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50003: [403, 'Cannot execute action on a DM channel'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  160006: [400, 'Maximum number of active threads reached'],
  500000: [400, 'Failed to ban users'],
  50240: [
    400,
    "You cannot remove this app's Entry Point command in a bulk update operation. Please include the Entry Point command in your update request or delete it separately.",
  ],
  50109: [400, 'The request body contains invalid JSON.'],
} as const;

/** A code of {@link refusals}. */
export type RefusalCode = keyof typeof refusals;

/** A REST call answered with one of Discord's errors; status, code and body are what the client receives. */
export class DiscordRefusalError extends Error {
  override readonly name = 'DiscordRefusalError';
  readonly code: RefusalCode;
  readonly status: number;
  readonly errors: ProblemTree | undefined;

  constructor(code: RefusalCode, errors?: ProblemTree) {
    const [status, message] = refusals[code];
    super(message);
    this.code = code;
    this.status = status;
    this.errors = errors;
  }

  /** The JSON body that goes over the wire. */
  toBody(): { message: string; code: number; errors?: ProblemTree } {
    return { message: this.message, code: this.code, ...(this.errors ? { errors: this.errors } : {}) };
  }
}

/** A person tried what Discord's own app would not let them do: no such command here, a button that is not there. */
export class ImpossibleActionError extends Error {
  override readonly name = 'ImpossibleActionError';
}
