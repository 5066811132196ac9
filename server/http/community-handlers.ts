import type { Core } from '../usecases/core.ts';
import type { Handlers } from './mount.ts';

const missing = (): never => {
  throw new Error('not built yet');
};

/** The stories behind `communities`. */
export function communityHandlers(
  _core: Core,
): Pick<
  Handlers,
  | 'listCommunities'
  | 'getCommunity'
  | 'meetCommunity'
  | 'changeCommunity'
  | 'noteProblem'
  | 'solveProblem'
  | 'noteRoles'
  | 'listMarkedBuilders'
  | 'listCards'
  | 'noteCard'
  | 'listBanWork'
  | 'settleBanWork'
  | 'getRoom'
  | 'getRoomOfThread'
  | 'listRelays'
  | 'placeRoom'
  | 'keepRoomFile'
  | 'recordRoomMessage'
> {
  return {
    listCommunities: missing,
    getCommunity: missing,
    meetCommunity: missing,
    changeCommunity: missing,
    noteProblem: missing,
    solveProblem: missing,
    noteRoles: missing,
    listMarkedBuilders: missing,
    listCards: missing,
    noteCard: missing,
    listBanWork: missing,
    settleBanWork: missing,
    getRoom: missing,
    getRoomOfThread: missing,
    listRelays: missing,
    placeRoom: missing,
    keepRoomFile: missing,
    recordRoomMessage: missing,
  };
}
