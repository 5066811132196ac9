import * as z from 'zod/mini';
import { second } from '#shared/house-rules.ts';
import type { Carriers, ParcelStanding } from '../../ports/carriers.ts';
import { UpstreamError } from '../../ports/payments.ts';
import { makeEasyPostClient } from './client.ts';
import { standingOf, Tracker } from './tracker.ts';

/** Where EasyPost is. Without an address it is EasyPost itself. */
export type EasyPostSettings = { readonly apiKey: string; readonly address?: string | undefined };

const timeoutMs = 10 * second;
const bytesMax = 2 * 1024 * 1024;

/** What EasyPost calls the carriers whose numbers we read. Postal numbers belong to some two hundred posts, and it finds out which. */
const carrierNames: Readonly<Record<string, string>> = {
  UPS: 'UPS',
  USPS: 'USPS',
  FedEx: 'FedEx',
  DHL: 'DHLExpress',
};

/** `Carriers` on EasyPost. Its client waits for ever and follows redirects with the key unless told otherwise. */
export function easyPostCarriers({ apiKey, address }: EasyPostSettings): Carriers {
  const client = makeEasyPostClient(apiKey, {
    ...(address === undefined ? {} : { baseUrl: `${address}/v2/` }),
    requestMiddleware: (request) => request.timeout({ deadline: timeoutMs }).redirects(0).maxResponseSize(bytesMax),
  });
  return {
    follow({ carrier, number }) {
      const name = carrierNames[carrier];
      return ask(() => client.Tracker.create({ tracking_code: number, ...(name ? { carrier: name } : {}) }));
    },
    look: (trackerId) => ask(() => client.Tracker.retrieve(encodeURIComponent(trackerId))),
  };
}

const Refusal = z.object({ statusCode: z.number() });
/** A number that no carrier has, and a tracker that is not there any more. All else says nothing of the parcel. */
const clearNo: readonly number[] = [400, 404, 422];
/** A wrong key or an account that owes money: asking again soon changes nothing. */
const ourFault: readonly number[] = [401, 402, 403];

async function ask(call: () => Promise<unknown>): Promise<ParcelStanding | 'unknown'> {
  let answer: unknown;
  try {
    answer = await call();
  } catch (cause) {
    const refused = Refusal.safeParse(cause);
    const status = refused.success ? refused.data.statusCode : null;
    if (status !== null && clearNo.includes(status)) return 'unknown';
    const said = status === null ? 'EasyPost did not answer' : `EasyPost answered ${status}`;
    throw new UpstreamError('easypost', said, { retryable: status === null || !ourFault.includes(status), cause });
  }
  const tracker = Tracker.safeParse(answer);
  if (!tracker.success)
    throw new UpstreamError('easypost', 'EasyPost answered with something that is no tracker', { retryable: true });
  return standingOf(tracker.data);
}
