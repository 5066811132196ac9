import type * as z from 'zod/mini';
import type { RefusalCode } from '../refusals.ts';

/**
 * Who may call. `viewer`: a Twitch extension token, identity shared or not. `citizen`: a person known to us, proved by an
 * extension token with identity, by the bot acting for an account, or by a website session. `builder`: a citizen who is
 * certified. `broadcaster`: an extension token of the channel's own broadcaster. `desk`: the same, of a channel that is linked to a
 * builder, who it stands for. `bot`: the bot for itself. `staff`: the operator. `staff-member`: a citizen whom Discord says to have
 * the house's staff role. `proxied`: whoever comes through Discord's proxy to the activity, not known yet. `activity`: a citizen in an
 * activity, by the session that we gave them there; where `citizen` is asked, that session serves as well.
 */
export type Auth =
  | 'public'
  | 'viewer'
  | 'citizen'
  | 'builder'
  | 'broadcaster'
  | 'desk'
  | 'bot'
  | 'staff'
  | 'staff-member'
  | 'proxied'
  | 'activity';

/** One ability of the core: where it is, who may call it, what goes in and out, and every refusal of its own. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with `/v1/`; parameters as `:name`. */
  readonly path: string;
  readonly auth: Auth;
  readonly params?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
  readonly response: z.ZodMiniType;
  readonly refusals: readonly RefusalCode[];
  /** Bytes of body this endpoint reads; 32 KiB unless said. */
  readonly bodyBytesMax?: number;
};

/** Declares an endpoint, keeping its exact type. */
export function endpoint<const E extends Endpoint>(declared: E): E {
  return declared;
}

type Parsed<T> = T extends z.ZodMiniType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodMiniType ? z.input<T> : undefined;

/** What a handler of the server receives, parsed. */
export type Input<E extends Endpoint> = {
  readonly params: Parsed<E['params']>;
  readonly query: Parsed<E['query']>;
  readonly body: Parsed<E['body']>;
};
/** What an endpoint answers. */
export type Output<E extends Endpoint> = z.output<E['response']>;

type Given<Name extends string, T> = T extends z.ZodMiniType
  ? { readonly [K in Name]: Sent<T> }
  : { readonly [K in Name]?: never };
/** What a client passes: only the parts that the endpoint reads. */
export type Call<E extends Endpoint> = Given<'params', E['params']> &
  Given<'query', E['query']> &
  Given<'body', E['body']>;
