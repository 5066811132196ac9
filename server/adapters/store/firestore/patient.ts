import { UpstreamError } from '../../../ports/payments.ts';
import type { Store } from '../../../ports/store.ts';
import { inTime, isPassing, patienceMs } from './codes.ts';

const waitsAsLongAsItTakes: readonly PropertyKey[] = ['close', 'onCommit', 'onNews'];

/**
 * A store that says when its service is not there, as every partner of ours does: by an UpstreamError, in time. In `underWay` is what
 * it still asks for, be it that nobody waits any more.
 */
export function patient(store: Store, underWay: Set<Promise<unknown>>): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || waitsAsLongAsItTakes.includes(name)) return value;
      return (...given: readonly unknown[]) => {
        const answer = Reflect.apply(value, target, given) as Promise<unknown>;
        const forget = () => void underWay.delete(answer);
        underWay.add(answer);
        answer.then(forget, forget);
        return ask(answer);
      };
    },
  });
}

async function ask(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await inTime(answer, patienceMs);
  } catch (error) {
    throw asUpstream(error);
  }
}

/** What passes by itself is a partner that does not answer; everything else is what it was. */
export function asUpstream(error: unknown): unknown {
  return isPassing(error)
    ? new UpstreamError('store', 'Firestore is not answering', { retryable: true, cause: error })
    : error;
}
