import type { Problem } from '#shared/api/problem.ts';
import type { RaffleActs } from '#shared/ui/RaffleBox.tsx';
import type { OrderView } from '#shared/schemas/order.ts';
import type { Viewer } from '../twitch.ts';
import type { ChannelView } from '../use-channel.ts';
import type { Mine } from '../use-my-orders.ts';
import type { Screen } from '../use-screens.ts';

/** What every screen is given: what is known, and what can be done. */
export type ScreenProps = {
  readonly view: ChannelView;
  readonly viewer: Viewer;
  /** Null until the person's orders are known. */
  readonly mine: Mine | null;
  readonly mineProblem: Problem | null;
  readonly orders: readonly OrderView[];
  readonly clock: () => number;
  /** Whether links may lead out of this view. Over the stream none may. */
  readonly opensLinks: boolean;
  readonly claim: (dropId: string) => Promise<void>;
  readonly cancel: (tag: string) => Promise<void>;
  readonly join: (dropId: string) => Promise<void>;
  readonly leave: (dropId: string) => Promise<void>;
  readonly raffles: RaffleActs;
  readonly share: () => void;
  readonly open: (screen: Screen) => void;
  readonly back: () => void;
  readonly tryAgain: () => void;
};
