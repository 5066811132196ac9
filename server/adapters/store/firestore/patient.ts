import { UpstreamError } from '../../../ports/payments.ts';
import type { Store } from '../../../ports/store.ts';
import { inTime, isPassing, patienceMs } from './codes.ts';

const waitsAsLongAsItTakes: readonly PropertyKey[] = ['close', 'onCommit', 'onNews'];

/** A store that says when its service is not there, as every partner of ours does: by an UpstreamError, in time. */
export function patient(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function' || waitsAsLongAsItTakes.includes(name)) return value;
      return (...given: readonly unknown[]) => ask(Reflect.apply(value, target, given) as Promise<unknown>);
    },
  });
}

async function ask(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await inTime(answer, patienceMs);
  } catch (error) {
    if (isPassing(error))
      throw new UpstreamError('store', 'Firestore is not answering', { retryable: true, cause: error });
    throw error;
  }
}
