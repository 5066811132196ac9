import easyPost from '@easypost/api';

/** What is used of a request of superagent's, which the client is built on. */
type ClientRequest = {
  timeout(limits: { readonly deadline: number }): ClientRequest;
  redirects(most: number): ClientRequest;
  maxResponseSize(bytes: number): ClientRequest;
};

type Options = {
  readonly baseUrl?: string;
  readonly requestMiddleware?: (request: ClientRequest) => ClientRequest;
};

/** What is used of EasyPost's client. Its answers are read before they are believed. */
export type EasyPostClient = {
  readonly Tracker: {
    create(parcel: { readonly tracking_code: string; readonly carrier?: string }): Promise<unknown>;
    retrieve(id: string): Promise<unknown>;
  };
  readonly Utils: { validateWebhook(raw: Buffer, headers: object, secret: string): unknown };
};

/** Makes EasyPost's client. The package's types describe its older form, which exports the class in another place. */
export function makeEasyPostClient(apiKey: string, options: Options = {}): EasyPostClient {
  const found: unknown = easyPost;
  if (!isClientClass(found)) throw new Error('the package of EasyPost exports no client');
  return new found(apiKey, options);
}

function isClientClass(value: unknown): value is new (apiKey: string, options: Options) => EasyPostClient {
  return typeof value === 'function';
}
