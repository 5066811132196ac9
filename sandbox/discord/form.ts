import { DiscordRefusalError, type ProblemTree } from './refusal.ts';

/** One value of a request body, with the place where its problems are noted. Readers note a problem and go on. */
export type Field = {
  readonly value: unknown;
  readonly path: readonly string[];
  readonly root: { problems: ProblemTree };
};

/** Optional properties may be absent but not undefined; this is `T` with its undefined ones left out. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops the properties whose value is undefined. */
export function present<T extends object>(value: T): Present<T> {
  // The compiler cannot follow a filter over entries; the type says exactly what the filter does.
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Present<T>;
}

/** Is this a JSON object? */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Begins reading a body. */
export function openForm(value: unknown): Field {
  return { value, path: [], root: { problems: {} } };
}

/** The field below this one; of anything but an object, an absent field. */
export function at(field: Field, key: string): Field {
  return { ...field, value: isRecord(field.value) ? field.value[key] : undefined, path: [...field.path, key] };
}

/** Notes a problem at a field. */
export function refuse(field: Field, code: string, message: string): void {
  let node = field.root.problems;
  for (const key of field.path) {
    const next = node[key];
    const child: ProblemTree = isRecord(next) ? next : {};
    node[key] = child;
    node = child;
  }
  (node._errors ??= []).push({ code, message });
}

/**
 * Ends reading.
 *
 * @throws DiscordRefusalError 50035 when any problem was noted
 */
export function closeForm(form: Field): void {
  if (Object.keys(form.root.problems).length > 0) throw new DiscordRefusalError(50035, form.root.problems);
}

/** Is there a value (null counts as none)? */
export function isGiven(field: Field): boolean {
  return field.value !== undefined && field.value !== null;
}

/** Notes `BASE_TYPE_REQUIRED` when there is no value. */
export function requireField(field: Field): boolean {
  if (!isGiven(field)) refuse(field, 'BASE_TYPE_REQUIRED', 'This field is required');
  return isGiven(field);
}

/** Inclusive bounds. */
export type Bounds = { readonly min?: number; readonly max?: number };

function refuseLength(field: Field, length: number, { min = 0, max = Infinity }: Bounds): void {
  if (length >= min && length <= max) return;
  if (min > 0 && max < Infinity) {
    refuse(field, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  } else if (length > max) {
    refuse(field, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  } else {
    refuse(field, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
  }
}

/** Text within bounds counted in code points, as Discord counts; empty text once a problem was noted. */
export function readText(field: Field, bounds: Bounds): string {
  if (!requireField(field)) return '';
  if (typeof field.value !== 'string' && typeof field.value !== 'number') {
    refuse(field, 'STRING_TYPE_CONVERT', 'Could not interpret value as string.');
    return '';
  }
  const text = String(field.value);
  refuseLength(field, [...text].length, bounds);
  return text;
}

/** As {@link readText}; undefined when there is no value. */
export function readOptionalText(field: Field, bounds: Bounds): string | undefined {
  return isGiven(field) ? readText(field, bounds) : undefined;
}

/** A number within bounds, whole unless `fractions`; the lower bound once a problem was noted. */
export function readNumber(field: Field, { min = -Infinity, max = Infinity }: Bounds, fractions = false): number {
  const fallback = Number.isFinite(min) ? min : 0;
  if (!requireField(field)) return fallback;
  const number = typeof field.value === 'string' && field.value !== '' ? Number(field.value) : field.value;
  if (typeof number !== 'number' || Number.isNaN(number) || (!fractions && !Number.isInteger(number))) {
    const kind = fractions ? 'float' : 'int';
    refuse(field, 'NUMBER_TYPE_COERCE', `Value "${String(field.value)}" is not ${kind}.`);
    return fallback;
  }
  if (number > max)
    refuse(field, 'NUMBER_TYPE_MAX', `${kindOf(fractions)} value should be less than or equal to ${max}.`);
  if (number < min)
    refuse(field, 'NUMBER_TYPE_MIN', `${kindOf(fractions)} value should be greater than or equal to ${min}.`);
  return number;
}

function kindOf(fractions: boolean): string {
  return fractions ? 'float' : 'int';
}

/** As {@link readNumber}; undefined when there is no value. */
export function readOptionalNumber(field: Field, bounds: Bounds, fractions = false): number | undefined {
  return isGiven(field) ? readNumber(field, bounds, fractions) : undefined;
}

/** True or false; undefined when there is no value. */
export function readFlag(field: Field): boolean | undefined {
  if (!isGiven(field)) return undefined;
  if (typeof field.value !== 'boolean') refuse(field, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  return field.value === true;
}

/** One of a list of allowed values, which the caller has in its own type. */
export function readChoice<T extends string | number>(field: Field, allowed: readonly [T, ...T[]]): T {
  const found = allowed.find((each) => each === field.value);
  if (found === undefined && requireField(field)) {
    refuse(field, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
  }
  return found ?? allowed[0];
}

/** As {@link readChoice}; undefined when there is no value. */
export function readOptionalChoice<T extends string | number>(
  field: Field,
  allowed: readonly [T, ...T[]],
): T | undefined {
  return isGiven(field) ? readChoice(field, allowed) : undefined;
}

/** The elements of a list within bounds; none when the list is absent and the lower bound is 0. */
export function readList(field: Field, bounds: Bounds): readonly Field[] {
  if (!isGiven(field) && (bounds.min ?? 0) === 0) return [];
  if (!requireField(field)) return [];
  if (!Array.isArray(field.value)) {
    refuse(field, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    return [];
  }
  refuseLength(field, field.value.length, bounds);
  return field.value.map((value: unknown, index) => ({ ...field, value, path: [...field.path, String(index)] }));
}

/** Is this field an object? Notes a problem when it is not. */
export function requireObject(field: Field): boolean {
  if (!isRecord(field.value)) refuse(field, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
  return isRecord(field.value);
}

/** An address with one of the given schemes (without colon). */
export function readUrl(field: Field, schemes: readonly string[], max = 2048): string {
  const text = readText(field, { min: 1, max });
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (text === '') return text;
  // File names in attachment addresses may hold anything; Discord cleans them as it cleans the names themselves.
  if (scheme === undefined || (scheme !== 'attachment' && !URL.canParse(text))) {
    refuse(field, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  } else if (!schemes.includes(scheme)) {
    const list = schemes.map((each) => `'${each}'`).join(', ');
    refuse(field, 'URL_TYPE_INVALID_SCHEME', `Scheme "${scheme}" is not supported. Scheme must be one of (${list}).`);
  }
  return text;
}
