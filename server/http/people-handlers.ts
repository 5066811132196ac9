import type { Core } from '../usecases/core.ts';
import type { Handlers } from './mount.ts';

const missing = (): never => {
  throw new Error('not built yet');
};

/** The stories behind `people`. */
export function peopleHandlers(
  _core: Core,
): Pick<Handlers, 'getPassport' | 'startLink' | 'chooseNotices' | 'vouch' | 'reportOrder' | 'reportDrop'> {
  return {
    getPassport: missing,
    startLink: missing,
    chooseNotices: missing,
    vouch: missing,
    reportOrder: missing,
    reportDrop: missing,
  };
}
