import type { Instant } from '#shared/ids.ts';
import { wordsOf } from '#shared/text/say.ts';
import { tellingsFor, type Telling } from '../domain/notices.ts';
import type { Order, OrderEvent } from '../domain/order.ts';
import type { Notice } from '../ports/store.ts';
import type { Core } from './core.ts';

/** The notices of an order's events, addressed to the accounts people have linked. */
export async function noticesFor(
  core: Core,
  order: Order,
  events: readonly OrderEvent[],
  now: Instant,
): Promise<readonly Notice[]> {
  const tellings = events.flatMap((event, index) => tellingsFor(order, event).map((telling) => ({ telling, index })));
  const notices: Notice[] = [];
  for (const { telling, index } of tellings) {
    const notice = await addressed(core, order, telling, `${order.id}:${order.version}:${index}:${telling.kind}`, now);
    if (notice) notices.push(notice);
  }
  return notices;
}

/** One notice, addressed; undefined when the citizen has no account that we can write to. They still see everything on the site. */
export async function addressed(
  core: Core,
  order: Order,
  telling: Telling,
  id: string,
  at: Instant,
): Promise<Notice | undefined> {
  const citizen = await core.store.get('citizen', telling.to);
  const account = citizen?.accounts.find((each) => each.platform === 'discord');
  if (!citizen || !account) return undefined;
  const [builder, channel] = await Promise.all([
    core.store.get('citizen', order.builderId),
    core.store.channelOfBuilder(order.builderId),
  ]);
  const orderUrl = `${core.settings.siteUrl}/orders/${order.tag}`;
  return {
    id: `${id}:${citizen.id}`,
    kind: telling.kind,
    citizenId: citizen.id,
    platform: account.platform,
    accountId: account.id,
    params: { tag: order.tag, title: order.terms.title, builder: builder?.nickname ?? '', ...wordsOf(telling.params) },
    link: telling.link === 'watch' && channel ? core.streams.watchUrl(channel.login) : orderUrl,
    at,
  };
}
