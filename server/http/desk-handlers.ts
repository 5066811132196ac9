import type { DeskView } from '#shared/schemas/desk.ts';
import type { Refusal } from '#shared/refusals.ts';
import type { CitizenId } from '#shared/ids.ts';
import type { Core } from '../usecases/work/core.ts';
import type { KeptViews } from '../usecases/work/kept-views.ts';
import { workDesk, type DeskDone } from '../usecases/streams/work-desk.ts';
import type { Caller } from './auth.ts';
import type { Handlers } from './mount.ts';
import { granted, Refused } from './problems.ts';

type DeskName =
  | 'getDesk'
  | 'arrangeQueue'
  | 'putOnBench'
  | 'takeOffBench'
  | 'tickStep'
  | 'addNote'
  | 'addPhoto'
  | 'finishBuild'
  | 'setDropStatus'
  | 'setChatAnswers';

/** What a builder does at the live desk on Twitch. Everything that changes it answers the desk as it is then. */
export function deskHandlers(core: Core, views: KeptViews): Pick<Handlers, DeskName> {
  const desk = workDesk(core);
  const deskOf = async (caller: Caller): Promise<DeskView> => {
    const view = await views.desk(seatOf(caller).channelId, core.settings.twitchCheckout);
    return view ?? no({ code: 'no-builder-channel' });
  };
  const after = async (caller: Caller, work: Promise<DeskDone>): Promise<{ desk: DeskView }> => {
    granted(await work);
    return { desk: await deskOf(caller) };
  };
  return {
    getDesk: (_, caller) => deskOf(caller),
    arrangeQueue: ({ body }, caller) => after(caller, desk.arrangeQueue(seatOf(caller).builderId, body.tags)),
    async putOnBench({ body }, caller) {
      const { channelId } = seatOf(caller);
      const { sighting } = granted(await desk.putOnBench(channelId, body.tag, body.requestId));
      return { desk: await deskOf(caller), sighting };
    },
    takeOffBench: ({ params }, caller) => after(caller, desk.takeOffBench(seatOf(caller).builderId, params.tag)),
    tickStep: ({ params, body }, caller) =>
      after(caller, desk.tickStep(seatOf(caller).builderId, params.tag, params.step, body.done)),
    addNote: ({ params, body }, caller) =>
      after(caller, desk.addNote(seatOf(caller).builderId, params.tag, { id: body.requestId, text: body.text })),
    addPhoto: ({ params, body }, caller) =>
      after(caller, desk.addPhoto(seatOf(caller).builderId, params.tag, Buffer.from(body.base64, 'base64'))),
    finishBuild: ({ params }, caller) => after(caller, desk.finishBuild(seatOf(caller).builderId, params.tag)),
    setDropStatus: ({ params, body }, caller) =>
      after(caller, desk.setDropStatus(seatOf(caller).builderId, params.dropId, body.status)),
    setChatAnswers: ({ body }, caller) => after(caller, desk.setChatAnswers(seatOf(caller).builderId, body.answers)),
  };
}

/** Whose desk it is: the channel is the token's, the builder is the channel's. */
function seatOf({ viewer, citizen }: Caller): { readonly channelId: string; readonly builderId: CitizenId } {
  if (!viewer || !citizen) return no({ code: 'not-signed-in' });
  return { channelId: viewer.channelId, builderId: citizen.id };
}

function no(refusal: Refusal): never {
  throw new Refused(refusal);
}
