import type { CitizenId, OrderId } from '#shared/ids.ts';
import type { FlagKind } from '#shared/schemas/trust.ts';
import type { Flag } from '../../domain/trust-records.ts';
import type { Notice, Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';
import { houseNotice } from '../work/tell.ts';

/**
 * Something that the staff should look at. `id` is made of what happened, so that it is raised once; `about` is what it is about in a
 * word, an order's tag or a nickname; `params` fill its sentence on the desk.
 */
export type FlagWish = {
  readonly id: string;
  readonly kind: FlagKind;
  readonly citizenId: CitizenId | null;
  readonly orderId: OrderId | null;
  readonly about: string;
  readonly params?: Readonly<Record<string, string | number>>;
};

/** What a flag adds to the commit of what it is about. */
export type FlagParts = { readonly put: readonly Put[]; readonly notices: readonly Notice[] };

/** The record of a flag and the notice to the staff's channel; nothing where it was raised before, be it settled or not. */
export async function flagPuts(core: Core, wish: FlagWish): Promise<FlagParts> {
  const { id, kind, citizenId, orderId, about } = wish;
  if (await core.store.get('flag', id)) return { put: [], notices: [] };
  const params = { about, ...wish.params };
  const record: Flag = { id, version: 0, kind, citizenId, orderId, params, at: core.clock.now(), settled: null };
  const order = orderId === null ? undefined : await core.store.get('order', orderId);
  const citizen = await core.store.get('citizen', citizenId ?? order?.buyerId ?? '');
  const telling = {
    kind: 'house-flag',
    id,
    // The code: whoever delivers it has its words in the reader's language.
    params: { kind, about },
    path: '/house/flags',
  } as const;
  return {
    put: [{ kind: 'flag', record }],
    notices: citizen ? [houseNotice(core, citizen, telling)] : [],
  };
}
