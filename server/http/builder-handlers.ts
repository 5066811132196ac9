import type { Core } from '../usecases/core.ts';
import type { Handlers } from './mount.ts';

const missing = (): never => {
  throw new Error('not built yet');
};

/** The stories behind `builders`. */
export function builderHandlers(
  _core: Core,
): Pick<
  Handlers,
  | 'getSetup'
  | 'apply'
  | 'getDashboard'
  | 'listMyDrops'
  | 'previewDrop'
  | 'editDrop'
  | 'setMyDropStatus'
  | 'restockDrop'
  | 'announceLive'
  | 'listPartnerships'
  | 'proposePartnership'
  | 'answerPartnership'
> {
  return {
    getSetup: missing,
    apply: missing,
    getDashboard: missing,
    listMyDrops: missing,
    previewDrop: missing,
    editDrop: missing,
    setMyDropStatus: missing,
    restockDrop: missing,
    announceLive: missing,
    listPartnerships: missing,
    proposePartnership: missing,
    answerPartnership: missing,
  };
}
