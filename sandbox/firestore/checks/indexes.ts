type Field = { readonly fieldPath: string; readonly order?: string; readonly arrayConfig?: string };

const up = (fieldPath: string): Field => ({ fieldPath, order: 'ASCENDING' });
const down = (fieldPath: string): Field => ({ fieldPath, order: 'DESCENDING' });
const on = (...fields: readonly Field[]) => ({ collectionGroup: 'rows', queryScope: 'COLLECTION', fields });

/** The index file that the checks need, less the index that one of them has to find missing. */
export const checkIndexes: unknown = {
  indexes: [
    on(up('to'), up('weight')),
    on(up('to'), down('weight')),
    on(up('paid'), up('to'), up('weight')),
    on(up('weight'), up('to')),
    on({ fieldPath: 'tags', arrayConfig: 'CONTAINS' }, up('weight')),
    on(up('open'), up('at')),
    on(up('x'), up('y')),
  ],
  fieldOverrides: [
    {
      collectionGroup: 'leaves',
      fieldPath: 'size',
      indexes: [
        { queryScope: 'COLLECTION', order: 'ASCENDING' },
        { queryScope: 'COLLECTION_GROUP', order: 'ASCENDING' },
      ],
    },
  ],
};
