import type { ActivityNews } from '#shared/schemas/activity-live.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { News } from '../ports/store.ts';
import type { Core } from '../usecases/work/core.ts';

type Topic = Extract<ActivityNews, { readonly kind: 'changed' }>['topic'];

/** Who hears of what changed. */
export type NewsEars = {
  /** Whether anybody listens: else nothing is gathered. */
  readonly isListening: () => boolean;
  readonly onGathering: (instanceId: string) => void;
  /** Something is to be looked up anew, by this citizen or (null) by everybody. An empty id means all of the topic. */
  readonly onChange: (topic: Topic, id: string, citizenId: CitizenId | null) => void;
  /** Some news may have been lost. */
  readonly onMissed: () => void;
};

/** Of what changes together one word is enough, and in a rush people are told this often. */
const tellEveryMs = 250;
/** Looking up whose an order is costs a question each; beyond this many at once everybody looks at their own. */
const ordersMax = 100;

/**
 * Gathers what the store tells of this and of other processes, and passes it on a few times a second. Gatherings go on at once: they
 * are what people see each other by.
 */
export function gatherNews(core: Core, ears: NewsEars): { stop(): void } {
  let waiting = nothing();
  let timer: NodeJS.Timeout | undefined;
  const tell = async () => {
    const { drops, live, tags } = waiting;
    waiting = nothing();
    timer = undefined;
    for (const id of drops) ears.onChange('drops', id, null);
    for (const id of live) ears.onChange('live', id, null);
    if (tags.size > ordersMax) return ears.onChange('orders', '', null);
    for (const tag of tags) {
      const order = await core.store.orderByTag(tag);
      if (order) ears.onChange('orders', tag, order.buyerId);
    }
  };
  const later = () => {
    timer ??= setTimeout(() => {
      tell().catch((error: unknown) => core.report(error, { socket: 'activity' }));
    }, tellEveryMs).unref();
  };
  const stop = core.store.onNews((all) => {
    if (!ears.isListening()) return;
    if (all.some(({ about }) => about === 'anything')) return ears.onMissed();
    for (const news of all)
      if (news.about === 'gathering') ears.onGathering(news.id);
      else if (keep(waiting, news)) later();
  });
  return {
    stop() {
      stop();
      clearTimeout(timer);
    },
  };
}

type Waiting = { readonly drops: Set<string>; readonly live: Set<string>; readonly tags: Set<string> };

function nothing(): Waiting {
  return { drops: new Set(), live: new Set(), tags: new Set() };
}

/** Keeps what a page of the activity shows; false for all else. */
function keep({ drops, live, tags }: Waiting, news: News): boolean {
  switch (news.about) {
    case 'drop':
    case 'units':
    case 'waitlist':
      drops.add(news.id);
      return true;
    case 'channel':
    case 'bench':
      live.add(news.builderId);
      return true;
    case 'order':
      tags.add(news.tag);
      return true;
    default:
      return false;
  }
}
