import type { NoticeKind } from '../../schemas/notice.ts';
import { troubleNotices } from './notices-trouble.ts';

/** What people are told, by occasion. `title` heads the message; `sentence` says what happened, what it means for the money, and what is next. */
export const noticeTexts: Record<
  NoticeKind,
  { readonly title: string; readonly sentence: string; readonly link: string }
> = {
  ...troubleNotices,
  'claim-made': {
    title: 'Yours for ten minutes',
    sentence: '{tag} ({title}) is set aside for you until {until}. Pay before then and it stays yours.',
    link: 'Pay now',
  },
  'claim-lapsed': {
    title: 'Your claim ended',
    sentence: 'The ten minutes for {tag} ({title}) are over, and its unit is free again. You were not charged.',
    link: 'See the order',
  },
  'order-paid-buyer': {
    title: 'Your money waits in the Vault',
    sentence: '{amount} for {tag} ({title}) is in the C500 Vault. {builder} is paid only when the work is proved.',
    link: 'Follow your order',
  },
  'order-paid-builder': {
    title: 'A new order to build',
    sentence:
      '{tag} ({title}) is paid and waits for you. Type the tag in your chat while you build it live. First proof is due {due}.',
    link: 'See the order',
  },
  'late-payment-took-unit': {
    title: 'Just in time',
    sentence:
      'Your payment for {tag} ({title}) arrived after the ten minutes, but a unit was still free, and it is yours.',
    link: 'Follow your order',
  },
  'late-payment-refunded': {
    title: 'Your money is on its way back',
    sentence:
      'Your payment for {tag} ({title}) arrived after the ten minutes and every unit was taken. All of {amount} goes back to you.',
    link: 'See the order',
  },
  'second-payment-refunded': {
    title: 'Paid twice, so one goes back',
    sentence: '{tag} ({title}) was paid a second time. The second {amount} goes back to you in full.',
    link: 'See the order',
  },
  'on-bench': {
    title: 'Your board is on the bench right now',
    sentence: '{builder} is live and building {tag} ({title}). Watch it being built.',
    link: 'Watch live',
  },
  building: {
    title: 'The build has begun',
    sentence: '{builder} is building {tag} ({title}).',
    link: 'Follow your order',
  },
  'proof-counted-buyer': {
    title: 'The work is proved',
    sentence: 'The {proof} proof for {tag} ({title}) counts. {releaseWhen}',
    link: 'See the proof',
  },
  'proof-counted-builder': {
    title: 'Your proof counts',
    sentence: 'The {proof} proof for {tag} ({title}) counts. {releaseWhen}',
    link: 'See the order',
  },
  shipped: {
    title: 'On its way',
    sentence: '{builder} has shipped {tag} ({title}) with {carrier}, number {number}.',
    link: 'Follow your order',
  },
  'released-buyer': {
    title: 'The Vault has let go',
    sentence: 'The work on {tag} ({title}) is proved, so {builder} is being paid.',
    link: 'See the order',
  },
  'released-builder': {
    title: 'Your money is on its way',
    sentence: '{amount} for {tag} ({title}) is being transferred to your Stripe account.',
    link: 'See the order',
  },
  'released-marketer': {
    title: 'Your share is on its way',
    sentence: '{amount} for {tag} ({title}) is being transferred to your Stripe account.',
    link: 'See the order',
  },
  'transfer-waits': {
    title: 'A transfer is waiting',
    sentence: 'Stripe could not transfer your {amount} for {tag} ({title}): {reason}. It is yours and waits with us.',
    link: 'See the order',
  },
  delivered: { title: 'Delivered', sentence: '{tag} ({title}) has arrived.', link: 'See the order' },
  completed: {
    title: 'All done',
    sentence: '{tag} ({title}) is complete. Thank you for building this with us.',
    link: 'See the order',
  },
  'refunded-buyer': {
    title: 'Your money is on its way back',
    sentence: 'All of {amount} for {tag} ({title}) goes back to you. Reason: {reason}.',
    link: 'See the order',
  },
  'refunded-builder': {
    title: 'An order was refunded',
    sentence: '{tag} ({title}) was refunded to its buyer. Do not build it. Reason: {reason}.',
    link: 'See the order',
  },
  'cancellation-asked': {
    title: 'The buyer asks to cancel',
    sentence:
      'The buyer of {tag} ({title}) asks to cancel. Refund it with one click, or start building within three days.',
    link: 'Answer',
  },
  'promise-broken': {
    title: 'The promised day has passed',
    sentence:
      '{builder} has not shown work on {tag} ({title}) in the promised time. You can take all your money back now, or wait.',
    link: 'Decide',
  },
  'unit-offered': {
    title: 'It is your turn',
    sentence: 'One of {title} came free, and it is set aside for you until {until}. Your order is {tag}.',
    link: 'Take it',
  },
  'reconnect-twitch': {
    title: 'Twitch has let go of us',
    sentence:
      'C500 can no longer see your channel {channel}, so nothing you build there counts as proof. Connecting again takes a minute.',
    link: 'Connect again',
  },
  'application-received': {
    title: 'We have your application',
    sentence: 'Thank you. Somebody of the C500 staff reads it, and you hear from us either way.',
    link: 'See your next steps',
  },
  certified: {
    title: 'You are a certified builder',
    sentence: 'Welcome to the collective. Sign the promises, connect Stripe and Twitch, and open your first drop.',
    link: 'See your next steps',
  },
  'partner-proposed': {
    title: 'A builder offers you a share',
    sentence:
      '{builder} offers you {percent} % of the talent pool of the drops you sell together. Agree or decline with /c500 partner.',
    link: 'Read how shares work',
  },
  'partner-answered': {
    title: 'About the share of a pool',
    sentence: '{who} {reason} ({percent} %).',
    link: 'Read how shares work',
  },
  vouched: {
    title: 'A builder vouched for you',
    sentence: '{builder} spoke up for you. It stands on your passport.',
    link: 'See your passport',
  },
  'case-opened': {
    title: 'The staff has your report',
    sentence:
      'What the Vault holds for {tag} ({title}) stays where it is until the staff has decided. You hear from us here.',
    link: 'See the order',
  },
  'case-decided-buyer': {
    title: 'Your case is decided',
    sentence:
      '{tag} ({title}): decided for {infavourOf}. Back to the buyer: {amount}. {reason} {postage} If you think it is wrong, appeal on the order page until {until}: somebody else of our staff decides then.',
    link: 'See the order',
  },
  'case-decided-builder': {
    title: 'A case about an order of yours is decided',
    sentence:
      '{tag} ({title}): decided for {infavourOf}. Back to the buyer: {amount}. {reason} {postage} If you think it is wrong, appeal on the order page until {until}: somebody else of our staff decides then.',
    link: 'See the order',
  },
  banned: {
    title: 'You are banned from the C500 network',
    sentence:
      'The reason: {reason}. Your open orders are settled as the rules say. You may appeal: write to the staff.',
    link: 'See your orders',
  },
  'ban-lifted': {
    title: 'Your ban is lifted',
    sentence: 'You may claim again. The reason: {reason}',
    link: 'See the open drops',
  },
  'room-open': {
    title: 'Your order room',
    sentence:
      '{tag} ({title}) is paid. This room is for its buyer, {builder} and the staff; what is said here is kept with the order.',
    link: 'See the order',
  },
  'room-close': {
    title: 'This room closes',
    sentence: '{tag} ({title}) has come to its end, and so has this room. What was said stays with the order.',
    link: 'See the order',
  },
  'community-workshop': {
    title: 'In the workshop',
    sentence: '**{builder}** is live and building. {text}',
    link: 'Watch live',
  },
  'community-live-drop': {
    title: 'A live drop',
    sentence: '**{builder}** is live with {title}. {text}',
    link: 'Watch live',
  },
  'house-case-opened': {
    title: 'A new case',
    sentence: '{kind}: {about}. Look at it with /c500-desk case.',
    link: 'See the case',
  },
  'house-application': {
    title: 'Somebody would like to build with us',
    sentence: '{nickname} applied ({guild}): “{about}” {links}',
    link: 'See the applications',
  },
  'channel-drop-opened': { title: 'A drop is open', sentence: '{title} is open: {left} to claim.', link: 'See it' },
  'channel-raffle-opened': { title: 'A raffle', sentence: '{title} is a raffle: {left} to draw for.', link: 'See it' },
  'channel-sold-out': { title: 'All taken', sentence: 'Every unit of {title} is taken. Thank you!', link: 'See it' },
  'channel-on-bench': {
    title: 'On the bench',
    sentence: '{tag} is on the bench now: {title} for {nickname}.',
    link: 'Watch',
  },
  'channel-finished': { title: 'Finished', sentence: '{tag} is done: {title} for {nickname}.', link: 'See it' },
};
