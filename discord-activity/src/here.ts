import { createContext, use } from 'react';
import type { Problem } from '#shared/api/problem.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import type { GatheringView, LiveBuilder } from '#shared/schemas/gathering.ts';
import type { RaffleActs } from '#shared/ui/RaffleBox.tsx';
import type { Places } from './use-places.ts';
import type { Mine, World } from './world.ts';

/** What every screen is given: what is known, where one is, and what can be done. */
export type Here = {
  readonly places: Places;
  readonly drops: readonly DropView[];
  /** Null until it is known who is live. */
  readonly live: readonly LiveBuilder[] | null;
  readonly mine: Mine | null;
  readonly mineProblem: Problem | null;
  readonly gathering: GatheringView | null;
  /** Whether it is known who the person is: `arriving` until Discord and the core have said so, `outside` when one of them said no. */
  readonly standing: 'inside' | 'arriving' | 'outside';
  readonly clock: () => number;
  readonly openLink: (url: string) => Promise<boolean>;
  readonly tryAgain: () => void;
  /** What a person does. Each is thrown as an `ApiProblem` where the core says no. */
  readonly claim: (dropId: string) => Promise<void>;
  readonly cancel: (tag: string) => Promise<void>;
  readonly confirmDelivery: (tag: string) => Promise<void>;
  readonly takeMoneyBack: (tag: string) => Promise<void>;
  readonly grantDays: (tag: string) => Promise<void>;
  readonly join: (dropId: string) => Promise<void>;
  readonly leave: (dropId: string) => Promise<void>;
  readonly raffles: RaffleActs;
  readonly point: World['point'];
};

export const HereContext = createContext<Here | null>(null);

/** What the screen is given. */
export function useHere(): Here {
  const here = use(HereContext);
  if (!here) throw new Error('this part belongs on the street');
  return here;
}
