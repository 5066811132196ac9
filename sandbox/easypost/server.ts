import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { noFaults, type EasyPostFaults } from './faults.ts';
import type { EventObject, TrackerObject } from './objects.ts';
import { afterDeed, newTracker, testStatusOf, type CarrierDeed, type CarrierWord } from './trackers.ts';
import { makeCourier, type WebhookTarget } from './webhooks.ts';

/** How to start. Only the key is needed. */
export type EasyPostOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  readonly apiKey: string;
  readonly webhook?: WebhookTarget;
  readonly snapshot?: unknown;
  /** The carriers' clock, in ms since 1970. */
  readonly now?: () => number;
  /** After how long the carriers scan and deliver a parcel by themselves; never where it is left out. */
  readonly pace?: { readonly scanMs: number; readonly deliverMs: number };
};

/** The simulated EasyPost with its carriers, as its users hold it. */
export type EasyPostStandIn = AsyncDisposable & {
  readonly origin: string;
  readonly port: number;
  readonly faults: EasyPostFaults;
  /** Every parcel that is followed, newest first. */
  trackers(): readonly TrackerObject[];
  /** The newest parcel with this number. */
  find(number: string): TrackerObject | undefined;
  /**
   * Lets a carrier do something with a parcel, by its number.
   *
   * @throws RangeError for a number that nobody follows
   */
  carry(number: string, deed: CarrierDeed, word?: CarrierWord): void;
  /** Has the service follow a parcel no longer, and know nothing of it. */
  forget(number: string): void;
  /** Lets the carriers do what they have done by themselves until now. */
  tick(): void;
  /** Resolves when no webhook is on its way. */
  settled(): Promise<void>;
  onChange(listener: () => void): () => void;
  snapshot(): unknown;
  close(): Promise<void>;
};

const host = '127.0.0.1';
const tickEveryMs = 5_000;
const bodyBytesMax = 64 * 1024;
/** Asking again for a number within this long gives the same tracker. */
const sameForMs = 90 * 24 * 60 * 60 * 1_000;

/** Starts a simulated EasyPost on 127.0.0.1 that the real client can talk to with `baseUrl`. */
export async function startEasyPost(options: EasyPostOptions): Promise<EasyPostStandIn> {
  const now = options.now ?? Date.now;
  const faults = noFaults();
  const listeners = new Set<() => void>();
  const notify = () => listeners.forEach((listener) => listener());
  const courier = makeCourier(options.webhook ?? null, faults, notify);
  const trackers = new Map<string, TrackerObject>(readSnapshot(options.snapshot));

  const keep = (tracker: TrackerObject, description: EventObject['description'], before?: TrackerObject) => {
    trackers.set(tracker.id, tracker);
    courier.send(eventOf(tracker, description, before, options.webhook?.url ?? '', now()));
    notify();
  };
  const carry = (tracker: TrackerObject, deed: CarrierDeed, word: CarrierWord) =>
    keep(afterDeed(tracker, deed, now(), word), 'tracker.updated', tracker);
  const newest = () => [...trackers.values()].toReversed();
  const api: Api = {
    apiKey: options.apiKey,
    faults,
    find: (id) => trackers.get(id),
    follow(code, carrier) {
      const known = newest().find(
        (each) =>
          each.tracking_code === code && each.carrier === carrier && now() - Date.parse(each.created_at) < sameForMs,
      );
      if (known) return known;
      if (faults.refusesNumbers && testStatusOf(code) === undefined) return undefined;
      const made = newTracker(code, carrier, now());
      keep(made, 'tracker.created');
      return made;
    },
  };
  const tick = () => {
    if (!options.pace) return;
    for (const tracker of trackers.values()) {
      const made = Date.parse(tracker.created_at);
      const [scanAt, deliverAt] = [made + options.pace.scanMs, made + options.pace.deliverMs];
      if (tracker.status === 'pre_transit' && now() >= scanAt) carry(tracker, 'scan', { at: scanAt });
      const current = trackers.get(tracker.id) ?? tracker;
      if (current.status === 'in_transit' && now() >= deliverAt) carry(current, 'deliver', { at: deliverAt });
    }
  };
  const http = createServer((request, response) => void answer(api, request, response));
  http.listen(options.port ?? 0, host);
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('The simulated EasyPost has no port.');
  const timer = setInterval(tick, tickEveryMs).unref();
  const close = async () => {
    clearInterval(timer);
    courier.close();
    http.closeAllConnections();
    http.close();
    await once(http, 'close');
  };
  const find = (number: string) => newest().find((each) => each.tracking_code === number);
  return {
    origin: `http://${host}:${address.port}`,
    port: address.port,
    faults,
    trackers: newest,
    find,
    carry(number, deed, word = {}) {
      const tracker = find(number);
      if (!tracker) throw new RangeError(`Nobody follows ${number}.`);
      carry(tracker, deed, word);
    },
    forget(number) {
      trackers.delete(find(number)?.id ?? '');
      notify();
    },
    tick,
    settled: () => courier.settled(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => structuredClone({ mark, trackers: [...trackers] }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

const mark = 'simulated-easypost/1';

function readSnapshot(snapshot: unknown): readonly (readonly [string, TrackerObject])[] {
  if (typeof snapshot !== 'object' || snapshot === null) return [];
  if (!('mark' in snapshot) || snapshot.mark !== mark || !('trackers' in snapshot)) return [];
  return Array.isArray(snapshot.trackers) ? snapshot.trackers : [];
}

function eventOf(
  tracker: TrackerObject,
  description: EventObject['description'],
  before: TrackerObject | undefined,
  url: string,
  now: number,
): EventObject {
  const at = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return {
    id: `evt_${randomBytes(16).toString('hex')}`,
    object: 'Event',
    mode: 'test',
    description,
    previous_attributes: before ? { status: before.status } : {},
    created_at: at,
    updated_at: at,
    pending_urls: [url],
    completed_urls: [],
    status: 'pending',
    user_id: 'user_0123456789abcdef0123456789abcdef',
    result: tracker,
  };
}

type Api = {
  readonly apiKey: string;
  readonly faults: EasyPostFaults;
  find(id: string): TrackerObject | undefined;
  follow(code: string, carrier: string): TrackerObject | undefined;
};

const Wanted = z.object({
  tracker: z.object({ tracking_code: z.string(), carrier: z.optional(z.string()) }),
});

async function answer(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  const body = await bodyOf(request);
  if (api.faults.slowMs > 0) await wait(api.faults.slowMs);
  if (api.faults.down) return send(500, fault('INTERNAL_SERVER_ERROR', 'An internal server error has occurred.'));
  if (keyOf(request) !== api.apiKey) return send(401, fault('APIKEY.INACTIVE', 'This api key is no longer active.'));
  const [, version, kind, id] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
  if (version !== 'v2' || kind !== 'trackers') return send(404, notFound);
  if (request.method === 'GET' && id !== undefined) {
    const found = api.find(id);
    return found ? send(200, found) : send(404, notFound);
  }
  if (request.method !== 'POST' || id !== undefined) return send(404, notFound);
  const wanted = Wanted.safeParse(body);
  if (!wanted.success) return send(422, fault('PARAMETER.REQUIRED', 'Missing required parameter.'));
  const { tracking_code: code, carrier } = wanted.data.tracker;
  const tracker = /^[A-Z0-9]{6,40}$/.test(code) ? api.follow(code, carrier ?? guessCarrier(code)) : undefined;
  return tracker ? send(201, tracker) : send(422, fault('TRACKER.CREATE.ERROR', 'Unable to create this tracker.'));
}

function guessCarrier(code: string): string {
  return code.startsWith('1Z') ? 'UPS' : 'USPS';
}

const notFound = fault('NOT_FOUND', 'The requested resource could not be found.');

function fault(code: string, message: string) {
  return { error: { code, message, errors: [] } };
}

/** The key is the user of basic auth, without a password. */
function keyOf(request: IncomingMessage): string {
  const [scheme, credential = ''] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Basic' ? (Buffer.from(credential, 'base64').toString().split(':')[0] ?? '') : '';
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyBytesMax) return undefined;
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    // A body that is no JSON is as good as none.
    return undefined;
  }
}
