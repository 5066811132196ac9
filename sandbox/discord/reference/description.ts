import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod';
import type { Exchange } from '../rest.ts';

const Content = z.object({ 'application/json': z.object({ schema: z.unknown() }).optional() });
const Operation = z.object({
  parameters: z.array(z.object({ name: z.string(), required: z.boolean().optional() })).optional(),
  requestBody: z.object({ content: Content, required: z.boolean().optional() }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
});
const Description = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** What every failure looks like. The description has it as one of its schemas, which it names for all routes at once. */
const failure = {
  type: 'object',
  required: ['message', 'code'],
  properties: { message: { type: 'string' }, code: { type: 'integer' }, errors: { type: 'object' } },
  additionalProperties: false,
};

/** Budgets that are used up; documented in the guide to rate limits and not in the description. */
const limited = {
  type: 'object',
  required: ['message', 'retry_after', 'global'],
  properties: {
    message: { type: 'string' },
    retry_after: { type: 'number' },
    global: { type: 'boolean' },
    code: { type: 'integer' },
  },
  additionalProperties: false,
};

/**
 * Where the description is narrower than Discord's guide, or than what Discord's own client library sends and reads.
 *
 * - Rights in a request are numbers in the description; being wider than JSON's, the guide and every library write them as text.
 * - Unions are written as `oneOf` though their members overlap, so that an ordinary value is a member of several.
 */
function correct<T>(schemas: T): T {
  const bits = { type: ['string', 'integer', 'null'] };
  return JSON.parse(JSON.stringify(schemas), (key, value: unknown) => {
    if (!isObject(value)) return value;
    if (key === 'allow' || key === 'deny' || key === 'default_member_permissions') return bits;
    const { oneOf, ...rest } = value;
    return Array.isArray(oneOf) && !('anyOf' in value) ? { ...rest, anyOf: oneOf } : value;
  });
}

/** Objects are open unless they say otherwise; in an answer, a field that Discord does not document is one that we have made up. */
function close<T>(schemas: T): T {
  return JSON.parse(JSON.stringify(schemas), (_key, value: unknown) => {
    const isRecord = isObject(value) && value['type'] === 'object' && isObject(value['properties']);
    return isRecord && !('allOf' in value) ? { ...value, unevaluatedProperties: false } : value;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Judges exchanges with Discord's API by its published description. */
export type Judge = {
  /** What is wrong with an exchange, as sentences; none when it is as described. */
  readonly findFaults: (exchange: Exchange) => readonly string[];
  /** Every route of the description, as `GET /users/{}`. */
  readonly described: readonly string[];
};

function createValidators(schemas: Readonly<Record<string, unknown>>) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  const formats: Readonly<Record<string, RegExp>> = {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$/,
    uri: /^[a-z][a-z0-9+.-]*:/i,
    snowflake: /^\d{1,20}$/,
    nonce: /^/,
  };
  for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
  for (const name of ['int32', 'int64', 'double']) ajv.addFormat(name, { type: 'number', validate: Number.isFinite });
  ajv.addSchema({ $id: 'discord', components: { schemas } });
  const compiled = new Map<string, ValidateFunction>();
  return (what: string, schema: unknown, value: unknown): readonly string[] => {
    // The references within the file are given the name under which Ajv knows it.
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"discord#/components/');
    const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

/** A path without the names of its parts, which the description and the stand-in choose differently. */
function anonymous(path: string): string {
  return path.replaceAll(/\{\w+\}|:\w+/g, '{}');
}

/** Reads the description beside this file. */
export function readDescription(): Judge {
  const { paths, components } = correct(
    Description.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'discord.json'), 'utf8'))),
  );
  const checkBody = createValidators(components.schemas);
  const check = createValidators(close(components.schemas));
  const operations = new Map<string, z.infer<typeof Operation>>(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        return [`${method.toUpperCase()} ${anonymous(path)}`, operation] as const;
      }),
    ),
  );

  function findFaults({ method, pattern, query, body, status, answer }: Exchange): readonly string[] {
    const name = `${method} ${anonymous(pattern)}`;
    const operation = operations.get(name);
    if (operation === undefined) return [`${name} is not described`];
    if (status === 429) return check('failure', limited, answer);
    if (status >= 400) return check('failure', failure, answer);
    const response = operation.responses[String(status)];
    if (response === undefined) return [`${name} is not described to answer ${status}`];
    const names = new Set((operation.parameters ?? []).map((each) => each.name));
    const unknown = [...query.keys()].filter((each) => !names.has(each)).map((each) => `the query has no ${each}`);
    const asked = operation.requestBody?.content['application/json']?.schema;
    const given = response.content?.['application/json']?.schema;
    return [
      ...unknown,
      ...(asked === undefined || body === undefined ? [] : checkBody(`${name} body`, asked, body)),
      ...(given === undefined
        ? answer === undefined
          ? []
          : [`${name}: an answer without a body has one`]
        : check(`${name} answer`, given, answer)),
    ];
  }

  return { findFaults, described: [...operations.keys()] };
}
