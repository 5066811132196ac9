import { activityEndpoints } from './activity.ts';
import { botEndpoints } from './bot.ts';
import { builderEndpoints } from './builders.ts';
import { caseEndpoints } from './cases.ts';
import { communityEndpoints } from './communities.ts';
import { deskEndpoints } from './desk.ts';
import { disputeEndpoints } from './disputes.ts';
import { dropMakingEndpoints } from './drop-making.ts';
import { dropEndpoints } from './drops.ts';
import { houseEndpoints } from './house.ts';
import { orderWorkEndpoints } from './order-work.ts';
import { orderEndpoints } from './orders.ts';
import { peopleEndpoints } from './people.ts';
import { raffleDrawEndpoints } from './raffle-draws.ts';
import { raffleEndpoints } from './raffles.ts';
import { solvencyEndpoints } from './solvency.ts';
import { staffEndpoints } from './staff.ts';
import { statementEndpoints } from './statements.ts';

/** The API: what the core can do, for every door. Fields are only ever added; a released extension lags weeks behind. */
export const contract = {
  ...dropEndpoints,
  ...dropMakingEndpoints,
  ...raffleEndpoints,
  ...raffleDrawEndpoints,
  ...orderEndpoints,
  ...orderWorkEndpoints,
  ...botEndpoints,
  ...staffEndpoints,
  ...deskEndpoints,
  ...communityEndpoints,
  ...builderEndpoints,
  ...peopleEndpoints,
  ...caseEndpoints,
  ...disputeEndpoints,
  ...statementEndpoints,
  ...houseEndpoints,
  ...activityEndpoints,
  ...solvencyEndpoints,
};
