import type { contract } from '#shared/api/contract.ts';
import type { Input } from '#shared/api/endpoint.ts';
import type { DropDraft } from '../usecases/drops/manage-drops.ts';

/** What a builder asked for, whole: doors that know less of drops leave out what they do not offer. */
export function draftOf(body: Input<(typeof contract)['createDrop' | 'previewDrop']>['body']): DropDraft {
  return {
    ...body,
    marketerDiscordId: body.marketerDiscordId ?? null,
    liveOnly: body.liveOnly ?? false,
    grail: body.grail ?? false,
    earlyBirdMinutes: body.earlyBirdMinutes ?? 0,
    raffle: body.raffle
      ? { opensInMinutes: body.raffle.opensInMinutes ?? 0, windowMinutes: body.raffle.windowMinutes }
      : null,
  };
}
