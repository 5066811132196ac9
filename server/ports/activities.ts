import type { Account } from '../domain/citizen.ts';

/** An activity that runs in a channel of Discord's: in a community, or in private messages where it is null. Ids are Discord's. */
export type ActivityInstance = {
  readonly channelId: string;
  readonly communityId: string | null;
  readonly userIds: readonly string[];
};

/** What Discord says of the people in our activity. All throw `UpstreamError` without a clear answer. */
export type Activities = {
  /**
   * Turns a code into whom it is of, once. `accessToken` is Discord's, good for what the person allowed. Undefined where Discord does
   * not honour the code, as when it was used before or the verifier is not its own.
   */
  signIn(
    code: string,
    codeVerifier: string,
  ): Promise<{ readonly account: Account; readonly accessToken: string } | undefined>;
  /** The instance, as it is now; undefined where Discord knows none of ours by this id. */
  instance(id: string): Promise<ActivityInstance | undefined>;
};

/** Who Discord's proxy says that a request comes from. Null: it does not say. */
export type ProxyProof = { readonly userId: string | null };

/** The headers of a request, lower-case names. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the proof that a request came through Discord's proxy; undefined where it proves nothing (any more). */
export type ReadProxyProof = (headers: Headers) => ProxyProof | undefined;
