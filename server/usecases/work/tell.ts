import type { Instant } from '#shared/ids.ts';
import type { NoticeKind } from '#shared/schemas/notice.ts';
import type { Citizen } from '../../domain/citizen.ts';
import { isWanted } from '../../domain/notice-choices.ts';
import { tellingsFor, type Telling } from '../../domain/notices.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-commands.ts';
import type { Notice } from '../../ports/store.ts';
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

/**
 * One notice, addressed; undefined when the citizen has no account that we can write to, or chose not to be told of such. They still
 * see everything on the site.
 */
export async function addressed(
  core: Core,
  order: Order,
  telling: Telling,
  id: string,
  at: Instant,
): Promise<Notice | undefined> {
  const citizen = await core.store.get('citizen', telling.to);
  const account = citizen && addressOf(citizen, telling.kind);
  if (!account) return undefined;
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
    // Moments, amounts and reasons stay as they are: whoever delivers it knows the reader's language.
    params: { tag: order.tag, title: order.terms.title, builder: builder?.nickname ?? '', ...telling.params },
    link: telling.link === 'watch' && channel ? core.streams.watchUrl(channel.login) : orderUrl,
    at,
  };
}

/** Something that is no order's, for one person. */
export type PersonalTelling = {
  readonly kind: NoticeKind;
  /** Made of what happened, so that it is told once. */
  readonly id: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** A page of ours, as a path. */
  readonly path: string;
};

/** The notice of something that is no order's: one or none, for a commit. */
export function personalNotices(core: Core, citizen: Citizen, telling: PersonalTelling): readonly Notice[] {
  const account = addressOf(citizen, telling.kind);
  if (!account) return [];
  return [
    {
      id: `${telling.id}:${telling.kind}:${citizen.id}`,
      kind: telling.kind,
      citizenId: citizen.id,
      platform: account.platform,
      accountId: account.id,
      params: telling.params,
      link: `${core.settings.siteUrl}${telling.path}`,
      at: core.clock.now(),
    },
  ];
}

/** What the staff's own channel is told. `about` is whoever it is about. */
export function houseNotice(core: Core, about: Citizen, telling: PersonalTelling): Notice {
  return {
    id: `${telling.id}:${telling.kind}`,
    kind: telling.kind,
    citizenId: about.id,
    platform: 'discord',
    accountId: 'house',
    params: telling.params,
    link: `${core.settings.siteUrl}${telling.path}`,
    at: core.clock.now(),
  };
}

/** Where somebody is written to of such a thing; undefined when nowhere, or when they chose not to be. */
function addressOf(citizen: Citizen, kind: NoticeKind) {
  return isWanted(kind, citizen.notices) ? citizen.accounts.find(({ platform }) => platform === 'discord') : undefined;
}
