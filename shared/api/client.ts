import { createClientOf, type ClientOf, type ClientOptions } from './client-of.ts';
import { contract } from './contract.ts';

/** The core as its doors see it: one function per endpoint of the contract. */
export type Client = ClientOf<typeof contract>;

/**
 * Makes a client of the whole core.
 *
 * @throws ApiProblem from each call, for refusals (4xx), faults (5xx) and when nothing answers (`code` is `unreachable`)
 */
export function createClient(options: ClientOptions): Client {
  return createClientOf(contract, options);
}
