import { botEndpoints } from './bot.ts';
import { deskEndpoints } from './desk.ts';
import { dropEndpoints } from './drops.ts';
import { orderEndpoints } from './orders.ts';
import { staffEndpoints } from './staff.ts';

/** The API: what the core can do, for every door. Fields are only ever added; a released extension lags weeks behind. */
export const contract = { ...dropEndpoints, ...orderEndpoints, ...botEndpoints, ...staffEndpoints, ...deskEndpoints };
