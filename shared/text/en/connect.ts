import type { ConnectionCheck } from '../../schemas/desk.ts';

type Key = ConnectionCheck['key'];

/** The page on which a builder sees that the channel is connected, and what is still missing. */
export const connectTexts = {
  page: 'Channel connected',
  title: 'Your channel {channel} is connected',
  lead: 'From now on, an order tag that you type or put in your title while you are live starts the clock of its proof.',
  complete: 'Nothing is missing. Go live, type a tag, and build.',
  stillMissing: 'Still missing',
  again: 'Ask Twitch again',
  close: 'You can close this page and go back to Twitch.',
  home: 'To the open drops',
  steps: 'All steps',
  missing: {
    builder: 'The certificate of a builder. The staff gives it.',
    consent: 'Your consent at Twitch.',
    scopes: 'Leave for {names}. Without it there are no markers and no clips of your builds; proof works all the same.',
    notifications: 'Twitch’s word that it will tell us when you go live. This takes a minute.',
    chat: 'Leave for our bot to be in your chat ({names}).',
    recordings:
      'Recordings. Switch on “Store past broadcasts” in Twitch’s settings, so that buyers can watch their build later.',
  } satisfies Record<Key, string>,
} as const;
