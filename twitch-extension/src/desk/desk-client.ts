import type { ClientOf } from '#shared/api/client-of.ts';
import type { deskEndpoints } from '#shared/api/desk.ts';

/** The core as the broadcaster's pages see it. */
export type DeskClient = ClientOf<typeof deskEndpoints>;
