/** A person as the SDK's schemas want to see them. */
export type Participant = {
  readonly id: string;
  readonly username: string;
  readonly global_name: string;
  readonly discriminator: string;
  readonly avatar: null;
  readonly flags: number;
  readonly bot: boolean;
  readonly avatar_decoration_data: null;
  readonly premium_type: number;
};

/** Where an activity runs, and as whom. */
export type Seat = {
  readonly userId: string;
  /** Null in a direct message. */
  readonly communityId: string | null;
  readonly channelId: string;
};

/** An activity that was launched for somebody. */
export type Launched = {
  readonly applicationId: string;
  readonly instanceId: string;
  readonly launchId: string;
  readonly user: Participant;
  readonly locale: string;
  readonly participants: readonly Participant[];
  /** Where the activity's page is. */
  readonly origin: string;
  readonly ticket: string;
  /** The channel's name, as the page says it. */
  readonly channelName: string;
};

/** A window that is closed, by the ticket with which it was opened. */
export type Leaving = { readonly userId: string; readonly instanceId: string; readonly ticket: string };

/** What an app asks a person for, inside Discord. */
export type AuthorizeAsk = {
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  /** Whether the person has just said yes. */
  readonly agreed: boolean;
};

/** The answer: a code, the wish that the person be asked, or an error as the RPC says it. */
export type AuthorizeAnswer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'ask' }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

/** Whom a token is for; null where it is for nobody. */
export type Authenticated = {
  readonly access_token: string;
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly discriminator: string;
    readonly avatar: null;
    readonly public_flags: number;
    readonly global_name: string;
  };
  readonly scopes: readonly string[];
  readonly expires: string;
  readonly application: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly icon: null;
  };
} | null;
