import type { RefusalCode } from '../../refusals.ts';
import { troubleRefusals } from './refusals-trouble.ts';

/** For each refusal: what happened, and what the person can do next. */
export const refusalTexts: Record<RefusalCode, { readonly sentence: string; readonly remedy: string }> = {
  ...troubleRefusals,
  'not-found': { sentence: 'We could not find that.', remedy: 'Check the link or the order tag and try again.' },
  'bad-input': {
    sentence: 'Something in that did not read right.',
    remedy: 'Look at the marked fields and send it again.',
  },
  'not-signed-in': { sentence: 'We need to know who you are first.', remedy: 'Sign in with Discord or Twitch.' },
  'not-yours': {
    sentence: 'This belongs to somebody else.',
    remedy: 'Sign in with the account you used, or ask the builder.',
  },
  'identity-not-shared': {
    sentence: 'Twitch has not told us who you are yet.',
    remedy: 'Share your identity with the panel, then claim.',
  },
  'too-many-requests': {
    sentence: 'That was a little too fast for us.',
    remedy: 'Wait a minute and try again. Nothing is lost.',
  },
  'upstream-unavailable': {
    sentence: 'A partner of ours is not answering right now.',
    remedy: 'Your order is safe. Try again in a minute.',
  },
  'conflict-try-again': { sentence: 'Something changed while we were looking.', remedy: 'Try once more.' },
  'not-allowed-now': {
    sentence: 'That is not possible while the order is {state}.',
    remedy: 'The order page shows what can be done now.',
  },
  'not-a-builder': {
    sentence: 'Only certified builders can do this.',
    remedy: 'Would you like to be one? Apply with /c500 apply.',
  },
  'promises-not-signed': {
    sentence: 'The current promises are not signed yet.',
    remedy: 'Read and sign the Vibe Check and the Shipping Standard, then open the drop.',
  },
  'shipping-not-said': {
    sentence: 'You have not said where you ship, and for how much.',
    remedy: 'Below the Shipping Standard, choose a country and its price, at least one (/c500 setup leads there).',
  },
  'party-cannot-be-paid': {
    sentence: '{party} cannot receive transfers yet.',
    remedy: 'Finish the Stripe onboarding, then open the drop.',
  },
  'price-unreadable': {
    sentence: 'We could not read "{typed}" as a price.',
    remedy: 'Type it like 450, $450.00 or 1,250.50.',
  },
  'price-too-low': { sentence: 'The least a drop may cost is {least}.', remedy: 'Set a higher price.' },
  'price-too-high': {
    sentence: 'The most a drop may cost is {most}.',
    remedy: 'Check the decimal point, or talk to the staff.',
  },
  'promise-too-long': { sentence: 'The promise may be {days} days at most.', remedy: 'Promise fewer days.' },
  'bad-picture': { sentence: 'That picture could not be used.', remedy: 'Send a PNG, JPEG or WebP of at most 8 MB.' },
  'bad-link': { sentence: 'That is not a link we can show.', remedy: 'Use a full https:// link.' },
  'partner-not-agreed': {
    sentence: '{party} has not agreed to a share yet.',
    remedy: 'Offer them one with /c500 partner, and open the drop when they have agreed.',
  },
  'offer-changed': {
    sentence: 'That offer does not stand any more.',
    remedy: 'Look at what stands now with /c500 partner.',
  },
  'partner-self': { sentence: 'That is you.', remedy: 'Choose somebody else.' },
  'not-your-drop': { sentence: 'This drop belongs to another builder.', remedy: 'Choose one of your own.' },
  'drop-changed': {
    sentence: 'The drop has changed since you opened the form.',
    remedy: 'Look at it again, then edit what is there now.',
  },
  'too-many-units': { sentence: 'A drop may have {most} units at most.', remedy: 'Add fewer.' },
  'announced-lately': {
    sentence: 'You told everybody a moment ago.',
    remedy: 'Tell them again {when}.',
  },
  'already-applied': {
    sentence: 'Your application is with our staff.',
    remedy: 'You hear from us as soon as somebody has read it.',
  },
  banned: {
    sentence: 'This account is banned from the C500 network ({reason}).',
    remedy: 'You can still see your orders. To appeal, write to the staff.',
  },
  'not-banned': { sentence: 'There is no ban on that account.', remedy: 'Check whom you meant.' },
  'not-staff': { sentence: 'Only the C500 staff can do this.', remedy: 'Ask a colleague to check your staff role.' },
  'vouch-needs-order': {
    sentence: 'A builder vouches for somebody who has completed an order with them.',
    remedy: 'Come back when one of your orders with them is completed.',
  },
  'already-vouched': { sentence: 'You have vouched for them before.', remedy: 'Once is enough; it stands.' },
  'case-open': {
    sentence: 'There is an open case about this already.',
    remedy: 'The staff has it. You hear from us when it is decided.',
  },
  'case-decided': { sentence: 'This case is decided.', remedy: 'Open a new one if something else happened.' },
  'already-certified': { sentence: 'They are certified already.', remedy: 'There is nothing left to do.' },
  'act-of-another': {
    sentence: 'A colleague has prepared this.',
    remedy: 'Prepare it yourself, so that what you confirm is what you have read.',
  },
  'act-expired': { sentence: 'This was prepared too long ago.', remedy: 'Prepare it again and confirm it then.' },
  'own-matter': {
    sentence: 'This is a matter of your own.',
    remedy: 'Ask a colleague who has no part in it.',
  },
  'act-changed': {
    sentence: 'This would come to something else now than it says.',
    remedy: 'Prepare it again and read it once more.',
  },
  'link-refused': {
    sentence: 'These two accounts cannot be linked ({reason}).',
    remedy: 'Write to the staff if you think they should be.',
  },
  'room-closed': { sentence: 'This order room is closed.', remedy: 'The order page still shows all of it.' },
  'file-too-large': { sentence: 'That file is larger than {most}.', remedy: 'Send a smaller one.' },
  'too-many-messages': {
    sentence: 'This order room is full.',
    remedy: 'Write to each other directly, or to the staff if something is wrong.',
  },
  'sign-in-failed': {
    sentence: 'Discord did not confirm who you are.',
    remedy: 'Close the activity and open it once more.',
  },
  'activity-unknown': {
    sentence: 'Discord knows of no such activity with you in it.',
    remedy: 'Open the activity from the channel again.',
  },
  'proxy-unproved': {
    sentence: 'This did not come through Discord.',
    remedy: 'Open the activity inside Discord.',
  },
  'drop-not-open': {
    sentence: 'This drop is not open.',
    remedy: "Look at the builder's other drops, or come back later.",
  },
  'drop-closed': {
    sentence: 'This drop is closed, and a closed drop stays closed.',
    remedy: 'List it again as a new drop.',
  },
  'sold-out': {
    sentence: 'Every unit of this drop is taken.',
    remedy: 'Units come back when a claim lapses. Keep an eye on it.',
  },
  'own-drop': { sentence: 'You cannot claim your own drop.', remedy: 'Leave it to the others.' },
  'one-each': {
    sentence: 'This drop is limited to {limit} per person, and you have yours.',
    remedy: 'Your order page shows how it is going.',
  },
  'tier-too-low': {
    sentence: 'This one needs the {tier} tier.',
    remedy: 'Link a second account or finish one order, and it opens.',
  },
  'exposure-too-high': {
    sentence: 'What you have open is as much as your tier may have at once.',
    remedy: 'Once one of them is done, you can claim this.',
  },
  'vip-only': { sentence: 'This drop is for VIPs.', remedy: 'Three completed orders make you one.' },
  'early-bird': {
    sentence: 'VIPs go first here. It opens for everybody at {when}.',
    remedy: 'Come back then. Three completed orders make you a VIP.',
  },
  'waitlist-first': {
    sentence: 'People are waiting in line for this drop, and the next unit is theirs.',
    remedy: 'Join the line. You are told when it is your turn.',
  },
  'not-sold-out': {
    sentence: 'There are still units, so there is nothing to wait for.',
    remedy: 'Claim one now.',
  },
  'waitlist-full': {
    sentence: 'The line for this drop is full.',
    remedy: 'Have a look at the builder’s other drops.',
  },
  'live-only': {
    sentence: 'This drop can be claimed only while the builder is live.',
    remedy: 'Follow the channel and come back when it is live.',
  },
  'paused-after-lapses': {
    sentence: 'Three of your claims lapsed today, so claiming is paused.',
    remedy: 'You can claim again {when}.',
  },
  'claim-ended': {
    sentence: 'This claim has ended and its unit is free again.',
    remedy: 'Claim again if a unit is left. You were not charged.',
  },
  'already-paid': {
    sentence: 'This order is paid already.',
    remedy: 'There is nothing more to pay. The order page shows where it stands.',
  },
  'country-not-served': { sentence: 'The builder does not ship there.', remedy: 'Choose one of the countries shown.' },
  'cookies-needed': {
    sentence: 'Your browser kept no cookie, so we cannot hold this payment for it.',
    remedy: 'Allow cookies for this site and open the link again.',
  },
  'pay-code-unknown': {
    sentence: 'We do not know that pay code, or its claim has ended.',
    remedy: 'Check the letters, or claim again.',
  },
  'pay-code-elsewhere': {
    sentence: 'This pay code is already in use in another browser.',
    remedy: 'Pay there, or sign in with the account that claimed.',
  },
  'near-miss': {
    sentence: '{typed} looks like an order tag but a symbol is off.',
    remedy: 'Compare it with the order and type it again.',
  },
  'no-tag': { sentence: 'There is no order tag in that.', remedy: 'An order tag looks like C5-7K3QF2M.' },
  'unknown-tag': { sentence: 'No order has the tag {tag}.', remedy: 'Compare it with the order and type it again.' },
  'not-the-broadcaster': {
    sentence: 'Only the broadcaster can put an order on the bench.',
    remedy: 'Ask the builder to type the tag.',
  },
  'shared-chat': {
    sentence: 'That line came from another channel of a shared chat.',
    remedy: 'Type the tag in your own chat.',
  },
  'no-builder-channel': {
    sentence: 'This channel is not linked to a builder.',
    remedy: "Link the channel in the extension's settings.",
  },
  'not-your-order': { sentence: 'That order belongs to another builder.', remedy: 'Check the tag.' },
  'channel-offline': {
    sentence: 'Your channel is offline, so this cannot count as live.',
    remedy: 'Go live, then type the tag again.',
  },
  'order-not-paid': {
    sentence: 'That order is not paid yet.',
    remedy: 'Wait until it is paid, then type the tag again.',
  },
  'order-refunded': {
    sentence: 'That order was refunded.',
    remedy: 'Do not build it. Look at your queue for the next one.',
  },
  'order-ended': { sentence: 'That order has ended.', remedy: 'Look at your queue for the next one.' },
  'already-proved': { sentence: 'The stream proof of that order already counts.', remedy: 'Nothing more is needed.' },
  'already-on-bench': { sentence: 'That order is on the bench already.', remedy: 'Keep building.' },
  'bench-full': {
    sentence: 'Three orders are on the bench, and that is the most.',
    remedy: 'Finish one, then tag the next.',
  },
  'too-many-notes': {
    sentence: 'This order has as many notes and photos as it can hold.',
    remedy: 'The ones it has stay on the order.',
  },
  'channel-of-another': {
    sentence: 'This Twitch channel is linked to another builder.',
    remedy: 'Sign in at Twitch with your own channel, or write to the staff if this one is yours.',
  },
  'account-of-another': {
    sentence: 'This Twitch account belongs to somebody else at C500.',
    remedy: 'If both are yours, link them first: /c500 verify on Discord leads there. Otherwise sign in with your own.',
  },
  'consent-refused': {
    sentence: 'Twitch was not given leave, so the channel is not connected.',
    remedy: 'Start again from the extension’s configuration when you are ready.',
  },
  'link-used': {
    sentence: 'This link was used already, or is too old.',
    remedy: 'Ask for a new one where you got it: from C500 on Discord, or in the extension’s configuration.',
  },
  'wrong-channel': {
    sentence: 'You agreed as {login}, but this link is for another channel.',
    remedy: 'Sign in at Twitch with the account of the channel, and open the link again.',
  },
  'unlink-first': {
    sentence: 'Your channel {channel} is connected already.',
    remedy: 'Disconnect it in the extension’s configuration first. Orders paid until then stay with it.',
  },
  'channel-linked-later': {
    sentence: 'That order was paid before this channel was connected.',
    remedy: 'Build it on the channel that was connected then, or prove it by its shipment.',
  },
  'tracking-unreadable': {
    sentence: 'That does not read as a tracking number of {carrier}.',
    remedy: 'Copy it from the label and try again.',
  },
  'tracking-reused': {
    sentence: 'That tracking number was already used for another order.',
    remedy: 'Check the label. Each parcel has a number of its own.',
  },
  frozen: {
    sentence: 'This order is frozen: {reason}.',
    remedy: 'The staff will decide. You can answer on the order page.',
  },
  'already-released': {
    sentence: 'The money of this order has been released.',
    remedy: 'Report a problem on the order page, and the staff will look at it.',
  },
  'nothing-held': {
    sentence: 'The Vault holds nothing for this order.',
    remedy: 'The order page shows where the money went.',
  },
  'not-broken-yet': {
    sentence: 'The builder still has time until {when}.',
    remedy: 'If nothing is shown by then, you can take your money back here.',
  },
};
