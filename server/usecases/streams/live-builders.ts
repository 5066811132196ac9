import type { LiveBuilder } from '#shared/schemas/gathering.ts';
import { isBanned } from '../people/bans.ts';
import { linkedChannels } from '../people/citizens.ts';
import type { Core } from '../work/core.ts';
import type { KeptViews } from '../work/kept-views.ts';

const channelsMax = 500;

/** The builders who are live now and not banned, those who began first at the head, each with what is on their bench. */
export async function liveBuilders(core: Core, views: KeptViews): Promise<LiveBuilder[]> {
  const channels = (await linkedChannels(core, channelsMax)).filter(({ live }) => live !== null);
  const shown = await Promise.all(
    channels.map(async ({ id, login, builderId }): Promise<readonly LiveBuilder[]> => {
      const { builder, live, bench } = await views.channel(id, 'link');
      if (!builder || !live || (await isBanned(core, builderId))) return [];
      return [
        {
          id: builder.id,
          nickname: builder.nickname,
          channelLogin: login,
          watchUrl: core.streams.watchUrl(login),
          since: live.since,
          title: live.title,
          bench: bench.map(({ tag, title, buyerNickname }) => ({ tag, title, buyerNickname })),
        },
      ];
    }),
  );
  return shown.flat().toSorted((one, other) => one.since - other.since);
}
