import type { NoticeView } from '#shared/schemas/notice.ts';
import type { Notice } from '../../ports/store.ts';
import type { Core } from './core.ts';

/** A notice as a bot gets it: what is to be told, in whose language, and what they chose to be told. */
export async function noticeView(core: Core, notice: Notice): Promise<NoticeView> {
  const { id, kind, platform, accountId, params, link, at } = notice;
  const citizen = isForAPlace(notice) ? undefined : await core.store.get('citizen', notice.citizenId);
  const { tag } = params;
  return {
    id,
    kind,
    platform,
    accountId,
    params: { ...params },
    link,
    ageMs: Math.max(0, core.clock.now() - at),
    locale: citizen?.locale ?? 'en',
    choice: citizen?.notices ?? 'everything',
    tag: typeof tag === 'string' ? tag : null,
  };
}

/** Channels, rooms, communities and the staff are spoken to all at once, whatever one of them has chosen. */
function isForAPlace({ kind }: Notice): boolean {
  return /^(channel|room|community|house)-/.test(kind);
}
