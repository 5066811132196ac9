import { refuse, type Refusal } from '#shared/refusals.ts';
import type { ChannelView } from '#shared/schemas/channel.ts';
import { isLinked } from '../../domain/channel.ts';
import { emptyDesk } from '../../domain/desk.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';
import type { KeptViews } from '../work/kept-views.ts';

type Refused = { readonly ok: false; readonly refusal: Refusal };

/** What may be said in a channel's chat, and whether its viewers are answered. Chat is on stream and in nobody's hands: no prices. */
export async function chatChannel(
  core: Core,
  views: KeptViews,
  twitchId: string,
): Promise<{ readonly ok: true; readonly answers: boolean; readonly view: ChannelView } | Refused> {
  const channel = await core.store.get('channel', twitchId);
  if (!channel || !isLinked(channel)) return refuse('no-builder-channel');
  const [desk, view] = await Promise.all([core.store.get('desk', channel.builderId), views.channel(twitchId, 'code')]);
  return { ok: true, answers: desk?.chatAnswers ?? true, view };
}

/** Switches the answers to viewers in a channel's chat on or off. Asking for what is so already changes nothing. */
export async function switchChatAnswers(
  core: Core,
  twitchId: string,
  answers: boolean,
): Promise<{ readonly ok: true; readonly answers: boolean } | Refused> {
  for (let tries = 0; tries < triesMax; tries++) {
    const channel = await core.store.get('channel', twitchId);
    if (!channel || !isLinked(channel)) return refuse('no-builder-channel');
    const desk = (await core.store.get('desk', channel.builderId)) ?? emptyDesk(channel.builderId);
    if (desk.chatAnswers === answers) return { ok: true, answers };
    const { result } = await core.store.commit({ put: [{ kind: 'desk', record: { ...desk, chatAnswers: answers } }] });
    if (result === 'committed') return { ok: true, answers };
  }
  return refuse('conflict-try-again');
}
