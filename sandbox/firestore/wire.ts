/**
 * The messages of `google.firestore.v1` as the protobuf decoder hands them over: nothing is filled in, 64-bit integers and
 * enums are text, and `valueType` names the case that is set. Only what the stand-in reads or writes is described.
 */
export type WireTimestamp = { readonly seconds?: string; readonly nanos?: number };

export type WireFields = Readonly<Record<string, WireValue>>;

export type WireValue = {
  readonly valueType?: string;
  readonly nullValue?: string;
  readonly booleanValue?: boolean;
  readonly integerValue?: string;
  readonly doubleValue?: number;
  readonly timestampValue?: WireTimestamp;
  readonly stringValue?: string;
  readonly bytesValue?: Buffer;
  readonly referenceValue?: string;
  readonly geoPointValue?: { readonly latitude?: number; readonly longitude?: number };
  readonly arrayValue?: WireArray;
  readonly mapValue?: { readonly fields?: WireFields };
};

export type WireArray = { readonly values?: readonly WireValue[] };

export type WireDocument = {
  readonly name?: string;
  readonly fields?: WireFields;
  readonly createTime?: WireTimestamp;
  readonly updateTime?: WireTimestamp;
};

export type WireMask = { readonly fieldPaths?: readonly string[] };

export type WireTransform = {
  readonly fieldPath?: string;
  readonly setToServerValue?: string;
  readonly increment?: WireValue;
  readonly maximum?: WireValue;
  readonly minimum?: WireValue;
  readonly appendMissingElements?: WireArray;
  readonly removeAllFromArray?: WireArray;
};

export type WirePrecondition = { readonly exists?: boolean; readonly updateTime?: WireTimestamp };

export type WireWrite = {
  readonly update?: WireDocument;
  readonly delete?: string;
  readonly verify?: string;
  readonly transform?: { readonly document?: string; readonly fieldTransforms?: readonly WireTransform[] };
  readonly updateMask?: WireMask;
  readonly updateTransforms?: readonly WireTransform[];
  readonly currentDocument?: WirePrecondition;
};

export type WireWriteResult = {
  readonly updateTime?: WireTimestamp;
  readonly transformResults?: readonly WireValue[];
};

export type WireFieldReference = { readonly fieldPath?: string };

export type WireFilter = {
  readonly compositeFilter?: { readonly op?: string; readonly filters?: readonly WireFilter[] };
  readonly fieldFilter?: { readonly field?: WireFieldReference; readonly op?: string; readonly value?: WireValue };
  readonly unaryFilter?: { readonly field?: WireFieldReference; readonly op?: string };
};

export type WireCursor = { readonly values?: readonly WireValue[]; readonly before?: boolean };

export type WireQuery = {
  readonly select?: { readonly fields?: readonly WireFieldReference[] };
  readonly from?: readonly { readonly collectionId?: string; readonly allDescendants?: boolean }[];
  readonly where?: WireFilter;
  readonly orderBy?: readonly { readonly field?: WireFieldReference; readonly direction?: string }[];
  readonly startAt?: WireCursor;
  readonly endAt?: WireCursor;
  readonly offset?: number;
  readonly limit?: { readonly value?: number };
  readonly findNearest?: object;
};

export type WireAggregation = {
  readonly alias?: string;
  readonly count?: { readonly upTo?: { readonly value?: string } };
  readonly sum?: { readonly field?: WireFieldReference };
  readonly avg?: { readonly field?: WireFieldReference };
};

export type WireTransactionOptions = {
  readonly readOnly?: { readonly readTime?: WireTimestamp };
  readonly readWrite?: { readonly retryTransaction?: Buffer };
};

/** How a read says at which moment it reads. At most one is set. */
export type WireConsistency = {
  readonly transaction?: Buffer;
  readonly newTransaction?: WireTransactionOptions;
  readonly readTime?: WireTimestamp;
};

export type GetDocumentRequest = WireConsistency & { readonly name?: string; readonly mask?: WireMask };

export type BatchGetRequest = WireConsistency & {
  readonly database?: string;
  readonly documents?: readonly string[];
  readonly mask?: WireMask;
};

export type RunQueryRequest = WireConsistency & { readonly parent?: string; readonly structuredQuery?: WireQuery };

export type RunAggregationRequest = WireConsistency & {
  readonly parent?: string;
  readonly structuredAggregationQuery?: {
    readonly structuredQuery?: WireQuery;
    readonly aggregations?: readonly WireAggregation[];
  };
};

export type BeginTransactionRequest = { readonly database?: string; readonly options?: WireTransactionOptions };

export type CommitRequest = {
  readonly database?: string;
  readonly writes?: readonly WireWrite[];
  readonly transaction?: Buffer;
};

export type BatchWriteRequest = { readonly database?: string; readonly writes?: readonly WireWrite[] };

export type RollbackRequest = { readonly database?: string; readonly transaction?: Buffer };

export type ListDocumentsRequest = WireConsistency & {
  readonly parent?: string;
  readonly collectionId?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
  readonly mask?: WireMask;
  readonly showMissing?: boolean;
};

export type ListCollectionIdsRequest = {
  readonly parent?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
};

export type WireTarget = {
  readonly query?: { readonly parent?: string; readonly structuredQuery?: WireQuery };
  readonly documents?: { readonly documents?: readonly string[] };
  readonly resumeToken?: Buffer;
  readonly readTime?: WireTimestamp;
  readonly targetId?: number;
};

export type ListenRequest = {
  readonly database?: string;
  readonly addTarget?: WireTarget;
  readonly removeTarget?: number;
};
