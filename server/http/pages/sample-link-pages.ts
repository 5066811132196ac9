import type { SiteVisitor } from './layout.ts';
import { confirmLinkPage, identityPage, joinPage, linkedPage, linkPage } from './link.ts';

const discord = { platform: 'discord', handle: 'mori' } as const;
const twitch = { platform: 'twitch', handle: 'mori_live' } as const;
const problem = {
  sentence: 'These two accounts cannot be linked: both of them sell here',
  remedy: 'Write to the staff if you think they should be.',
};

/** The pages on which somebody links accounts, in every state that they have. */
export function linkPages(me: SiteVisitor): Record<string, string> {
  const question = { me, ...twitch, proof: 'sealed.proof' };
  return {
    link: linkPage({ me, accounts: [discord], identityVerified: false }),
    'link-both': linkPage({ me, accounts: [discord, twitch], identityVerified: true }),
    'link-refused': linkPage({ me, accounts: [discord], identityVerified: false, problem }),
    'link-confirm': confirmLinkPage({ ...question, other: null }),
    'link-join': joinPage({ ...question, other: 'viewer0006', prove: 'discord' }),
    'link-join-ready': confirmLinkPage({ ...question, other: 'viewer0006' }),
    linked: linkedPage(me),
    'link-identity': identityPage({ me, url: 'https://verify.example/start' }),
  };
}
