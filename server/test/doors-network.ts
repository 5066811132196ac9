import type { activityEndpoints } from '#shared/api/activity.ts';
import type { builderEndpoints } from '#shared/api/builders.ts';
import type { caseEndpoints } from '#shared/api/cases.ts';
import type { communityEndpoints } from '#shared/api/communities.ts';
import type { contract } from '#shared/api/contract.ts';
import type { houseEndpoints } from '#shared/api/house.ts';
import type { peopleEndpoints } from '#shared/api/people.ts';
import { houseRules } from '#shared/house-rules.ts';
import type { StaffAct } from '#shared/schemas/house.ts';
import { personCalled } from '../../sandbox/people.ts';
import { buy, listDrop, makeTrackingNumber } from './stories.ts';
import type { TestWorld } from './world.ts';

type Sent = { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown };
type Calls<Endpoints> = { readonly [N in keyof Endpoints]: () => Promise<Sent> };

const communityId = '300000000000000001';
const problem = { key: 'may-not-post', subject: '1234567' };
const settings = { by: '200000000000000001', settings: { networkBans: true } };
const place = { way: 'relay', communityId: null, threadId: null };
const file = { name: 'plate.txt', base64: 'aGVsbG8=' };
const edit = { title: 'Tuned board', priceTyped: '60', specs: 'lubed', vodUrl: null };
const draft = {
  requestId: 'preview-of-doors',
  guild: 'modder',
  kind: 'stock',
  units: 2,
  proofDays: 7,
  title: 'Tuned board',
  priceTyped: '60',
  specs: 'lubed',
  pictures: [],
  vodUrl: null,
};
const report = { requestId: 'request-of-report', text: 'It is two weeks late and nobody answers.' };

/** Bodies that read right, for endpoints about communities, builders and people; what they name need not exist. */
export const networkBodies: Partial<Record<keyof typeof contract, unknown>> = {
  meetCommunity: { name: 'Thock Garden', isPresent: true },
  changeCommunity: settings,
  noteProblem: problem,
  solveProblem: problem,
  noteRoles: { given: [], taken: [] },
  noteCard: { channelId: '1234567', messageId: '7654321', state: 'posted' },
  placeRoom: place,
  keepRoomFile: file,
  recordRoomMessage: messageOf('nova'),
  editDrop: { ...edit, revision: '1.1' },
  setMyDropStatus: { status: 'paused' },
  restockDrop: { count: 1, requestId: 'request-of-restock' },
  answerPartnership: { answer: 'agree' },
  reportOrder: { ...report, kind: 'late' },
  reportDrop: report,
  answerCase: report,
  appealCase: report,
};

/** One call that must be granted to each endpoint about communities and rooms. */
export function communityCalls(world: () => TestWorld): Calls<typeof communityEndpoints> {
  const met = async () => {
    const body = { name: 'Thock Garden', isPresent: true };
    await world().bot.meetCommunity({ params: { communityId }, body });
    return { params: { communityId } };
  };
  return {
    listCommunities: async () => ({}),
    getCommunity: met,
    meetCommunity: async () => ({ params: { communityId }, body: { name: 'Thock Garden', isPresent: true } }),
    changeCommunity: async () => ({ ...(await met()), body: settings }),
    noteProblem: async () => ({ ...(await met()), body: problem }),
    solveProblem: async () => ({ ...(await met()), body: problem }),
    noteRoles: async () => ({ ...(await met()), body: { given: [], taken: [] } }),
    listMarkedBuilders: async () => ({}),
    listCards: async () => ({}),
    async noteCard() {
      await met();
      const params = { dropId: (await listDrop(world(), { price: '60' })).id, communityId };
      return { params, body: { channelId: '1234567', messageId: '7654321', state: 'posted' } };
    },
    listBanWork: async () => ({}),
    settleBanWork: async () => ({ body: { communityId, banned: [], lifted: [], failed: [] } }),
    getRoom: async () => ({ params: { tag: await paidTag(world()) } }),
    async getRoomOfThread() {
      const params = { tag: await paidTag(world()) };
      await world().bot.placeRoom({ params, body: { way: 'thread', communityId, threadId: '1234567890' } });
      return { params: { threadId: '1234567890' } };
    },
    listRelays: async () => ({ params: { discordId: discordIdOf('nova') } }),
    placeRoom: async () => ({ params: { tag: await paidTag(world()) }, body: place }),
    keepRoomFile: async () => ({ params: { tag: await paidTag(world()) }, body: file }),
    recordRoomMessage: async () => ({ params: { tag: await paidTag(world()) }, body: messageOf('nova') }),
  };
}

/** One call that must be granted to each endpoint about building. */
export function builderCalls(world: () => TestWorld): Calls<typeof builderEndpoints> {
  const offer = (percent: number) =>
    world()
      .onDiscord('tide')
      .proposePartnership({
        body: { marketerDiscordId: discordIdOf('nova'), marketerHandle: 'nova', marketerPercent: percent },
      });
  return {
    getSetup: async () => ({}),
    apply: async () => ({
      body: { guild: 'modder', about: 'Ten years of tuning boards.', links: ['https://example.com/me'], pictures: [] },
    }),
    getDashboard: async () => ({}),
    listMyDrops: async () => ({}),
    previewDrop: async () => ({ body: draft }),
    async editDrop() {
      const { id, revision } = await listDrop(world(), { price: '60' });
      return { params: { dropId: id }, body: { ...edit, revision } };
    },
    setMyDropStatus: async () => ({
      params: { dropId: (await listDrop(world(), { price: '60' })).id },
      body: { status: 'paused' },
    }),
    restockDrop: async () => ({
      params: { dropId: (await listDrop(world(), { price: '60' })).id },
      body: { count: 2, requestId: 'request-of-restock' },
    }),
    async announceLive() {
      world().twitch.goLive(personCalled('kumo').twitch?.id ?? '', 'tuning');
      await world().settle();
      return { body: { requestId: 'request-of-workshop', kind: 'workshop', dropId: null, text: 'Come in' } };
    },
    listPartnerships: async () => ({}),
    proposePartnership: async () => ({
      body: { marketerDiscordId: discordIdOf('mori'), marketerHandle: 'mori', marketerPercent: 25 },
    }),
    answerPartnership: async () => ({ params: { partnershipId: (await offer(20)).id }, body: { answer: 'agree' } }),
  };
}

/** One call that must be granted to each endpoint about people. */
export function peopleCalls(world: () => TestWorld): Calls<typeof peopleEndpoints> {
  return {
    getPassport: async () => ({ params: { discordId: discordIdOf('nova') } }),
    startLink: async () => ({ body: { what: 'twitch' } }),
    chooseNotices: async () => ({ body: { choice: 'everything' } }),
    async vouch() {
      const params = { tag: await paidTag(world()) };
      await world()
        .onDiscord('kumo')
        .declareShipment({ params, body: { number: makeTrackingNumber() } });
      await world().onDiscord('nova').confirmDelivery({ params });
      await world().pass(houseRules.deliveryQuietMs);
      return { body: { discordId: discordIdOf('nova') } };
    },
    reportOrder: async () => ({ params: { tag: await paidTag(world()) }, body: { ...report, kind: 'late' } }),
    reportDrop: async () => ({ params: { dropId: (await listDrop(world(), { price: '60' })).id }, body: report }),
  };
}

/** One call that must be granted to each endpoint about cases. */
export function caseCalls(world: () => TestWorld): Calls<typeof caseEndpoints> {
  const decide = async (requestId: string, act: StaffAct) => {
    const staff = world().onDiscord('sol');
    await staff.confirmAct({ params: { actId: (await staff.proposeAct({ body: { requestId, act } })).id } });
  };
  const taken = async (requestId: string) => {
    const body = { ...report, requestId, kind: 'late' } as const;
    const params = { tag: await paidTag(world()) };
    const { id: caseId } = await world().onDiscord('nova').reportOrder({ params, body });
    await decide(`${requestId}-taken`, { kind: 'take-case', caseId, reason: 'to look at it' });
    return caseId;
  };
  return {
    listOrderCases: async () => ({ params: { tag: await paidTag(world()) } }),
    async answerCase() {
      const caseId = await taken('request-of-answered');
      const builders = { requestId: 'request-of-kumo', text: 'It left us in one piece.' };
      await world().onDiscord('kumo').answerCase({ params: { caseId }, body: builders });
      return { params: { caseId }, body: { ...report, requestId: 'request-of-answer' } };
    },
    async appealCase() {
      const caseId = await taken('request-of-appealed');
      const act = { kind: 'decide-case', caseId, infavourOf: 'builder', reason: 'it is as shown' } as const;
      await decide('request-of-decided', act);
      return { params: { caseId }, body: { ...report, requestId: 'request-of-appeal' } };
    },
  };
}

/** One call that must be granted to each endpoint of the staff's people. */
export function houseCalls(world: () => TestWorld): Calls<typeof houseEndpoints> {
  const freezing = async (requestId: string) => ({
    requestId,
    act: { kind: 'freeze', tag: await paidTag(world()), reason: 'to look at it' } as const,
  });
  return {
    proposeAct: async () => ({ body: await freezing('request-of-act') }),
    confirmAct: async () => ({
      params: {
        actId: (
          await world()
            .onDiscord('sol')
            .proposeAct({ body: await freezing('request-of-confirmed-act') })
        ).id,
      },
    }),
    listActs: async () => ({}),
    listCases: async () => ({}),
    async getCase() {
      const params = { tag: await paidTag(world()) };
      const body = { ...report, requestId: 'request-of-case', kind: 'late' } as const;
      return { params: { caseId: (await world().onDiscord('nova').reportOrder({ params, body })).id } };
    },
    getPromiseStatus: async () => ({ params: { discordId: discordIdOf('kumo') } }),
    listBanFailures: async () => ({}),
  };
}

/** Activities: what anybody may ask. The rest begins with Discord, and is called beside its stories. */
export const activityCalls: Calls<typeof activityEndpoints> = {
  listLive: async () => ({}),
  startActivity: async () => ({}),
  renewActivity: async () => ({}),
  getGathering: async () => ({}),
  beHere: async () => ({}),
  point: async () => ({}),
};

async function paidTag(world: TestWorld): Promise<string> {
  return (await buy(world, 'nova', await listDrop(world, { price: '60' }))).tag;
}

function discordIdOf(key: string): string {
  return personCalled(key).discord?.id ?? '';
}

function messageOf(key: string) {
  return { messageId: '9000001', byDiscordId: discordIdOf(key), text: 'How is it going?', at: 1, files: [] };
}
