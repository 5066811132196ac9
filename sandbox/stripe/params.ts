import type { FormFields, FormNode } from './form.ts';
import { formFromJson } from './form.ts';
import { refuseParameter } from './refusal.ts';

/** The parameters of a request, or of a group inside it; `path` is the group's name as error messages give it. */
export type Params = { readonly path: string; readonly fields: FormFields };

/** Parameters from an ordinary object of the SDK's shape, for callers that have no network between them and the model. */
export function paramsOf(value: object): Params {
  return { path: '', fields: formFromJson(value) };
}

function fullName(params: Params, key: string): string {
  return params.path === '' ? key : `${params.path}[${key}]`;
}

/** Refuses names outside `known`, as Stripe does, so that a misspelt or removed parameter never passes unseen. */
export function refuseUnknown(params: Params, known: readonly string[]): void {
  for (const key of params.fields.keys()) {
    if (known.includes(key)) continue;
    const param = fullName(params, key);
    throw refuseParameter(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
}

/** Refuses what Stripe would accept but the stand-in would silently ignore. */
export function refuseUnsupported(params: Params, names: readonly string[]): void {
  for (const key of names) {
    if (!params.fields.has(key)) continue;
    const param = fullName(params, key);
    throw refuseParameter(`The simulated Stripe does not support the parameter ${param}.`, { param });
  }
}

/** Text, or undefined where it is absent or empty: Stripe reads an empty value as "unset". */
export function readText(params: Params, key: string): string | undefined {
  const node = params.fields.get(key);
  if (node === undefined || node === '') return undefined;
  if (typeof node !== 'string')
    throw refuseParameter(`Invalid string: ${fullName(params, key)}`, { param: fullName(params, key) });
  return node;
}

/** Text that must be there. */
export function requireText(params: Params, key: string): string {
  return readText(params, key) ?? refuseAbsent(params, key);
}

/** An integer in plain decimal digits; amounts in minor units and seconds since 1970 are both such. */
export function readInteger(params: Params, key: string): number | undefined {
  const text = readText(params, key);
  if (text === undefined) return undefined;
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  const param = fullName(params, key);
  if (Number.isNaN(value))
    throw refuseParameter(`Invalid integer: ${text}`, { code: 'parameter_invalid_integer', param });
  return value;
}

/** An integer that must be there. */
export function requireInteger(params: Params, key: string): number {
  return readInteger(params, key) ?? refuseAbsent(params, key);
}

/** `true` or `false`, or undefined where it is absent. */
export function readBoolean(params: Params, key: string): boolean | undefined {
  const text = readText(params, key);
  if (text === undefined) return undefined;
  const param = fullName(params, key);
  if (text !== 'true' && text !== 'false') throw refuseParameter(`Invalid boolean: ${text}`, { param });
  return text === 'true';
}

/** One of `choices`, or undefined where it is absent. */
export function readChoice<Choice extends string>(
  params: Params,
  key: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = readText(params, key);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  const param = fullName(params, key);
  throw refuseParameter(`Invalid ${param}: must be one of ${choices.join(', ')}`, { param });
}

/** An https or http address, as given. */
export function readUrl(params: Params, key: string): string | undefined {
  const text = readText(params, key);
  if (text === undefined || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw refuseParameter('Not a valid URL', { code: 'url_invalid', param: fullName(params, key) });
}

/** A group of parameters, or undefined where it is absent or empty. */
export function readGroup(params: Params, key: string): Params | undefined {
  const node = params.fields.get(key);
  if (node === undefined || node === '') return undefined;
  const path = fullName(params, key);
  if (typeof node === 'string') throw refuseParameter(`Invalid object: ${path}`, { param: path });
  return { path, fields: node };
}

/** A group that must be there. */
export function requireGroup(params: Params, key: string): Params {
  return readGroup(params, key) ?? refuseAbsent(params, key);
}

/** The groups of a list in their order; empty where it is absent. */
export function readGroups(params: Params, key: string): Params[] {
  const list = readGroup(params, key);
  if (list === undefined) return [];
  return orderedKeys(list).map((index) => requireGroup(list, index));
}

/** The texts of a list in their order; empty where it is absent. */
export function readTexts(params: Params, key: string): string[] {
  const list = readGroup(params, key);
  if (list === undefined) return [];
  return orderedKeys(list).map((index) => requireText(list, index));
}

function orderedKeys(list: Params): string[] {
  const keys = [...list.fields.keys()];
  const stray = keys.find((key) => !/^\d+$/.test(key));
  if (stray !== undefined) throw refuseParameter(`Invalid array: ${list.path}`, { param: list.path });
  return keys.toSorted((one, other) => Number(one) - Number(other));
}

/** Metadata within Stripe's limits: 50 keys of 40 characters, values of 500. */
export function readMetadata(params: Params, key = 'metadata'): Record<string, string> {
  const group = readGroup(params, key);
  const entries = [...(group?.fields.entries() ?? [])].map(([name, value]) => readMetadataEntry(key, name, value));
  if (entries.length > 50) {
    throw refuseParameter('Metadata can have at most 50 keys.', { param: key });
  }
  return Object.fromEntries(entries);
}

function readMetadataEntry(key: string, name: string, value: FormNode): [string, string] {
  const param = `${key}[${name}]`;
  if (typeof value !== 'string') throw refuseParameter('Metadata values must be strings.', { param });
  if (name.length > 40) throw refuseParameter('Metadata keys can have up to 40 characters.', { param: key });
  if (value.length > 500) throw refuseParameter('Metadata values can have up to 500 characters.', { param });
  return [name, value];
}

function refuseAbsent(params: Params, key: string): never {
  const param = fullName(params, key);
  throw refuseParameter(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}
