import type { DropId } from '#shared/ids.ts';
import type { Activities } from '../../ports/activities.ts';
import type { ChannelAccess } from '../../ports/channel-access.ts';
import type { Carriers } from '../../ports/carriers.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Disputes } from '../../ports/disputes.ts';
import type { DossierWriter } from '../../ports/evidence.ts';
import type { Files } from '../../ports/files.ts';
import type { Payments } from '../../ports/payments.ts';
import type { Pictures } from '../../ports/pictures.ts';
import type { Sealer } from '../../ports/sealer.ts';
import type { Staff } from '../../ports/staff.ts';
import type { Store } from '../../ports/store.ts';
import type { Streams } from '../../ports/streams.ts';
import type { KnownCount } from '../drops/raffle-count.ts';
import type { KnownDraw } from '../drops/raffle-draws.ts';
import type { KnownTurn, LineWish } from '../drops/waitlist-wishes.ts';

/** What the operator has set, as far as the stories need it. */
export type HouseSettings = {
  /** Where the website answers, without a slash at the end. */
  readonly siteUrl: string;
  readonly currency: string;
  /** Whether the Twitch extension may show prices and open the payment page, or shows a pay code instead. */
  readonly twitchCheckout: 'link' | 'code';
};

/** What became of running an effect: `elsewhere` when another process is at the same, and it is settled soon. */
export type Ran = 'settled' | 'failed' | 'elsewhere';

/** The world as the stories see it: ports and settings, nothing else. */
export type Core = {
  readonly store: Store;
  readonly payments: Payments;
  readonly disputes: Disputes;
  readonly evidence: DossierWriter;
  readonly streams: Streams;
  readonly access: ChannelAccess;
  readonly pictures: Pictures;
  readonly files: Files;
  readonly staff: Staff;
  readonly activities: Activities;
  /** Null where no carriers' service is asked about parcels. */
  readonly carriers: Carriers | null;
  readonly addressSealer: Sealer;
  readonly clock: Clock;
  readonly settings: HouseSettings;
  /** Tells the engineers of a defect; people are told separately. */
  readonly report: (error: unknown, context: Readonly<Record<string, string>>) => void;
  /**
   * Effects being run in this process, so that a person who waits for one and the worker do not both run it. Another process may run
   * the same one at that moment: its key makes the two calls one.
   */
  readonly running: Map<string, Promise<Ran>>;
  /** People who are about to join or leave a drop's line, while a commit for those before them is under way in this process. */
  readonly lines: Map<DropId, LineWish[]>;
  /** What changes a gathering in this process does so one after another; the last of each, which never fails. */
  readonly gatherings: Map<string, Promise<unknown>>;
  /** Whose turn it is in the lines that were looked at a moment ago. What is offered to whom is never read here. */
  readonly turns: Map<DropId, KnownTurn>;
  /** How many were in the raffles that were looked at a moment ago. What is drawn is never read here. */
  readonly raffleCounts: Map<DropId, KnownCount>;
  /** Raffles that were drawn and looked at lately. */
  readonly draws: Map<DropId, KnownDraw>;
};
