import type { CitizenId, DropId, Instant, OrderId } from '#shared/ids.ts';
import type { OrderTag } from '#shared/order-tag.ts';
import type { Guild, Platform } from '#shared/schemas/citizen.ts';
import type { CommunityProblem, CommunitySettings, GivenRole, RoomFile } from '#shared/schemas/community.ts';
import type { ReportKind, StaffAct } from '#shared/schemas/house.ts';

/** A Discord server in which the bot is, or was; the id is Discord's. */
export type Community = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly isPresent: boolean;
  readonly metAt: Instant;
  readonly settings: CommunitySettings;
  /** Who chose last. */
  readonly changedBy: string | null;
  /** Told to an admin once each, until they are solved. */
  readonly problems: readonly CommunityProblem[];
  readonly rolesGiven: readonly GivenRole[];
};

/** The message that shows a drop in one community; the id is `<drop>:<community>`. */
export type Card = {
  readonly id: string;
  readonly version: number;
  readonly dropId: DropId;
  readonly communityId: string;
  readonly channelId: string;
  readonly messageId: string;
  readonly state: 'posted' | 'removed';
};

/** A ban from the whole network; the id is the citizen's. A lifted one stays on record. */
export type Ban = {
  readonly id: CitizenId;
  readonly version: number;
  /** The accounts that were banned, and those that had been unlinked before (`former`): none of them is anybody else's meanwhile. */
  readonly accounts: readonly { readonly platform: Platform; readonly id: string; readonly former?: boolean }[];
  readonly reason: string;
  readonly by: CitizenId;
  readonly at: Instant;
  readonly lifted: { readonly at: Instant; readonly by: CitizenId; readonly reason: string } | null;
};

/** What of the bans one community has carried out; the id is the community's. Accounts are Discord's. */
export type CarriedBans = {
  readonly id: string;
  readonly version: number;
  readonly accounts: Readonly<
    Record<
      string,
      | { readonly state: 'banned' | 'lifted'; readonly at: Instant }
      | {
          readonly state: 'failed';
          readonly wanted: 'ban' | 'lift';
          readonly at: Instant;
          readonly reason: string;
          readonly tries: number;
          /** Whether the ban stands there although lifting it failed. */
          readonly stands: boolean;
        }
    >
  >;
};

/** Where the people of an order talk; the id is the order's. */
export type Room = {
  readonly id: OrderId;
  readonly version: number;
  readonly tag: OrderTag;
  readonly buyerId: CitizenId;
  readonly builderId: CitizenId;
  readonly way: 'none' | 'thread' | 'relay';
  readonly communityId: string | null;
  readonly threadId: string | null;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly messages: number;
  /** What the files that were brought here come to. */
  readonly fileBytes?: number;
  /** Discord's number of the newest message that is kept. */
  readonly lastMessageId?: string;
};

/** One message of a room; the id is `<order>:<message>`. */
export type RoomMessage = {
  readonly id: string;
  readonly version: number;
  readonly orderId: OrderId;
  readonly by: 'buyer' | 'builder' | 'staff';
  readonly citizenId: CitizenId;
  readonly text: string;
  readonly at: Instant;
  readonly files: readonly RoomFile[];
};

/** Somebody who would like to build; the id is the citizen's. */
export type Application = {
  readonly id: CitizenId;
  readonly version: number;
  readonly guild: Guild;
  readonly about: string;
  readonly links: readonly string[];
  readonly pictures: readonly string[];
  readonly at: Instant;
  readonly state: 'waiting' | 'certified' | 'declined';
  /** Why it was declined. */
  readonly declinedFor?: string;
};

/** What a builder and a marketer have agreed; the id is `<builder>:<marketer>`. `agreedPercent` stands until a new offer is agreed. */
export type Partnership = {
  readonly id: string;
  readonly version: number;
  readonly builderId: CitizenId;
  readonly marketerId: CitizenId;
  readonly offeredPercent: number;
  readonly agreedPercent: number | null;
  readonly state: 'proposed' | 'agreed' | 'declined' | 'ended';
  readonly proposedAt: Instant;
  readonly answeredAt: Instant | null;
};

/** Points on somebody's passport, never taken back; the id says what for, so that each is given once. */
export type Award = {
  readonly id: string;
  readonly version: number;
  readonly citizenId: CitizenId;
  readonly why: 'order' | 'identity' | 'account' | 'vouch' | 'lost-dispute' | 'lapsed-claim' | 'strike-lifted';
  readonly points: number;
  /** The builder who vouched, or the order that it is for. */
  readonly from: string | null;
  readonly at: Instant;
};

/** Something reported to staff. */
export type Case = {
  readonly id: string;
  readonly version: number;
  readonly kind: ReportKind;
  readonly orderId: OrderId | null;
  readonly dropId: DropId | null;
  readonly byId: CitizenId;
  readonly aboutId: CitizenId;
  readonly text: string;
  readonly openedAt: Instant;
  /** What the request that opened it was called, where its door calls it something. */
  readonly requestId?: string;
  /** The freeze is the case's own only where the order was not frozen before. */
  readonly froze: boolean;
  readonly decision: CaseDecision | null;
  /** Who of the staff has taken it on, and alone decides it. */
  readonly assignedTo?: CitizenId | null;
  /** Until when each side may answer; the builder's begins when the staff has taken it on. */
  readonly answerUntil?: { readonly buyer: Instant | null; readonly builder: Instant | null };
  readonly answers?: readonly {
    readonly id: string;
    readonly by: 'buyer' | 'builder' | 'staff';
    readonly citizenId: CitizenId;
    readonly text: string;
    readonly at: Instant;
  }[];
  readonly appeal?: {
    readonly by: 'buyer' | 'builder';
    readonly citizenId: CitizenId;
    readonly text: string;
    readonly at: Instant;
  } | null;
  /** Who of the staff has taken the appeal on, and what they decided; never whoever decided first. */
  readonly appealTakenBy?: CitizenId | null;
  readonly final?: CaseDecision | null;
};

/** How a case was decided. Amounts are minor units of the order's currency; `by` is null where a clock decided. */
export type CaseDecision = {
  readonly infavourOf: 'buyer' | 'builder';
  readonly reason: string;
  readonly by: CitizenId | null;
  readonly at: Instant;
  /** What goes back to the buyer with it; absent or null where it was not counted. */
  readonly refundMinor?: number | null;
  readonly postage?: 'buyer' | 'builder' | 'house' | null;
};

/** What somebody of the house proposed and did: the audit log. Nothing is ever taken out of it. */
export type Act = {
  readonly id: string;
  readonly version: number;
  readonly by: CitizenId;
  readonly act: StaffAct;
  readonly summary: string;
  readonly proposedAt: Instant;
  readonly expiresAt: Instant;
  readonly doneAt: Instant | null;
};

/** The people who look at the shops together in one activity; the id is Discord's instance. */
export type Gathering = {
  readonly id: string;
  readonly version: number;
  readonly communityId: string | null;
  readonly channelId: string;
  readonly people: readonly {
    readonly citizenId: CitizenId;
    readonly key: string;
    readonly nickname: string;
    readonly lookingAt: string | null;
    readonly seenAt: Instant;
  }[];
  readonly point: { readonly citizenId: CitizenId; readonly dropId: string; readonly at: Instant } | null;
  /** When somebody last pointed, also at what is shown no more. Absent before the first time. */
  readonly pointedAt?: Instant;
  readonly felt: readonly {
    readonly id: string;
    readonly dropId: string;
    readonly nickname: string;
    readonly at: Instant;
  }[];
};
