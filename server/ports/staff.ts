/** Who of the people on Discord works for the house. */
export type Staff = {
  /** Whether this account has the staff role now, or had it at most half a minute ago. Throws `UpstreamError` without a clear answer. */
  isStaff(discordId: string): Promise<boolean>;
};
