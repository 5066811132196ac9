import { createHash } from 'node:crypto';

import { expandAnswer } from './expand.ts';
import type { Upload } from './files.ts';
import type { FormFields } from './form.ts';
import { FormError, formFromJson, parseForm } from './form.ts';
import type { Params } from './params.ts';
import { ApiRefusal, refuseParameter } from './refusal.ts';
import { findRoute } from './routes.ts';
import type { KeptAnswer, World } from './model.ts';

const keyLengthMax = 255;
const keptMsV1 = 24 * 60 * 60 * 1000;
const keptMsV2 = 30 * 24 * 60 * 60 * 1000;

/** A call as it arrives: `query` and `body` are still text, `requestId` names it in the answer and in events. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  /** The file of a multipart request, whose fields are in `body`. */
  readonly upload: Upload | null;
  readonly contentType: string;
  readonly idempotencyKey: string | null;
  /** The connected account that the call is made for, null for the platform itself. */
  readonly account: string | null;
  readonly requestId: string;
};

/** An answer before it becomes bytes. */
export type ApiAnswer = {
  readonly status: number;
  readonly body: unknown;
  /** The request whose kept answer this is. */
  readonly replayOf: string | null;
};

/**
 * Answers a call by Stripe's rules, network apart. A POST with an idempotency key is executed once: version 1 keeps
 * whatever came of it, even a 500; version 2 keeps only success and tries a failure again.
 *
 * @param failsAfter the call is carried out and then answered with a 500, which is what the key will keep
 */
export function answerCall(world: World, request: ApiRequest, failsAfter = false): ApiAnswer {
  const { requestId: id, idempotencyKey, account } = request;
  const scoped: World = { ...world, request: { id, idempotencyKey, account } };
  const key = request.method === 'POST' ? request.idempotencyKey : null;
  if (key === null) return execute(scoped, request, failsAfter).answer;
  if (key.length > keyLengthMax)
    return refusalAnswer(refuseParameter('Idempotency keys may have at most 255 characters.'));
  const fingerprint = takeFingerprint(request);
  const kept = findKept(scoped, request, key);
  if (kept !== null) return kept.fingerprint === fingerprint ? replay(kept) : refuseOtherParams(key);
  const { answer, keeps } = execute(scoped, request, failsAfter);
  if (keeps) {
    const entry = {
      fingerprint,
      requestId: request.requestId,
      at: world.now(),
      status: answer.status,
      body: answer.body,
    };
    world.state.keptAnswers.set(key, structuredClone(entry));
  }
  return answer;
}

function isV2(request: ApiRequest): boolean {
  return request.path.startsWith('/v2/');
}

function findKept(world: World, request: ApiRequest, key: string): KeptAnswer | null {
  const kept = world.state.keptAnswers.get(key);
  if (kept === undefined) return null;
  if (world.now() - kept.at <= (isV2(request) ? keptMsV2 : keptMsV1)) return kept;
  world.state.keptAnswers.delete(key);
  return null;
}

function takeFingerprint({ method, path, query, body, upload }: ApiRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, path, query, body]))
    .update(upload?.bytes ?? '')
    .digest('hex');
}

function replay(kept: KeptAnswer): ApiAnswer {
  return { status: kept.status, body: structuredClone(kept.body), replayOf: kept.requestId };
}

function refuseOtherParams(key: string): ApiAnswer {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  return { status: 400, body: { error: { type: 'idempotency_error', message } }, replayOf: null };
}

type Executed = { readonly answer: ApiAnswer; readonly keeps: boolean };

function execute(world: World, request: ApiRequest, failsAfter: boolean): Executed {
  const keepsFailure = !isV2(request);
  let carriedOut = false;
  try {
    const found = findRoute(request.method, request.path);
    if (found === null) throw refuseAddress(request);
    const params = readParams(request);
    const result = found.handle({ world, params, id: found.id, subId: found.subId, upload: request.upload });
    carriedOut = true;
    const body = isV2(request) ? result : expandAnswer(world.state, result, params);
    if (failsAfter) return { answer: breakdown, keeps: keepsFailure };
    return { answer: { status: 200, body, replayOf: null }, keeps: true };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { answer: refusalAnswer(error), keeps: keepsFailure && (carriedOut || error.stage === 'execution') };
  }
}

/** What Stripe says when something broke on its side. */
export const breakdown: ApiAnswer = {
  status: 500,
  body: { error: { type: 'api_error', message: 'An unknown error occurred. (Simulated: this fault was asked for.)' } },
  replayOf: null,
};

function refusalAnswer(refusal: ApiRefusal): ApiAnswer {
  return { status: refusal.status, body: refusal.body, replayOf: null };
}

function refuseAddress({ method, path }: ApiRequest): ApiRefusal {
  const message = `Unrecognized request URL (${method}: ${path}). The simulated Stripe has no such address.`;
  return new ApiRefusal(404, { type: 'invalid_request_error', message }, 'parameters');
}

function readParams(request: ApiRequest): Params {
  try {
    const fields: FormFields = parseForm(request.query);
    for (const [key, value] of readBody(request)) fields.set(key, value);
    return { path: '', fields };
  } catch (error) {
    if (error instanceof FormError) throw refuseParameter(error.message);
    throw error;
  }
}

function readBody({ body, contentType }: ApiRequest): FormFields {
  if (body === '') return new Map();
  if (!contentType.includes('json')) return parseForm(body);
  try {
    return formFromJson(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) throw refuseParameter('The request body is not JSON.');
    throw error;
  }
}
