import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { EasyPostFaults } from './faults.ts';
import type { EventObject } from './objects.ts';

/** Where events go, and the secret they are signed with. */
export type WebhookTarget = { readonly url: string; readonly secret: string };

const answerMsMax = 7_000;
const delaysMs: readonly number[] = [200, 1_000, 5_000, 20_000, 60_000];

/** The header that proves an event: the HMAC-SHA256 of its bytes in hex. */
export function signatureOf(body: string, secret: string): string {
  const digest = createHmac('sha256', secret.normalize('NFKD')).update(body, 'utf8').digest('hex');
  return `hmac-sha256-hex=${digest}`;
}

/** Sends events, each on its own way, and tries again with growing pauses until somebody says 2xx. */
export type Courier = {
  send(event: EventObject): void;
  /** Resolves when no delivery is waiting. */
  settled(): Promise<void>;
  close(): void;
};

/** Makes a courier. */
export function makeCourier(target: WebhookTarget | null, faults: EasyPostFaults, onDone: () => void): Courier {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  async function deliver(body: string): Promise<void> {
    for (const delayMs of [0, ...delaysMs]) {
      if (closing.signal.aborted || !target) return;
      await wait(delayMs, undefined, { signal: closing.signal }).catch(() => undefined);
      if (await post(target, body, closing.signal)) return;
    }
  }

  return {
    send(event) {
      if (!target || faults.webhookLost) return;
      const body = JSON.stringify(event);
      for (let copy = 0; copy < faults.webhookCopies; copy += 1) {
        const way: Promise<void> = deliver(body).finally(() => {
          underWay.delete(way);
          onDone();
        });
        underWay.add(way);
      }
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => closing.abort(),
  };
}

async function post({ url, secret }: WebhookTarget, body: string, closing: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hmac-signature': signatureOf(body, secret),
        'user-agent': 'EasyPost/v2',
      },
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(answerMsMax)]),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Nobody is there, or took too long: the next try may find them.
    return false;
  }
}
