import { z } from 'zod';

/** How a field is kept in an index: sorted one way or the other, or by the members of its list. */
export type Direction = 'ASC' | 'DESC' | 'CONTAINS';
export type Scope = 'COLLECTION' | 'COLLECTION_GROUP';

export type IndexField = { readonly path: string; readonly direction: Direction };

/** An index over several fields. */
export type CompositeIndex = {
  readonly collectionGroup: string;
  readonly scope: Scope;
  readonly fields: readonly IndexField[];
};

/** The indexes that one field has instead of the automatic ones. */
export type FieldOverride = {
  readonly collectionGroup: string;
  /** `*` for every field that has no override of its own. */
  readonly path: string;
  readonly indexes: readonly { readonly scope: Scope; readonly direction: Direction }[];
};

/** The field by which the documents of a collection group end. */
export type TtlPolicy = { readonly collectionGroup: string; readonly path: string };

export type IndexFile = {
  readonly composites: readonly CompositeIndex[];
  readonly overrides: readonly FieldOverride[];
  readonly ttl: readonly TtlPolicy[];
};

const Scope = z.enum(['COLLECTION', 'COLLECTION_GROUP']);
const kept = {
  order: z.enum(['ASCENDING', 'DESCENDING']).optional(),
  arrayConfig: z.literal('CONTAINS').optional(),
};
const Kept = z.object(kept);

/** The format of `firebase deploy --only firestore:indexes`. */
const File = z.object({
  indexes: z
    .array(
      z.object({
        collectionGroup: z.string().min(1),
        queryScope: Scope.default('COLLECTION'),
        fields: z.array(z.object({ fieldPath: z.string().min(1), ...kept })).min(1),
      }),
    )
    .default([]),
  fieldOverrides: z
    .array(
      z.object({
        collectionGroup: z.string().min(1),
        fieldPath: z.string().min(1),
        ttl: z.boolean().optional(),
        indexes: z.array(z.object({ queryScope: Scope.default('COLLECTION'), ...kept })),
      }),
    )
    .default([]),
});

function directionOf({ order, arrayConfig }: z.infer<typeof Kept>, where: string): Direction {
  if (order && !arrayConfig) return order === 'ASCENDING' ? 'ASC' : 'DESC';
  if (arrayConfig && !order) return 'CONTAINS';
  throw new Error(`${where}: a field has either an order or an arrayConfig.`);
}

function checkComposite(fields: readonly IndexField[], where: string): void {
  const [first, ...rest] = fields;
  if (rest.length === 0 && first?.path !== '__name__')
    throw new Error(`${where}: an index of one field is no composite index; it belongs under fieldOverrides.`);
  if (new Set(fields.map(({ path }) => path)).size < fields.length) throw new Error(`${where}: a field occurs twice.`);
  if (fields.filter(({ direction }) => direction === 'CONTAINS').length > 1)
    throw new Error(`${where}: only one field can be kept by the members of its list.`);
}

function checkUnique(keys: readonly string[], what: string): void {
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) throw new Error(`${what} for ${twice} is there twice.`);
}

/**
 * Reads the content of a `firestore.indexes.json`.
 *
 * @throws Error for what Google would not deploy either
 */
export function parseIndexFile(content: unknown): IndexFile {
  const file = File.parse(content);
  const composites = file.indexes.map(({ collectionGroup, queryScope, fields }, at): CompositeIndex => {
    const where = `indexes[${at}] of ${collectionGroup}`;
    const read = fields.map((field) => ({ path: field.fieldPath, direction: directionOf(field, where) }));
    checkComposite(read, where);
    return { collectionGroup, scope: queryScope, fields: read };
  });
  const overrides = file.fieldOverrides.map(({ collectionGroup, fieldPath, indexes }): FieldOverride => {
    const where = `fieldOverrides of ${collectionGroup}.${fieldPath}`;
    return {
      collectionGroup,
      path: fieldPath,
      indexes: indexes.map((each) => ({ scope: each.queryScope, direction: directionOf(each, where) })),
    };
  });
  const ttl = file.fieldOverrides
    .filter((each) => each.ttl)
    .map(({ collectionGroup, fieldPath }) => ({ collectionGroup, path: fieldPath }));
  checkUnique(
    composites.map((each) => JSON.stringify(each)),
    'The index',
  );
  checkUnique(
    overrides.map(({ collectionGroup, path }) => `${collectionGroup}.${path}`),
    'The override',
  );
  checkUnique(
    ttl.map(({ collectionGroup }) => collectionGroup),
    'The field by which documents end',
  );
  return { composites, overrides, ttl };
}
