import type { MarkedBuilder } from '#shared/schemas/community.ts';
import type { Builder } from '../../domain/citizen.ts';
import type { Core } from '../work/core.ts';

const pageSize = 200;

/** Builders whom communities may mark: certified, known on Discord, and not banned. */
export async function markedBuilders(core: Core): Promise<readonly MarkedBuilder[]> {
  const marked: MarkedBuilder[] = [];
  for (let after: string | undefined; ;) {
    const page = await core.store.list('builder', 'all', pageSize, after);
    const all = await Promise.all(page.map((builder) => mark(core, builder)));
    marked.push(...all.flatMap((each) => each ?? []));
    if (page.length < pageSize) return marked;
    after = page.at(-1)?.id;
  }
}

async function mark(core: Core, { id, guilds }: Builder): Promise<MarkedBuilder | undefined> {
  const [citizen, channel, ban] = await Promise.all([
    core.store.get('citizen', id),
    core.store.channelOfBuilder(id),
    core.store.get('ban', id),
  ]);
  const account = citizen?.accounts.find(({ platform }) => platform === 'discord');
  if (!citizen || !account || (ban && !ban.lifted)) return undefined;
  return {
    id,
    discordId: account.id,
    nickname: citizen.nickname,
    guilds: [...guilds],
    isLive: (channel?.live ?? null) !== null,
    watchUrl: channel ? core.streams.watchUrl(channel.login) : null,
  };
}
