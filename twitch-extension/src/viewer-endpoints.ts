import type { ClientOf } from '#shared/api/client-of.ts';
import { dropEndpoints } from '#shared/api/drops.ts';
import { raffleEndpoints } from '#shared/api/raffles.ts';
import { orderEndpoints } from '#shared/api/orders.ts';

/** What viewers' pages ask of the core. The rest of the contract stays out of what they load. */
export const viewerEndpoints = { ...dropEndpoints, ...raffleEndpoints, ...orderEndpoints };

/** The core as viewers' pages see it. */
export type ViewerClient = ClientOf<typeof viewerEndpoints>;
