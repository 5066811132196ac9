import type { ReportKind } from '../../schemas/house.ts';
import type { FlagKind } from '../../schemas/trust.ts';

/** Reasons that only notices and refusals give, which the core and the bot write. Apart from the others, so that viewers need not load them. */
export const reasonsApart = {
  'link-banned': 'one of them is banned from the C500 network',
  'link-case': 'one of them is in a case that our staff has not decided',
  'link-platform': 'each of them has an account on the same platform already',
  'link-both-sell': 'both of them sell here',
  'link-own-order': 'one of them has bought from the other',
  'link-too-much': 'there is more to move than we move by ourselves',
  'link-unproved': 'the other account was not proved as well',
  'link-open': 'orders that are under way were claimed with it',
  'link-last': 'it is the only way in which we know you',
  'link-seller': 'builders stay known to our staff by it',
  'offer-agreed': 'agreed to the share',
  'offer-declined': 'declined the share',
  'offer-ended': 'ended your partnership',
  'strike-proof-late': 'A first proof did not come in the promised time.',
  'strike-scan-late': 'A parcel was not sent in the promised time.',
  'strike-lost-dispute': 'A dispute was lost, and the work had not been proved.',
  'strike-unfounded-dispute': 'A dispute with the bank was unfounded.',
  'dispute-won': 'the payment stands',
  'dispute-lost': 'the money went back to you',
  'fund-pays': 'The protection fund pays for it, because you had proved the work.',
  'builder-pays': 'The work had not been fully proved, so it is taken back from those who were paid.',
} as const;

/** Codes that stand in notices alone. */
export const codesApart = {
  kind: {
    late: 'Late',
    damaged: 'Damaged',
    'not-as-shown': 'Not as shown',
    'not-arrived': 'Not arrived',
    conduct: 'Conduct',
    drop: 'A drop',
    'banned-account': 'An account of somebody banned',
    'banned-card': 'A card of somebody banned',
    'parcel-doubtful': 'A doubtful parcel',
    'fraud-warning': 'A fraud warning',
    'hold-long': 'A long hold',
    'hold-ended': 'A hold was ended',
    debt: 'A debt',
    'dispute-unanswered': 'A dispute without an answer',
    'evidence-refused': 'Evidence was refused',
    'case-waits': 'A case that nobody took on',
    'refund-outside': 'A refund outside of C500',
    'refund-failed': 'A refund that did not arrive',
  } satisfies Record<FlagKind | ReportKind, string>,
  report: {
    late: 'it is late',
    damaged: 'it is damaged',
    'not-as-shown': 'it is not as shown',
    'not-arrived': 'it has not arrived',
    conduct: 'how somebody behaved',
    drop: 'the drop',
  },
  postage: {
    buyer: 'The buyer pays return postage.',
    builder: 'The builder pays return postage.',
    house: 'C500 pays return postage.',
    none: 'Nothing has to be sent back.',
  },
  tier: { guest: 'Guest', member: 'Member', vip: 'VIP' },
  proof: { stream: 'stream', shipment: 'shipment', delivery: 'delivery' },
  party: { marketer: 'The marketer' },
  carrier: { any: 'UPS, USPS, FedEx, DHL or a postal service' },
} as const;
