import type { Core } from '../usecases/core.ts';
import type { Handlers } from './mount.ts';

const missing = (): never => {
  throw new Error('not built yet');
};

/** The stories behind `activity`. */
export function activityHandlers(
  _core: Core,
): Pick<Handlers, 'startActivity' | 'renewActivity' | 'getGathering' | 'beHere' | 'point' | 'listLive'> {
  return {
    startActivity: missing,
    renewActivity: missing,
    getGathering: missing,
    beHere: missing,
    point: missing,
    listLive: missing,
  };
}
