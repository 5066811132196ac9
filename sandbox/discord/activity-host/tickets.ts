import { randomUUID } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { IncomingMessage } from 'node:http';

/** The name of what tells the proxy for whom a frame asks: in the first address of the page, then in a cookie. */
export const ticketName = 'discord_proxy_ticket';
const ticketsMax = 1_000;

/** Who may come through the proxy. */
export type Tickets = {
  give(userId: string): string;
  /** The person for whom a request comes, by its address or its cookie. */
  personOf(request: IncomingMessage): { readonly userId: string; readonly ticket: string } | undefined;
};

/** A desk that has given no ticket yet. */
export function createTickets(): Tickets {
  const people = new Map<string, string>();
  return {
    give(userId) {
      const ticket = randomUUID();
      people.set(ticket, userId);
      for (const oldest of people.keys()) {
        if (people.size <= ticketsMax) break;
        people.delete(oldest);
      }
      return ticket;
    },
    personOf(request) {
      const asked = new URL(request.url ?? '/', 'http://activity').searchParams.get(ticketName);
      const ticket = asked ?? parseCookie(request.headers.cookie ?? '')[ticketName] ?? '';
      const userId = people.get(ticket);
      return userId === undefined ? undefined : { userId, ticket };
    },
  };
}

/** The cookie as it has to be for a frame of another site: anything less does not come back. */
export function ticketCookie(ticket: string): string {
  return `${ticketName}=${ticket}; Path=/; HttpOnly; Secure; SameSite=None; Partitioned`;
}
