import { hour, minute } from '#shared/house-rules.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { DropVisit } from '../../usecases/drops/waitlist-visit.ts';
import { aboutPage } from './about.ts';
import { cancelPage, successPage, type PaymentState } from './checkout-return.ts';
import { dropPage } from './drop.ts';
import { homePage } from './home.ts';
import type { SiteVisitor } from './layout.ts';
import { orderPage } from './order.ts';
import type { RoomShown } from './order-room.ts';
import { payCodePage } from './pay-code.ts';
import { payPage, type PayCountry } from './pay.ts';
import { describeProblem, problemPage, problemsIndex } from './problem.ts';
import { moneyPages, ownPages, personalPages } from './sample-own-pages.ts';
import { packingPages } from './sample-packing-pages.ts';
import { rafflePages } from './sample-raffle-pages.ts';
import { setupPages } from './sample-setup.ts';
import { casePages } from './sample-cases.ts';
import { linkPages } from './sample-link-pages.ts';
import { sampleDrop, sampleNow, sampleOrders } from './sample-views.ts';
import { signInPage } from './sign-in.ts';

/** Somebody signed in. */
export const sampleVisitor: SiteVisitor = { nickname: 'mori', csrf: 'visitor-csrf' };
const csrf = 'form-csrf';
const now = sampleNow;
const problem = { sentence: 'The builder does not ship there.', remedy: 'Choose one of the countries shown.' };
const few: readonly PayCountry[] = [
  { country: 'US', name: 'United States', shippingMinor: 12_00 },
  { country: 'DE', name: 'Germany', shippingMinor: 29_50 },
];
const many: readonly PayCountry[] = ['US', 'DE', 'FR', 'GB', 'JP', 'AU', 'NZ'].map((country, index) => ({
  country,
  name: country,
  shippingMinor: 10_00 + index * 5_00,
}));

/** A room in which both sides and the staff said something, with a file and with what only looks like a page's own words. */
const sampleRoom: RoomShown = {
  isClosed: false,
  messages: [
    { by: 'buyer', text: 'Could the plate be brass?\n<b>Please</b>', at: now - 7_200_000, files: [] },
    {
      by: 'builder',
      text: 'It could, here is one',
      at: now - 3_600_000,
      files: [
        {
          name: 'a-plate-with-a-name-that-takes-more-than-a-line-of-a-telephone.jpg',
          sha256: 'a'.repeat(64),
          bytes: 81_920,
        },
      ],
    },
    { by: 'staff', text: '', at: now - 60_000, files: [] },
  ],
};

/** Every page that shows an order, by name. */
export function pagesOfOrder(name: string, order: OrderView, me: SiteVisitor | null): Record<string, string> {
  return {
    [`pay-${name}`]: payPage({ order, csrf, countries: few, now, me }),
    [`pay-${name}-many`]: payPage({ order, csrf, countries: many, now, problem, me }),
    [`pay-${name}-one`]: payPage({ order, csrf, countries: few.slice(0, 1), now, me }),
    [`order-${name}`]: orderPage({ order, csrf, now, me, room: sampleRoom }),
    [`order-${name}-builder`]: orderPage({ order, csrf, now, me, role: 'builder', problem, room: 'away' }),
    [`cancel-${name}`]: cancelPage({ order, payUrl: order.claim?.payUrl ?? null, now, me }),
  };
}

/** Somebody of whom nothing is known. */
const stranger: DropVisit = { isVip: false, place: null, lineKeepsUnits: false, setAsideUntil: null };

/** Every page that shows drops, by name. */
export function pagesOfDrop(
  name: string,
  drop: DropView,
  me: SiteVisitor | null,
  visit: Partial<DropVisit> = {},
): Record<string, string> {
  return {
    [`drop-${name}`]: dropPage({ drop, me, visit: { ...stranger, ...visit }, now }),
    [`home-${name}`]: homePage({ drops: [drop, drop], me }),
  };
}

const samplePayments: readonly PaymentState[] = ['paid', 'waiting', 'late-refunded', 'unknown'];

function pagesOfPayment(state: PaymentState): [string, string] {
  const order = state === 'unknown' ? null : { tag: 'C5-7K3QF2M', title: 'Matcha Sixty' };
  const orderUrl = order ? 'http://localhost:3000/orders/C5-7K3QF2M' : null;
  return [`success-${state}`, successPage({ state, order, orderUrl, me: sampleVisitor })];
}

function pageOfProblem(code: string, me: SiteVisitor | null): string {
  const described = describeProblem(code);
  if (!described) throw new Error(`no problem is called ${code}`);
  return problemPage({ ...described, me });
}

/** The website, every page in every state that it has, by name. */
export function samplePages(): Readonly<Record<string, string>> {
  const soldOut = sampleDrop({ units: { total: 3, left: 0 }, vodUrl: null, marketerNickname: null, shipping: [] });
  return {
    'home-empty': homePage({ drops: [], me: null }),
    about: aboutPage({ me: sampleVisitor }),
    ...pagesOfDrop('open', sampleDrop(), sampleVisitor),
    ...pagesOfDrop('open-stranger', sampleDrop(), null),
    ...pagesOfDrop('sold-out', soldOut, null),
    ...pagesOfDrop('sold-out-visitor', { ...soldOut, waiting: 1 }, sampleVisitor),
    ...pagesOfDrop('in-line', { ...soldOut, waiting: 7 }, sampleVisitor, { place: 3, lineKeepsUnits: true }),
    ...pagesOfDrop('next-in-line', { ...soldOut, waiting: 7 }, sampleVisitor, { place: 1, lineKeepsUnits: true }),
    ...pagesOfDrop('set-aside', soldOut, sampleVisitor, { setAsideUntil: now + 9 * minute }),
    ...pagesOfDrop('early-bird', sampleDrop({ earlyBirdUntil: now + hour }), sampleVisitor),
    ...pagesOfDrop('early-bird-stranger', sampleDrop({ earlyBirdUntil: now + hour }), null),
    ...pagesOfDrop('early-bird-vip', sampleDrop({ earlyBirdUntil: now + hour }), sampleVisitor, { isVip: true }),
    ...pagesOfDrop('grail', sampleDrop({ grail: true }), sampleVisitor),
    ...pagesOfDrop('grail-vip', sampleDrop({ grail: true }), sampleVisitor, { isVip: true }),
    ...pagesOfDrop('paused', sampleDrop({ status: 'paused', price: null, grail: true }), null),
    ...pagesOfDrop(
      'live-only',
      sampleDrop({ liveOnly: true, builder: { ...sampleDrop().builder, isLive: false } }),
      null,
    ),
    'pay-code': payCodePage({ csrf, me: null }),
    'pay-code-refused': payCodePage({ csrf, typed: 'MOSS-4', problem, me: sampleVisitor }),
    'cancel-nothing': cancelPage({ order: null, payUrl: null, now, me: null }),
    'sign-in': signInPage({ next: '/pay', me: null }),
    'sign-in-again': signInPage({ next: '/orders/C5-7K3QF2M', me: sampleVisitor }),
    problems: problemsIndex({ me: null }),
    'problem-sold-out': pageOfProblem('sold-out', null),
    'problem-not-signed-in': pageOfProblem('not-signed-in', null),
    'problem-defect': pageOfProblem('defect', sampleVisitor),
    ...setupPages(sampleVisitor),
    ...linkPages(sampleVisitor),
    ...casePages(sampleVisitor),
    ...rafflePages(sampleVisitor),
    ...ownPages(sampleVisitor),
    ...moneyPages(sampleVisitor),
    ...personalPages(sampleVisitor),
    ...packingPages(sampleVisitor),
    ...Object.fromEntries(samplePayments.map(pagesOfPayment)),
    ...Object.assign(
      {},
      ...Object.entries(sampleOrders).map(([name, order]) => pagesOfOrder(name, order, sampleVisitor)),
    ),
  };
}
