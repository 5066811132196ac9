import { pushBounded, type AccessToken, type RefreshGrant } from './records.ts';

const userTokenLifeMs = 4 * 60 * 60 * 1000;
const appTokenLifeMs = 58 * 24 * 60 * 60 * 1000;
const codeLifeMs = 10 * 60 * 1000;
const tokensKept = 5000;

/** What the authorization page hands to the browser, to be exchanged once. */
type AuthorizationCode = {
  readonly code: string;
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
};

/** An access token together with the refresh token that renews it. */
export type UserTokens = { readonly access: AccessToken; readonly refreshToken: string };

/** The tokens of the simulated id.twitch.tv: who may act as whom, with which scopes, until when (wall clock). */
export type TokenTable = {
  readonly issueApp: (clientId: string) => AccessToken;
  readonly issueUser: (clientId: string, userId: string, scopes: readonly string[]) => UserTokens;
  readonly issueCode: (grant: Omit<AuthorizationCode, 'code' | 'expiresAt'>) => string;
  /** Undefined when the code is unknown, used, late, or was given for another redirect address or client. */
  readonly exchangeCode: (code: string, clientId: string, redirectUri: string) => UserTokens | undefined;
  readonly refresh: (refreshToken: string, clientId: string) => UserTokens | undefined;
  /** The token's record while it is valid. */
  readonly find: (token: string) => AccessToken | undefined;
  /** Whole seconds until the token ends, never negative. */
  readonly secondsLeft: (access: AccessToken) => number;
  /** Withdraws one access token; its refresh token goes on. Answers what it was. */
  readonly revokeToken: (token: string, clientId: string) => AccessToken | undefined;
  /** The person disconnects the app: every token of theirs for it ends. */
  readonly disconnect: (clientId: string, userId: string) => boolean;
  /** All scopes that the person has granted and not withdrawn. */
  readonly scopesGranted: (clientId: string, userId: string) => ReadonlySet<string>;
  readonly hasGranted: (clientId: string, userId: string) => boolean;
  /** Makes every access token of a person stale, as four hours would, so that refreshing can be watched. */
  readonly expireAccess: (userId: string) => void;
  readonly dump: () => {
    readonly accessTokens: readonly AccessToken[];
    readonly refreshGrants: readonly RefreshGrant[];
  };
};

/** Builds a token table; `wallNow` gives milliseconds, `newToken` unguessable text. */
export function createTokenTable(options: {
  readonly wallNow: () => number;
  readonly newToken: () => string;
  readonly accessTokens: readonly AccessToken[];
  readonly refreshGrants: readonly RefreshGrant[];
}): TokenTable {
  const { wallNow, newToken } = options;
  let access: AccessToken[] = [...options.accessTokens];
  let grants: RefreshGrant[] = [...options.refreshGrants];
  const codes = new Map<string, AuthorizationCode>();

  function issue(clientId: string, userId: string | null, scopes: readonly string[], lifeMs: number): AccessToken {
    const issuedAt = wallNow();
    const record = { token: newToken(), clientId, userId, scopes, issuedAt, expiresAt: issuedAt + lifeMs };
    pushBounded(access, record, tokensKept);
    return record;
  }
  function issueUser(clientId: string, userId: string, scopes: readonly string[]): UserTokens {
    const refreshToken = newToken();
    pushBounded(grants, { refreshToken, clientId, userId, scopes }, tokensKept);
    return { access: issue(clientId, userId, scopes, userTokenLifeMs), refreshToken };
  }
  function grantsOf(clientId: string, userId: string): readonly RefreshGrant[] {
    return grants.filter((grant) => grant.clientId === clientId && grant.userId === userId);
  }

  return {
    issueApp: (clientId) => issue(clientId, null, [], appTokenLifeMs),
    issueUser,
    issueCode(grant) {
      const code = newToken();
      codes.set(code, { ...grant, code, expiresAt: wallNow() + codeLifeMs });
      return code;
    },
    exchangeCode(code, clientId, redirectUri) {
      const record = codes.get(code);
      codes.delete(code);
      if (record === undefined || record.expiresAt <= wallNow()) return undefined;
      if (record.clientId !== clientId || record.redirectUri !== redirectUri) return undefined;
      return issueUser(clientId, record.userId, record.scopes);
    },
    refresh(refreshToken, clientId) {
      const grant = grants.find((entry) => entry.refreshToken === refreshToken && entry.clientId === clientId);
      if (grant === undefined) return undefined;
      return { access: issue(clientId, grant.userId, grant.scopes, userTokenLifeMs), refreshToken };
    },
    find: (token) => access.find((entry) => entry.token === token && entry.expiresAt > wallNow()),
    secondsLeft: (record) => Math.max(0, Math.floor((record.expiresAt - wallNow()) / 1000)),
    revokeToken(token, clientId) {
      const found = access.find((entry) => entry.token === token && entry.clientId === clientId);
      access = access.filter((entry) => entry !== found);
      return found;
    },
    disconnect(clientId, userId) {
      const before = access.length + grants.length;
      access = access.filter((entry) => entry.clientId !== clientId || entry.userId !== userId);
      grants = grants.filter((entry) => entry.clientId !== clientId || entry.userId !== userId);
      return access.length + grants.length < before;
    },
    scopesGranted: (clientId, userId) => new Set(grantsOf(clientId, userId).flatMap((grant) => grant.scopes)),
    hasGranted: (clientId, userId) => grantsOf(clientId, userId).length > 0,
    expireAccess(userId) {
      access = access.map((entry) => (entry.userId === userId ? { ...entry, expiresAt: 0 } : entry));
    },
    dump: () => ({ accessTokens: access.filter((entry) => entry.expiresAt > wallNow()), refreshGrants: grants }),
  };
}
