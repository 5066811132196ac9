import { z } from 'zod';

import { methods } from './faults.ts';
import type { FirestoreStandIn } from './server.ts';

const Method = z.enum(methods);
const Code = z.number().int().min(1).max(16);

/** What can be asked of a stand-in that runs in another process. Each is answered with a `Reply` of the same number. */
export const Order = z.object({
  number: z.number(),
  wish: z.discriminatedUnion('do', [
    z.object({
      do: z.literal('fail-next'),
      method: Method,
      fault: z.object({
        code: Code,
        times: z.number().int().min(1).optional(),
        when: z.enum(['before', 'after']).optional(),
        message: z.string().optional(),
      }),
    }),
    z.object({ do: z.literal('delay'), method: z.union([Method, z.literal('every')]), ms: z.number().min(0) }),
    z.object({ do: z.literal('refuse-all'), code: Code.optional() }),
    z.object({ do: z.literal('break-listeners'), code: Code }),
    z.object({ do: z.literal('clear-faults') }),
    z.object({ do: z.literal('clear-documents') }),
    z.object({ do: z.literal('counts') }),
    z.object({ do: z.literal('reset-counts') }),
    z.object({ do: z.literal('sweep'), at: z.number() }),
  ]),
});
export type Order = z.infer<typeof Order>;
export type Wish = Order['wish'];

export const Reply = z.object({ number: z.number(), value: z.unknown().optional() });
export type Reply = z.infer<typeof Reply>;

/** Does what the process at the other end of the channel asks for. */
export function answerOrders(firestore: FirestoreStandIn, reply: (reply: Reply) => void): void {
  process.on('message', (message: unknown) => {
    const { number, wish } = Order.parse(message);
    reply({ number, value: carryOut(firestore, wish) });
  });
  reply({ number: 0, value: firestore.host });
}

function carryOut(firestore: FirestoreStandIn, wish: Wish): unknown {
  const { faults } = firestore;
  switch (wish.do) {
    case 'fail-next': {
      const { code, times, when, message } = wish.fault;
      return faults.failNext(wish.method, {
        code,
        ...(times !== undefined && { times }),
        ...(when !== undefined && { when }),
        ...(message !== undefined && { message }),
      });
    }
    case 'delay':
      return faults.delay(wish.method, wish.ms);
    case 'refuse-all':
      return faults.refuseAll(wish.code);
    case 'break-listeners':
      return faults.breakListeners(wish.code);
    case 'clear-faults':
      return faults.clear();
    case 'clear-documents':
      return firestore.clear();
    case 'counts':
      return firestore.counts();
    case 'reset-counts':
      return firestore.resetCounts();
    case 'sweep':
      return firestore.sweep(wish.at);
    default:
      return wish satisfies never;
  }
}
