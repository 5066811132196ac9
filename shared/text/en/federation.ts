import type { CommunityProblem } from '../../schemas/community.ts';

type Told = { readonly title: string; readonly sentence: string };

/** Told to whoever owns a community, once for each problem. `{subject}` is the channel or role that it is about. */
const problems: Record<CommunityProblem['key'], Told> = {
  'channel-lost': {
    title: 'A channel is gone',
    sentence:
      'The channel in {community} that you chose for C500 is no longer there. Choose another with `/c500 community`; no order is touched by it.',
  },
  'card-removed': {
    title: 'Somebody deleted a card',
    sentence:
      'In {community} somebody deleted the card of a drop in {subject}. I do not post it there again, and nobody’s order is touched by it. To show other drops there, choose guilds and builders with `/c500 community`.',
  },
  'may-not-post': {
    title: 'I may not write in a channel',
    sentence:
      'In {community} I may not write in {subject}. Please let C500 see it and send messages there, or choose another channel with `/c500 community`.',
  },
  'may-not-thread': {
    title: 'I may not open order rooms',
    sentence:
      'In {community} I may not open private threads in {subject}. Please let C500 create private threads and write in them there. Until then the people of an order talk through me by direct message.',
  },
  'may-not-roles': {
    title: 'I may not give a role',
    sentence:
      'In {community} I may not give or take {subject}. Please let C500 manage roles, and move its own role above that one.',
  },
  'may-not-rename': {
    title: 'I may not rename a channel',
    sentence: 'In {community} I may not rename {subject}. Please let C500 manage that channel.',
  },
  'may-not-ban': {
    title: 'I may not carry out bans',
    sentence:
      'In {community} the bans of the C500 network are switched on, but I may not ban. Please let C500 ban members and manage the server, or switch them off with `/c500 community`.',
  },
};

/** What the bot says to and in communities by itself, and in order rooms. */
export const federationTexts = {
  hello: {
    title: 'Thank you for having me',
    sentence:
      'I am C500. In {community} I can show drops of custom keyboards, tell who is building live, and open private rooms for orders. Nothing happens until you choose channels: use `/c500 community` there.',
  },
  problems,
  thatChannel: 'that channel',
  thatRole: 'that role',
  liveCount: {
    none: 'no builder live',
    one: '🔴 1 builder live',
    many: '🔴 {count} builders live',
  },
  card: {
    waitlist: 'Join the waitlist',
    manage: 'For the builder',
    live: '🔴 live now',
  },
  audit: {
    live: 'C500: this builder is live',
    liveOver: 'C500: this builder is no longer live',
    badge: 'C500: certified by the collective',
    tier: 'C500: tier of a buyer',
    taken: 'C500: the role no longer applies',
    ban: 'C500 network: {reason}',
    lift: 'C500 network: the ban was lifted',
  },
  banFailed: {
    own: 'This is the bot itself.',
    owner: 'This is who owns the community.',
    staff: 'This is one of the community’s own staff.',
    refused: 'Discord did not let the bot do it.',
    unknown: 'Discord knows no such account.',
    notAllowed: 'The bot may not ban members there.',
  },
  room: {
    name: '{tag} {title}',
    opened:
      '{buyer} {builder} This is the private room for **{tag}** ({title}). Only the two of you and the staff can read it; what is said here is kept with the order.',
    tooLarge: '{name} is larger than {limit}, so it was not kept with the order. A smaller copy will be.',
    notKept: '{name} could not be kept with the order. Please send it again.',
    closed: '**{tag}** ({title}) has come to its end, and so has this room. What was said stays with the order.',
    full: 'This room is full: nothing more is kept with the order. Please write to the staff.',
  },
  relay: {
    openedBuyer:
      '**{tag}** ({title}) is paid. Write to me here and I pass it on to {other}; what you say is kept with the order.',
    openedBuilder:
      '**{tag}** ({title}) is paid. Write to me here and I pass it on to its buyer, {other}; what you say is kept with the order.',
    from: '**{name}** about **{tag}**:',
    fileKept: '-# {name} is too much for one message: it is kept with the order.',
    passed: 'Passed on.',
    which: 'Which order is this about?',
    choose: 'Choose an order',
    notPassed: 'I could not pass that on: {reason}',
    closedDirect: '{name} does not take direct messages just now. It is kept with the order, where they can read it.',
    gone: 'I can no longer read that message. Please send it again.',
    nobody: 'You have no open order room. Use `/c500 orders` to see your orders, or `/c500 help`.',
  },
  notices: {
    seeOrders: '<@{id}> I could not write to you directly: see your orders with `/c500 orders`.',
    closedToldInRoom: 'direct messages are closed; told in the order’s room',
    closedToldBriefly: 'direct messages are closed; asked in a channel to look',
    noPlace: 'no channel is chosen there',
    tooLate: 'it was no longer news',
    notReached: 'could not be told: {reason}',
  },
} as const;
