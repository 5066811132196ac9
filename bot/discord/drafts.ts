import { randomBytes } from 'node:crypto';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { DropKind } from '#shared/schemas/drop.ts';

/** What the options of `/c500 drop` said. */
export type DropOptions = {
  readonly guild: Guild;
  readonly kind: DropKind;
  readonly units: number;
  readonly proofDays: number;
  readonly marketerDiscordId: string | null;
  readonly liveOnly: boolean;
  readonly grail: boolean;
  /** How long only VIPs may claim; 0 for no time at all. */
  readonly earlyBirdMinutes: number;
  /** How long its raffle may be entered; 0 where units are first come, first served. */
  readonly raffleMinutes: number;
};

/** What was typed into the form. */
export type DropFields = {
  readonly title: string;
  readonly price: string;
  readonly specs: string;
  readonly vodUrl: string;
};

/** A drop on its way to being opened. */
export type DropDraft = {
  readonly userId: string;
  /** The first interaction's id, kept through every new attempt: however often it is sent, it opens one drop. */
  readonly requestId: string;
  readonly options: DropOptions;
  readonly fields: DropFields;
  /** Pictures that the core has kept already, by name, and where Discord itself shows them for some hours. */
  readonly pictures: readonly { readonly name: string; readonly url: string }[];
};

/** Drafts of forms that were not accepted, so that nobody types twice. They are a convenience: losing them loses no money. */
export type Drafts = {
  /** Keeps a draft and answers the id to ask for it with. */
  keep(draft: DropDraft): string;
  /** The draft, unless it has expired or is somebody else's. */
  find(id: string, userId: string): DropDraft | undefined;
  /** Forgets a draft, unless it is somebody else's. */
  forget(id: string, userId: string): void;
};

/** Makes a memory of at most `max` drafts, each for `lifeMs`; the oldest makes room. */
export function createDrafts(bounds: {
  readonly max: number;
  readonly lifeMs: number;
  readonly now: () => number;
}): Drafts {
  const kept = new Map<string, { readonly draft: DropDraft; readonly until: number }>();
  return {
    keep(draft) {
      const now = bounds.now();
      for (const [id, { until }] of kept) if (until <= now || kept.size >= bounds.max) kept.delete(id);
      const id = randomBytes(9).toString('base64url');
      kept.set(id, { draft, until: now + bounds.lifeMs });
      return id;
    },
    find(id, userId) {
      const found = kept.get(id);
      return found && found.until > bounds.now() && found.draft.userId === userId ? found.draft : undefined;
    },
    forget(id, userId) {
      if (kept.get(id)?.draft.userId === userId) kept.delete(id);
    },
  };
}
