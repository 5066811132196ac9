import { useSyncExternalStore } from 'react';
import { deskEndpoints } from '#shared/api/desk.ts';
import { ApiProblem } from '#shared/api/problem.ts';
import type { DeskView } from '#shared/schemas/desk.ts';
import type { SightingOutcome } from '#shared/schemas/order.ts';
import { refusalTexts } from '#shared/text/en/refusals.ts';
import { createFeed, type Feed } from '#shared/ui/feed.ts';
import { followMessages } from '../follow-messages.ts';
import { keepFresh, openPage, useFeed, type Page } from '../page.ts';
import { subjectOf, layOver, type DeskChange } from './changes.ts';
import type { DeskClient } from './desk-client.ts';
import { createOutbox, type Outbox } from './outbox.ts';

type DropStatus = 'open' | 'paused' | 'closed';

/** The live desk: what the core says of it, and everything that can be done there. Every doing throws `ApiProblem` when refused. */
export type Desk = {
  readonly page: Page<DeskClient>;
  readonly feed: Feed<DeskView>;
  readonly outbox: Outbox<DeskChange>;
  /** The core's clock, as far as its last answer tells. */
  readonly now: () => number;
  /** Shown at once and put right when the core refuses. */
  readonly change: (change: DeskChange) => Promise<void>;
  readonly putOnBench: (tag: string) => Promise<void>;
  readonly takeOffBench: (tag: string) => Promise<void>;
  readonly finish: (tag: string) => Promise<void>;
  /** `requestId` stays the same for the same note, so that trying again never adds it twice. */
  readonly addNote: (tag: string, text: string, requestId: string) => Promise<void>;
  readonly addPhoto: (tag: string, base64: string) => Promise<void>;
  readonly setDrop: (dropId: string, status: DropStatus) => Promise<void>;
};

/** After this long without an answer or a message the desk asks by itself. */
const quietMs = 15_000;

/** Opens the live desk. It is asked for only once Twitch has said that its own broadcaster looks. */
export function openDesk(): Desk {
  const page = openPage(deskEndpoints);
  const client = () => page.session.client();
  let aheadMs = 0;
  const heard = (view: DeskView) => {
    aheadMs = view.now - Date.now();
    return view;
  };
  const feed = createFeed<DeskView>({
    load: async () => heard(await client().getDesk({})),
    restMs: () => quietMs,
  });
  /** An answer that was overtaken on its way tells of an older desk than the one that is shown. */
  const keep = ({ desk }: { readonly desk: DeskView }) => {
    const known = feed.get().value;
    if (known && desk.now < known.now) return feed.refresh();
    feed.change(() => heard(desk));
  };
  const outbox = createOutbox<DeskChange>({
    keyOf: subjectOf,
    async send(change) {
      keep(await sendChange(client(), change));
    },
  });
  /** Requests without an answer: asked again under the same id, the core finds what it did before. */
  const benchRequests = new Map<string, string>();

  followMessages(page.twitch, feed);
  keepFresh(page.twitch, [{ feed, isFor: (viewer) => viewer.isBroadcaster }]);
  return {
    page,
    feed,
    outbox,
    now: () => Date.now() + aheadMs,
    change: outbox.push,
    async putOnBench(tag) {
      const requestId = benchRequests.get(tag) ?? crypto.randomUUID();
      benchRequests.set(tag, requestId);
      const answer = await client()
        .putOnBench({ body: { tag, requestId } })
        .catch((error: unknown) => {
          if (error instanceof ApiProblem && error.problem.status < 500) benchRequests.delete(tag);
          throw error;
        });
      benchRequests.delete(tag);
      keep(answer);
      if (!answer.sighting.counted) throw notCounted(answer.sighting);
    },
    takeOffBench: async (tag) => keep(await client().takeOffBench({ params: { tag } })),
    finish: async (tag) => keep(await client().finishBuild({ params: { tag } })),
    addNote: async (tag, text, requestId) =>
      keep(await client().addNote({ params: { tag }, body: { text, requestId } })),
    addPhoto: async (tag, base64) => keep(await client().addPhoto({ params: { tag }, body: { base64 } })),
    setDrop: async (dropId, status) => keep(await client().setDropStatus({ params: { dropId }, body: { status } })),
  };
}

function sendChange(client: DeskClient, change: DeskChange): Promise<{ readonly desk: DeskView }> {
  switch (change.kind) {
    case 'arrange':
      return client.arrangeQueue({ body: { tags: [...change.tags] } });
    case 'tick': {
      const { tag, step, done } = change;
      return client.tickStep({ params: { tag, step }, body: { done } });
    }
    case 'chat':
      return client.setChatAnswers({ body: { answers: change.answers } });
  }
}

/** A tag that did not count is refused like anything else, with the sentence that stays on record. */
function notCounted({ code, sentence }: SightingOutcome): ApiProblem {
  const known: Readonly<Record<string, { readonly remedy: string }>> = refusalTexts;
  const remedy = code !== null && Object.hasOwn(known, code) ? known[code]?.remedy : undefined;
  return new ApiProblem({
    type: 'about:blank',
    title: code ?? 'not-counted',
    status: 409,
    detail: sentence,
    instance: '',
    code: code ?? 'not-counted',
    ...(remedy === undefined || /[{}]/.test(remedy) ? {} : { remedy }),
  });
}

/** The desk as it is to be shown: what the core said, with what is on its way laid over it. Null until the core has said anything. */
export function useDesk(desk: Desk): DeskView | null {
  const { value } = useFeed(desk.feed);
  const changes = useSyncExternalStore(desk.outbox.subscribe, desk.outbox.get);
  return value && changes.reduce(layOver, value);
}
