import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';

import {
  Metadata,
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { fromJSON, type ServiceDefinition } from '@grpc/proto-loader';

import type { Method, Passage } from './faults.ts';
import { codes, FirestoreRefusal } from './refusal.ts';

/** A message as it came, and the bytes it took. */
export type Received = { readonly message: object; readonly bytes: number };

/** A conversation with a client that wants to hear of changes. */
export type Conversation = {
  send(message: object): void;
  onMessage(listener: (message: object) => void): void;
  onEnd(listener: () => void): void;
  fail(refusal: FirestoreRefusal): void;
};

/** How a method is answered: at once, message after message, or for as long as the client listens. */
export type Handler =
  | { readonly type: 'unary'; readonly answer: (received: Received) => object }
  | { readonly type: 'stream'; readonly answer: (received: Received) => Iterable<object> }
  | { readonly type: 'conversation'; readonly open: (conversation: Conversation) => void };

type Enter = (method: Method) => Passage;

/** More than any request may have, so that ours is the refusal that the client sees. */
const receivedBytesMax = 64 * 1024 * 1024;
const goodbyeMs = 250;

/** The service as the client library itself describes it. */
function loadService(): ServiceDefinition {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@google-cloud/firestore/package.json'));
  const described = fromJSON(JSON.parse(readFileSync(join(folder, 'build/protos/v1.json'), 'utf8')), {
    longs: String,
    enums: String,
    bytes: Buffer,
    oneofs: true,
  });
  const service = described['google.firestore.v1.Firestore'];
  if (!service || 'format' in service) throw new Error('The Firestore client library describes its service elsewhere.');
  return service as ServiceDefinition;
}

/**
 * Serves the methods on 127.0.0.1.
 *
 * @param port 0 for any that is free
 */
export async function serve(
  port: number,
  handlers: Readonly<Record<Method, Handler>>,
  enter: Enter,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const described = loadService();
  const service: ServiceDefinition = {};
  const implementation: UntypedServiceImplementation = {};
  for (const [name, method] of Object.entries(described)) {
    service[name] = {
      ...method,
      requestDeserialize: (bytes): Received => ({ message: method.requestDeserialize(bytes), bytes: bytes.length }),
    };
    implementation[name] = refuseUnknown(name);
  }
  for (const [name, handler] of Object.entries(handlers))
    implementation[name] = implement(name as Method, handler, enter);
  const server = new Server({ 'grpc.max_receive_message_length': receivedBytesMax });
  server.addService(service, implementation);
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { port: bound, stop: () => stopServer(server) };
}

/** Lets answers that are under way arrive, but waits for nobody who will not go. */
async function stopServer(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const limit = setTimeout(resolve, goodbyeMs);
  server.tryShutdown(() => resolve());
  await promise;
  clearTimeout(limit);
  server.forceShutdown();
}

type UnaryCall = ServerUnaryCall<Received, object>;
type StreamCall = ServerWritableStream<Received, object>;
type ConversationCall = ServerDuplexStream<Received, object>;

function implement(method: Method, handler: Handler, enter: Enter): UntypedServiceImplementation[string] {
  if (handler.type === 'unary')
    return (call: UnaryCall, reply: sendUnaryData<object>) => {
      const answer = (): void => {
        const value = handler.answer(call.request);
        passage.after();
        reply(null, value);
      };
      let passage: Passage;
      guard(
        () => {
          passage = enter(method);
          const waiting = passage.before();
          return waiting ? waiting.then(answer) : answer();
        },
        (refusal) => reply(refusal),
      );
    };
  if (handler.type === 'stream') return (call: StreamCall) => answerStream(method, handler.answer, call, enter);
  return (call: ConversationCall) => {
    const fail = (refusal: FirestoreRefusal): void => failStream(call, refusal);
    guard(async () => {
      await enter(method).before();
      handler.open(converse(call, fail));
    }, fail);
  };
}

function answerStream(
  method: Method,
  answer: (received: Received) => Iterable<object>,
  call: StreamCall,
  enter: Enter,
): void {
  const send = (passage: Passage): void => {
    const messages = [...answer(call.request)];
    passage.after();
    for (const message of messages) call.write(message);
    call.end();
  };
  guard(
    () => {
      const passage = enter(method);
      const waiting = passage.before();
      return waiting ? waiting.then(() => send(passage)) : send(passage);
    },
    (refusal) => failStream(call, refusal),
  );
}

function converse(call: ConversationCall, fail: (refusal: FirestoreRefusal) => void): Conversation {
  return {
    send: (message) => void call.write(message),
    onMessage: (listener) => {
      call.on('data', ({ message }: Received) => guard(() => listener(message), fail));
    },
    onEnd(listener) {
      call.on('end', () => {
        listener();
        call.end();
      });
      call.on('cancelled', listener);
      call.on('error', listener);
    },
    fail,
  };
}

/**
 * Ends a stream with a refusal. Headers go ahead of it: to the client library, a stream that fails before any header is one
 * that reached nobody, and it tries twice more over some seven seconds before it tells anyone.
 */
function failStream(call: StreamCall | ConversationCall, refusal: FirestoreRefusal): void {
  call.sendMetadata(new Metadata());
  call.emit('error', refusal);
}

/** Does something, at once or later, and turns what is thrown into a refusal. A defect of the stand-in shows as one. */
function guard(action: () => void | Promise<void>, refuse: (refusal: FirestoreRefusal) => void): void {
  const explain = (error: unknown): void => {
    if (error instanceof FirestoreRefusal) return refuse(error);
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    refuse(new FirestoreRefusal(codes.internal, `Defect of the stand-in: ${text}`));
  };
  try {
    const later = action();
    if (later) later.catch(explain);
  } catch (error) {
    explain(error);
  }
}

function refuseUnknown(name: string): UntypedServiceImplementation[string] {
  const refusal = new FirestoreRefusal(codes.unimplemented, `The stand-in does not answer ${name}.`);
  return (call: StreamCall, reply?: sendUnaryData<object>) => (reply ? reply(refusal) : failStream(call, refusal));
}
