/** A value of a form: text, or named values beneath it. Lists are named 0, 1, 2 as Stripe's SDK sends them. */
export type FormNode = string | FormFields;
/** A Map, so that a key such as `__proto__` is only a name. */
export type FormFields = Map<string, FormNode>;

const fieldsMax = 1000;
const depthMax = 10;

/** A form that cannot be read: too many fields, nested too deeply, or one name used both as a value and as a group. */
export class FormError extends Error {
  override readonly name = 'FormError';
}

/**
 * Reads a form-encoded body or query with Stripe's bracket nesting, `a[b][0]=c` and `a[]=c`.
 *
 * @throws FormError beyond 1000 fields or 10 levels, or where one name is both a value and a group
 */
export function parseForm(encoded: string): FormFields {
  const root: FormFields = new Map();
  let count = 0;
  for (const [name, value] of new URLSearchParams(encoded)) {
    count += 1;
    if (count > fieldsMax) throw new FormError(`A form may have at most ${fieldsMax} fields.`);
    place(root, splitName(name), value);
  }
  return root;
}

function splitName(name: string): string[] {
  const bracket = name.indexOf('[');
  if (bracket < 0) return [name];
  const inner = name.slice(bracket);
  if (!/^(\[[^[\]]*\])+$/.test(inner)) return [name];
  return [name.slice(0, bracket), ...inner.slice(1, -1).split('][')];
}

function place(root: FormFields, path: readonly string[], value: string): void {
  if (path.length > depthMax) throw new FormError(`A form may be nested at most ${depthMax} levels deep.`);
  let fields = root;
  for (const [level, part] of path.entries()) {
    const key = part === '' ? String(fields.size) : part;
    if (level === path.length - 1) {
      fields.set(key, value);
      return;
    }
    const next = fields.get(key) ?? new Map<string, FormNode>();
    if (typeof next === 'string') throw new FormError(`The name ${key} is used both as a value and as a group.`);
    fields.set(key, next);
    fields = next;
  }
}

/** Gives a JSON value the shape of a form, so that both of Stripe's API versions are read by the same code. */
export function formFromJson(value: unknown): FormFields {
  const node = nodeFromJson(value, 0);
  return typeof node === 'string' ? new Map() : node;
}

function nodeFromJson(value: unknown, depth: number): FormNode {
  if (depth > depthMax) throw new FormError(`A body may be nested at most ${depthMax} levels deep.`);
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  const fields: FormFields = new Map();
  for (const [key, child] of Object.entries(value)) {
    if (child !== undefined) fields.set(key, nodeFromJson(child, depth + 1));
  }
  return fields;
}
