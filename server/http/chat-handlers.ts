import { chatChannel, switchChatAnswers } from '../usecases/streams/chat-channel.ts';
import type { Core } from '../usecases/work/core.ts';
import type { KeptViews } from '../usecases/work/kept-views.ts';
import type { Handlers } from './mount.ts';
import { granted } from './problems.ts';

/** What the bot asks for a channel's chat. */
export function chatHandlers(core: Core, views: KeptViews): Pick<Handlers, 'getChatChannel' | 'switchChatAnswers'> {
  return {
    async getChatChannel({ params }) {
      const { answers, view } = granted(await chatChannel(core, views, params.twitchId));
      return { answers, view };
    },
    async switchChatAnswers({ params, body }) {
      const { answers } = granted(await switchChatAnswers(core, params.twitchId, body.answers));
      return { answers };
    },
  };
}
