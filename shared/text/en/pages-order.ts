import type { MomentView, Fulfilment, OrderAction, ProofView, VaultView } from '../../schemas/order.ts';
import { orderRoomTexts } from './pages-order-room.ts';

/** A heading and what it means for the reader. */
export type Said = { readonly title: string; readonly sentence: string };

/** How an order stands, as its page tells it: the fulfilment, and what the money or the bench adds to it. */
export type OrderState =
  | Exclude<Fulfilment, 'cancelled'>
  | 'claim-cancelled'
  | 'refunded'
  | 'refunded-built'
  | 'late-refunded'
  | 'disputed'
  | 'frozen'
  | 'promise-broken'
  | 'on-bench';

/** Who reads an order's page. */
export type OrderReader = 'buyer' | 'builder';

const orderStates: Readonly<Record<OrderState, Readonly<Record<OrderReader, Said>>>> = {
  reserved: {
    buyer: {
      title: 'Set aside for you',
      sentence: 'Pay before the time is over, and it stays yours. Nothing has been charged.',
    },
    builder: {
      title: 'Somebody is about to pay',
      sentence: 'A unit is set aside. Wait with the build until the money is in the Vault.',
    },
  },
  lapsing: {
    buyer: {
      title: 'The time to pay is over',
      sentence:
        'We are asking Stripe whether a payment is still under way. If one is, it counts. If not, nothing is charged.',
    },
    builder: {
      title: 'The time to pay is over',
      sentence: 'We are asking Stripe whether a payment is still under way. Wait with the build.',
    },
  },
  expired: {
    buyer: { title: 'The claim ended', sentence: 'No payment came in time, so its unit is free again.' },
    builder: {
      title: 'The claim ended',
      sentence: 'No payment came. The unit is free again, and there is nothing to build.',
    },
  },
  'claim-cancelled': {
    buyer: { title: 'The claim was cancelled', sentence: 'The unit is free again, and you were not charged.' },
    builder: {
      title: 'The claim was cancelled',
      sentence: 'The unit is free again, and there is nothing to build.',
    },
  },
  'late-refunded': {
    buyer: {
      title: 'Your payment came too late, and goes back',
      sentence:
        'It arrived after the claim had ended, and every unit was taken. All of {refunded} goes back to where it came from.',
    },
    builder: {
      title: 'A late payment goes back',
      sentence: 'It arrived after the claim had ended, and no unit was free. There is nothing to build.',
    },
  },
  refunded: {
    buyer: {
      title: 'Your money is on its way back',
      sentence: '{refunded} goes back to where it came from. Banks take a few days to show it.',
    },
    builder: { title: 'Refunded, so do not build it', sentence: '{refunded} goes back to the buyer.' },
  },
  'refunded-built': {
    buyer: {
      title: 'Your money is on its way back',
      sentence: '{refunded} goes back to where it came from. Banks take a few days to show it.',
    },
    builder: {
      title: 'Refunded to the buyer',
      sentence:
        '{refunded} goes back to the buyer. Keep what you have not sent. Your workshop shows what this means for your money.',
    },
  },
  frozen: {
    buyer: {
      title: 'Paused while the staff looks at it',
      sentence: 'What is in the Vault stays there until they have decided.',
    },
    builder: {
      title: 'Paused while the staff looks at it',
      sentence: 'What is in the Vault stays there until they have decided. Keep what you have made.',
    },
  },
  disputed: {
    buyer: {
      title: 'With your bank',
      sentence:
        'Your bank has taken the money back for now. Nothing here moves until it has decided, which can take two months.',
    },
    builder: {
      title: 'Questioned by the buyer’s bank',
      sentence:
        'The bank has taken the money for now, and it decides. Do not send what you have not sent yet, and keep what you have made.',
    },
  },
  'promise-broken': {
    buyer: {
      title: 'The promised day has passed',
      sentence:
        'What was promised did not come in time. You can take all your money back now, or wait a little longer. If you do nothing, it comes back by itself {unproven} after that day.',
    },
    builder: {
      title: 'The promised day has passed',
      sentence:
        'What you promised did not come in time, so the buyer may take all the money back. If neither of you does anything, it goes back by itself {unproven} after that day.',
    },
  },
  paid: {
    buyer: {
      title: 'Paid, and in the queue',
      sentence: '{builder} builds it next and is paid when the work is proved. We tell you when it is on the bench.',
    },
    builder: {
      title: 'Paid, and waiting for your hands',
      sentence: 'The money is in the Vault. Go live, type the tag in your chat, and build.',
    },
  },
  'on-bench': {
    buyer: {
      title: 'On the bench right now',
      sentence: '{builder} is live and building it. Watch it being built.',
    },
    builder: { title: 'On your bench right now', sentence: 'Keep building. Every live minute counts.' },
  },
  building: {
    buyer: { title: 'It is being built', sentence: 'The build has begun. The next thing you hear of is the parcel.' },
    builder: {
      title: 'You are building it',
      sentence: 'Pack it well when it is done, and give us the tracking number.',
    },
  },
  shipped: {
    buyer: { title: 'On its way to you', sentence: '{builder} has shipped it. Tell us when it has arrived.' },
    builder: { title: 'On its way to the buyer', sentence: 'Nicely done. The parcel speaks for you now.' },
  },
  delivered: {
    buyer: {
      title: 'It has arrived',
      sentence: 'Take a good look. If something is wrong, tell the staff in Discord within {quiet}.',
    },
    builder: { title: 'It has arrived', sentence: 'If the buyer says nothing for {quiet}, the order is complete.' },
  },
  completed: {
    buyer: { title: 'All done', sentence: 'Thank you for building this with us. May it sound lovely for years.' },
    builder: { title: 'All done', sentence: 'Another desk is happier. Thank you for building this with us.' },
  },
};

const waits: Readonly<Record<VaultView['waitsFor'], Readonly<Record<OrderReader, string>>>> = {
  payment: {
    buyer: 'It is empty, and fills when you pay.',
    builder: 'It is empty, and fills when the buyer pays.',
  },
  proof: {
    buyer: 'It waits for the first proof: built live on stream, or shipped.',
    builder: 'It waits for your first proof: build it live with the tag in your chat, or ship it.',
  },
  stream: {
    buyer: 'It waits for the stream proof: your order, built live.',
    builder: 'It waits for the stream proof: go live, type the tag in your chat, and build.',
  },
  shipment: {
    buyer: 'It waits for the parcel to be on its way.',
    builder: 'It waits for the parcel: ship it and give us the tracking number.',
  },
  delivery: {
    buyer: 'It waits for the parcel to arrive with you.',
    builder: 'It waits for the parcel to arrive.',
  },
  'cool-off': {
    buyer: 'The work is proved. It rests a little longer, so that there is time to say if something is wrong.',
    builder: 'The work is proved. It rests a little longer, and then you are paid.',
  },
  frozen: {
    buyer: 'It is frozen while the staff looks at the order.',
    builder: 'It is frozen while the staff looks at the order.',
  },
  nothing: { buyer: 'It holds nothing for this order.', builder: 'It holds nothing for this order.' },
};

const actions: Readonly<
  Record<OrderAction, { readonly label: string; readonly explain: string; readonly confirm: string }>
> = {
  'start-checkout': {
    label: 'Pay now',
    explain: 'Your claim is waiting for the payment.',
    confirm: 'Pay now',
  },
  'cancel-claim': {
    label: 'Cancel this claim',
    explain: 'The unit goes back for others at once. Nothing has been charged.',
    confirm: 'Yes, cancel the claim',
  },
  'declare-shipment': {
    label: 'It is shipped',
    explain: 'Give us the tracking number from the label. The buyer can follow the parcel from then on.',
    confirm: 'Send the tracking number',
  },
  'confirm-delivery': {
    label: 'It has arrived',
    explain: 'Say so only when you hold it in your hands. The builder is paid after this, and it cannot be taken back.',
    confirm: 'Yes, I have it',
  },
  'ask-cancellation': {
    label: 'Ask to cancel',
    explain:
      'The builder can agree at once. If they neither answer nor start building within {cancellation}, all your money comes back.',
    confirm: 'Yes, ask to cancel',
  },
  'refund-order': {
    label: 'Refund the buyer',
    explain: 'All the money goes back to the buyer, and the order ends. This cannot be taken back.',
    confirm: 'Yes, refund it all',
  },
  'refund-unproven': {
    label: 'Take my money back',
    explain:
      'The promised day passed, and what was promised did not come. All your money goes back to you, and the order ends.',
    confirm: 'Yes, take it all back',
  },
  'grant-days': {
    label: 'Grant {days} more days',
    explain: 'The builder gets {days} more days for what they promised next, and nothing else changes.',
    confirm: 'Yes, grant more days',
  },
  report: {
    label: 'Report a problem',
    explain: 'The staff looks at it, and what the Vault holds stays where it is until they have decided.',
    confirm: 'Send it to the staff',
  },
};

const proofs: Readonly<Record<ProofView['kind'], { readonly title: string; readonly link: string }>> = {
  stream: { title: 'Built live on stream', link: 'Watch the moment' },
  shipment: { title: 'Shipped', link: 'See the parcel' },
  delivery: { title: 'Delivered', link: 'See the delivery' },
};

/** What is kept of the moment at which an order was tagged live. */
const moment = {
  said: {
    chat: 'Typed in chat',
    title: 'In the title of the stream',
    command: 'Said in Discord while live',
    'live-desk': 'Put on the bench at the live desk',
  } satisfies Record<MomentView['source'], string>,
  at: '{offset} into the stream',
  titled: 'which was called',
  clip: 'Watch the clip',
  recording: {
    waiting: 'The recording is not there yet. A link to this moment follows as soon as it is.',
    found: null,
    none: 'The channel keeps no recordings of its streams. What was said, and when, is kept here.',
    expired: 'Twitch has deleted the recording since. What was said, and when, is kept here.',
  } satisfies Record<MomentView['recording'], string | null>,
} as const;

const page = {
  page: 'Order {tag}',
  tag: 'Order tag',
  tagExplain: 'Type this in your own chat while you build it live.',
  copy: 'Copy',
  copied: 'Copied',
  by: 'Made by {builder}',
  seeDrop: 'See the drop',
  stepsTitle: 'The way there',
  steps: {
    reserved: 'Claimed',
    paid: 'Paid',
    building: 'Building',
    shipped: 'Shipped',
    delivered: 'Arrived',
    completed: 'Complete',
  },
  stepDone: 'done',
  stepNow: 'now',
  stepNext: 'still to come',
  claimUntil: 'Set aside until',
  proofDue: { buyer: '{builder} promised the first proof by', builder: 'You promised the first proof by' },
  certified: 'Certified build',
  certifiedExplain: 'Built live on stream, with its order tag on the bench.',
  benchTitle: 'Live on the bench',
  benchProgress: '{earned} of {needed} live minutes',
  benchAtOnce: 'Its live minutes count at once.',
  benchSince: 'On the bench since',
  watch: 'Watch it live on Twitch',
  proofsTitle: 'Proofs',
  proofsEmpty: 'None yet. Each one is listed here, with a link to see for yourself.',
  trackingTitle: 'The parcel',
  tracking: '{carrier}, number {number}',
  trackingLink: 'Follow the parcel',
  vaultTitle: 'In the Vault',
  vaultLetsGo: 'It lets go',
  amounts: {
    charged: 'Paid in all',
    held: 'Waits in the Vault',
    released: 'Released',
    refunded: 'Refunded',
    withdrawn: 'Withdrawn by the bank',
    covered: 'Covered by the protection fund',
  },
  actionsTitle: 'What you can do now',
  trackingNumber: 'Tracking number',
  reason: 'Reason, for the buyer to read',
  report: {
    kind: 'What is wrong?',
    kinds: {
      late: 'It is late',
      damaged: 'It came damaged',
      'not-as-shown': 'It is not as shown',
      'not-arrived': 'It has not arrived',
      conduct: 'How somebody behaved',
    },
    what: 'What happened? Dates and facts help.',
  },
  timelineTitle: 'What happened so far',
  timelineLatest: 'Newest first.',
  specsTitle: 'What was agreed',
  price: 'Price',
  total: 'In all, with shipping',
  unit: 'Unit',
  shipsTo: 'Ships to',
} as const;

/** The sentences of an order's page. */
export const orderPageTexts = {
  ...page,
  room: orderRoomTexts,
  moment,
  states: orderStates,
  waits,
  actions,
  proofs,
} as const;
