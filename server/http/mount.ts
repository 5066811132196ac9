import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { ZodMiniType } from 'zod/mini';
import type { Endpoint, Input, Output } from '#shared/api/endpoint.ts';
import { contract } from '#shared/api/contract.ts';
import type { Caller } from './auth.ts';
import { Refused } from './problems.ts';

type Contract = typeof contract;

/** One function per endpoint of the contract. An endpoint without one does not compile, nor does one without an endpoint. */
export type Handlers = {
  readonly [Name in keyof Contract]: (input: Input<Contract[Name]>, caller: Caller) => Promise<Output<Contract[Name]>>;
};

const bodyBytesMax = 32 * 1024;

/** Makes the routes of the contract: prove the caller, parse what came in, handle it, and let out only what the contract names. */
export function mountContract(
  app: Express,
  handlers: Handlers,
  authenticate: (request: Request, auth: Endpoint['auth']) => Promise<Caller>,
): void {
  for (const name of Object.keys(contract) as (keyof Contract)[]) {
    const endpoint: Endpoint = contract[name];
    // Each handler fits its own endpoint by the type of Handlers; the loop cannot say so.
    const handle = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
    const readers = endpoint.body ? [express.json({ limit: endpoint.bodyBytesMax ?? bodyBytesMax, strict: true })] : [];
    const write = writer(endpoint.response);
    // Whoever is nobody gets no body read.
    const callers = new WeakMap<Request, Caller>();
    const prove = async (request: Request, _: Response, next: NextFunction) => {
      callers.set(request, await authenticate(request, endpoint.auth));
      next();
    };
    const route = async (request: Request, response: Response) => {
      const caller = callers.get(request);
      if (!caller) throw new Error(`${endpoint.path} was reached by somebody unproved`);
      const input = {
        params: parsed(endpoint.params, request.params, 'params'),
        query: parsed(endpoint.query, request.query, 'query'),
        body: parsed(endpoint.body, request.body, 'body'),
      };
      response.type('json').send(write(await handle(input, caller)));
    };
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete';
    app[method](endpoint.path, prove, ...readers, route);
  }
}

/** Lets out what the contract names and nothing else. What is frozen says the same for ever, and is written once for a whole crowd. */
function writer(schema: ZodMiniType): (answer: unknown) => string {
  const written = new WeakMap<object, string>();
  return (answer) => {
    const keep = typeof answer === 'object' && answer !== null && Object.isFrozen(answer) ? answer : undefined;
    const known = keep && written.get(keep);
    if (known !== undefined) return known;
    const text = JSON.stringify(schema.parse(answer));
    if (keep) written.set(keep, text);
    return text;
  };
}

function parsed(schema: ZodMiniType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issues = read.error.issues
    .slice(0, 20)
    .map((issue) => ({ path: [where, ...issue.path].join('.'), sentence: issue.message }));
  throw new Refused({ code: 'bad-input' }, issues);
}
