import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import * as z from 'zod';

const Parameter = z.object({ name: z.string(), required: z.boolean().optional() });
const Content = z.object({ 'application/json': z.object({ schema: z.unknown() }) });
const Operation = z.object({
  parameters: z.array(Parameter),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
});
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** A request to Helix and what came back; `path` is without `/helix`. `answer` is undefined when there was no body. */
export type Exchange = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
};

/**
 * Twitch's guide to its API, not its reference, says that any call may be answered with these: 429 when a budget is used up, 500 and
 * 503 when Twitch itself is in trouble. The description repeats the first two for some routes and forgets them for others.
 */
const everywhere: readonly number[] = [429, 500, 503];

/** The description has no schema for failures; this is the shape that Twitch's guide shows for all of them. */
const failure = {
  type: 'object',
  required: ['error', 'status', 'message'],
  properties: { error: { type: 'string' }, status: { type: 'integer' }, message: { type: 'string' } },
  additionalProperties: false,
};

/**
 * What is wrong in the description, by the place where it stands. Get Videos' and Get Clips' `first` are described as text, being
 * query parameters, which needs no change here.
 */
function correct(schemas: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const whisper = 'whisper-<user-id>';
  return JSON.parse(JSON.stringify(schemas), (key, value: unknown) => {
    // A whisper's target holds an opaque id in place of the words; the description lists the words themselves as the only value.
    if (key === 'items' && isObject(value) && Array.isArray(value['enum']) && value['enum'].includes(whisper))
      return { type: 'string', pattern: '^(broadcast|global|whisper-[UA]\\w+)$' };
    // Objects are open in OpenAPI unless they say otherwise; a field that Twitch does not document is one that we have made up.
    if (isObject(value) && value['type'] === 'object' && isObject(value['properties']))
      return { ...value, additionalProperties: false };
    return value;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Judges exchanges with Helix by its published description. */
export type Judge = {
  /** What is wrong with an exchange, as sentences; none when it is as described. */
  readonly findFaults: (exchange: Exchange) => readonly string[];
  /** Every route and status of the description, as `GET /users 200`. */
  readonly described: readonly string[];
};

type Validators = { readonly check: (what: string, schema: unknown, value: unknown) => readonly string[] };

function createValidators(schemas: Readonly<Record<string, unknown>>): Validators {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text));
  ajv.addFormat('int32', { type: 'number', validate: (value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31 });
  ajv.addFormat('float', { type: 'number', validate: () => true });
  ajv.addSchema({ $id: 'helix', components: { schemas } });
  const compiled = new Map<string, ValidateFunction>();
  return {
    check(what, schema, value) {
      // The references within the file are given the name under which Ajv knows it.
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"helix#/components/');
      const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
      compiled.set(text, validate);
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
      );
    },
  };
}

/** Reads the description beside this file. */
export function readDescription(): Judge {
  const { paths, components } = Description.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, 'helix.json'), 'utf8')),
  );
  const validators = createValidators(correct(components.schemas));

  function findFaults({ method, path, query, body, status, answer }: Exchange): readonly string[] {
    const operation = paths[path]?.[method.toLowerCase()];
    if (operation === undefined) return [`${method} ${path} is not described`];
    const response = operation.responses[String(status)];
    if (response === undefined && !everywhere.includes(status))
      return [`${method} ${path} is not described to answer ${status}`];
    if (status >= 400) return validators.check('failure', failure, answer);
    const names = new Set(operation.parameters.map(({ name }) => name));
    const unknown = [...query.keys()].filter((name) => !names.has(name)).map((name) => `the query has no ${name}`);
    const missing = operation.parameters
      .filter(({ name, required }) => required === true && !query.has(name))
      .map(({ name }) => `the query lacks ${name}`);
    const asked = operation.requestBody?.content['application/json'].schema;
    const given = response?.content?.['application/json'].schema;
    return [
      ...unknown,
      ...missing,
      ...(asked === undefined ? [] : validators.check('body', asked, body)),
      ...(given === undefined
        ? answer === undefined
          ? []
          : ['an answer without a body has one']
        : validators.check('answer', given, answer)),
    ];
  }

  return {
    findFaults,
    described: Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
      ),
    ),
  };
}
