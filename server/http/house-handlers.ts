import type { Core } from '../usecases/core.ts';
import type { Handlers } from './mount.ts';

const missing = (): never => {
  throw new Error('not built yet');
};

/** The stories behind `house`. */
export function houseHandlers(
  _core: Core,
): Pick<
  Handlers,
  'proposeAct' | 'confirmAct' | 'listActs' | 'listCases' | 'getCase' | 'getPromiseStatus' | 'listBanFailures'
> {
  return {
    proposeAct: missing,
    confirmAct: missing,
    listActs: missing,
    listCases: missing,
    getCase: missing,
    getPromiseStatus: missing,
    listBanFailures: missing,
  };
}
