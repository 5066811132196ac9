import type { contract } from '#shared/api/contract.ts';
import type { RefusalCode } from '#shared/refusals.ts';

/** What stands behind the doors while strangers call: of Nova who bought, Kumo who sold, and Hana who shares. */
export type Things = {
  /** A paid order, one that is set aside, and a drop of Kumo's that is a raffle or none. */
  readonly tag: string;
  readonly reservedTag: string;
  readonly dropId: string;
  readonly raffleId: string;
  readonly caseId: string;
  readonly partnershipId: string;
  /** A file that was said in the room of the paid order. */
  readonly sha256: string;
};

type Sent = { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown };

/**
 * What an endpoint is to somebody who got through its door. `own`: it acts on whoever calls, and can name nothing of anybody else's.
 * `open`: whoever is let in may. Otherwise it names something of others, and every stranger is refused with this code. `banned` is what
 * somebody who is banned is told, where it differs.
 */
export type Row = {
  readonly kind: 'own' | 'open' | RefusalCode;
  readonly sent?: (things: Things) => Sent;
  readonly banned?: RefusalCode;
  /** Builders who are let in may, for themselves. */
  readonly sellers?: 'may';
};

const own: Row = { kind: 'own' };
const open: Row = { kind: 'open' };
const text = 'It is two weeks late and nobody answers.';
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const requestId = 'request-of-a-stranger';

/** Something that is done to an order by its tag. */
const ofOrder = (kind: RefusalCode, body?: unknown, more: Readonly<Record<string, string>> = {}): Row => ({
  kind,
  sent: ({ tag }) => ({ params: { tag, ...more }, ...(body === undefined ? {} : { body }) }),
});
const ofDrop = (kind: Row['kind'], body?: unknown, banned?: RefusalCode): Row => ({
  kind,
  sent: ({ dropId }) => ({ params: { dropId }, ...(body === undefined ? {} : { body }) }),
  ...(banned ? { banned } : {}),
});
const ofRaffle = (banned?: RefusalCode): Row => ({
  kind: 'open',
  sent: ({ raffleId }) => ({ params: { dropId: raffleId } }),
  ...(banned ? { banned } : {}),
});
const ofCase = (body: unknown): Row => ({
  kind: 'not-yours',
  sent: ({ caseId }) => ({ params: { caseId }, body }),
});

/** Every endpoint. One without a row does not compile. */
export const rows: { readonly [Name in keyof typeof contract]: Row } = {
  // Anybody
  listDrops: open,
  getDrop: open,
  getRaffle: open,
  getRaffleReceipt: open,
  getSolvency: open,
  listLive: open,
  getChannel: open,
  startActivity: open,
  renewActivity: open,
  getGathering: open,
  beHere: open,
  point: open,
  // Orders
  getOrder: ofOrder('not-yours'),
  listOrderCases: ofOrder('not-yours'),
  reportOrder: ofOrder('not-yours', { requestId, kind: 'late', text }),
  cancelClaim: { kind: 'not-yours', sent: ({ reservedTag }) => ({ params: { tag: reservedTag } }) },
  confirmDelivery: ofOrder('not-yours'),
  askCancellation: ofOrder('not-yours'),
  grantDays: ofOrder('not-yours'),
  refundUnproven: ofOrder('not-yours'),
  refundOrder: ofOrder('not-your-order', { reason: 'sorry' }),
  declareShipment: ofOrder('not-your-order', { number: '9400100000000000000000' }),
  answerDispute: ofOrder('not-your-order', { requestId, text }),
  answerCase: ofCase({ requestId, text }),
  appealCase: ofCase({ requestId, text }),
  // Drops
  claimUnit: ofDrop('open', undefined, 'banned'),
  joinWaitlist: ofDrop('open', undefined, 'banned'),
  leaveWaitlist: own,
  getWaitlistPlace: own,
  enterRaffle: ofRaffle('banned'),
  leaveRaffle: own,
  getMyRaffle: own,
  reportDrop: open,
  createDrop: own,
  previewDrop: own,
  listMyDrops: own,
  editDrop: ofDrop('not-your-drop', {
    revision: '1.1',
    title: 'Not mine',
    priceTyped: '60',
    specs: 'lubed',
    vodUrl: null,
  }),
  setMyDropStatus: ofDrop('not-your-drop', { status: 'paused' }),
  restockDrop: ofDrop('not-your-drop', { count: 1, requestId }),
  announceLive: {
    kind: 'not-your-drop',
    sent: ({ dropId }) => ({ body: { requestId, kind: 'drop', dropId, text: 'Come in' } }),
  },
  keepPicture: { kind: 'not-a-builder', sent: () => ({ body: { base64: png } }), sellers: 'may', banned: 'banned' },
  // People
  getMe: own,
  getStatement: own,
  getSetup: own,
  listMyOrders: own,
  listMyQueue: own,
  getDashboard: own,
  chooseNotices: own,
  startLink: { kind: 'own', sent: () => ({ body: { what: 'twitch' } }), banned: 'banned' },
  apply: {
    kind: 'own',
    sent: () => ({
      body: { guild: 'modder', about: 'Ten years of tuning boards.', links: ['https://example.com/me'], pictures: [] },
    }),
    banned: 'banned',
  },
  vouch: own,
  declareLive: own,
  listPartnerships: own,
  proposePartnership: own,
  answerPartnership: {
    kind: 'not-yours',
    sent: ({ partnershipId }) => ({ params: { partnershipId }, body: { answer: 'agree' } }),
    banned: 'banned',
  },
  // The desk on a channel, and the channel itself
  getConnection: own,
  endConnection: own,
  getDesk: own,
  arrangeQueue: own,
  setChatAnswers: own,
  // Judged line by line, as what is typed in chat is.
  putOnBench: own,
  takeOffBench: ofOrder('not-your-order'),
  tickStep: ofOrder('not-your-order', { done: true }, { step: 'plate' }),
  addNote: ofOrder('not-your-order', { text: 'lubed', requestId }),
  addPhoto: ofOrder('not-your-order', { base64: png }),
  finishBuild: ofOrder('not-your-order'),
  setDropStatus: ofDrop('not-found', { status: 'paused' }),
  // The bot for itself, the operator, and the staff: nobody else gets through the door
  getPassport: open,
  listChannels: open,
  getChatChannel: open,
  switchChatAnswers: open,
  recordChatLine: open,
  pullNotices: open,
  settleNotice: open,
  takeLease: open,
  releaseLease: open,
  listCommunities: open,
  getCommunity: open,
  meetCommunity: open,
  changeCommunity: open,
  noteProblem: open,
  solveProblem: open,
  noteRoles: open,
  listMarkedBuilders: open,
  listCards: open,
  noteCard: open,
  listBanWork: open,
  settleBanWork: open,
  getRoom: open,
  getRoomOfThread: open,
  listRelays: open,
  placeRoom: open,
  keepRoomFile: open,
  recordRoomMessage: open,
  getMoneyHealth: open,
  listOrders: open,
  getOrderMoney: open,
  listSightings: open,
  proposeAct: open,
  confirmAct: open,
  listActs: open,
  listCases: open,
  getCase: open,
  getPromiseStatus: open,
  listBanFailures: open,
};
