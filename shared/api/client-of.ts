import type { Call, Endpoint, Output } from './endpoint.ts';
import { ApiProblem, Problem } from './problem.ts';

/** Endpoints by name, as the files of this folder declare them. */
export type Endpoints = Readonly<Record<string, Endpoint>>;

/** The part of the core that some endpoints are: one function for each, typed and parsed by what it declares. */
export type ClientOf<E extends Endpoints> = {
  readonly [Name in keyof E]: (call: Call<E[Name]>, signal?: AbortSignal) => Promise<Output<E[Name]>>;
};

/** How a door reaches the core. `headers` is asked at every call, because extension tokens are renewed all the time. */
export type ClientOptions = {
  readonly baseUrl: string;
  readonly headers?: () => Record<string, string>;
  readonly fetch?: typeof fetch;
  /** Gives up on one call after this long; 30 s unless said. */
  readonly timeoutMs?: number;
};

/**
 * Makes a client of some endpoints. A door that is loaded over the network takes only those that it uses.
 *
 * @throws ApiProblem from each call, for refusals (4xx), faults (5xx) and when nothing answers (`code` is `unreachable`)
 */
export function createClientOf<const E extends Endpoints>(endpoints: E, options: ClientOptions): ClientOf<E> {
  const entries = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (call: LooseCall, signal?: AbortSignal) => send(options, endpoint, call, signal),
  ]);
  // Object.fromEntries loses the pairing of name and endpoint that the mapped type states.
  return Object.fromEntries(entries) as ClientOf<E>;
}

/** What may stand in an address. */
type Written = string | number | boolean | undefined;
type LooseCall = {
  readonly params?: Record<string, Written>;
  readonly query?: Record<string, Written>;
  readonly body?: unknown;
};

async function send(
  options: ClientOptions,
  endpoint: Endpoint,
  call: LooseCall,
  signal?: AbortSignal,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(addressOf(options.baseUrl, endpoint, call), {
      method: endpoint.method,
      headers: {
        accept: 'application/json',
        ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
        ...options.headers?.(),
      },
      ...(endpoint.body ? { body: JSON.stringify(call.body) } : {}),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    throw new ApiProblem(plainProblem(503, 'unreachable', 'C500 did not answer.'), { cause });
  }
  const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
  if (response.ok) return endpoint.response.parse(answer);
  const problem = Problem.safeParse(answer);
  throw new ApiProblem(
    problem.success
      ? problem.data
      : plainProblem(response.status, 'defect', 'C500 answered in a way we did not expect.'),
  );
}

function plainProblem(status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: code, status, detail, instance: '', code };
}

function addressOf(baseUrl: string, endpoint: Endpoint, call: LooseCall): string {
  const path = endpoint.path.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent(String(call.params?.[name] ?? '')),
  );
  const address = new URL(baseUrl.replace(/\/$/, '') + path);
  for (const [name, value] of Object.entries(call.query ?? {}))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address.href;
}
