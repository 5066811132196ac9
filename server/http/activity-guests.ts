import type { WebSocket } from 'ws';
import { activityCloseCodes, type ActivityNews } from '#shared/schemas/activity-live.ts';
import type { Citizen } from '../domain/citizen.ts';
import type { Core } from '../usecases/work/core.ts';
import { gatheringView, lookAtGathering, type SeenGathering } from '../usecases/communities/gatherings.ts';
import { placeOf } from './activity-handlers.ts';
import type { ActivitySession } from './activity-sessions.ts';

/** Somebody on a socket of the activity, and the newest of their gathering that they were told. */
export type Guest = {
  readonly socket: WebSocket;
  readonly citizen: Citizen;
  readonly session: ActivitySession;
  revision: number | null;
  /** How many times in a row it was asked whether it lives, and did not answer. */
  unanswered: number;
};

/** Everybody on a socket of this process. */
export type Guests = {
  readonly all: ReadonlySet<Guest>;
  of(citizenId: string): ReadonlySet<Guest>;
  /** Welcomes somebody and tells them what they have not seen; they stay until their socket closes. */
  receive(guest: Guest): Promise<void>;
  /** Tells a gathering to those who are in it here, after it has changed. */
  tellGathering(instanceId: string): Promise<void>;
  /** Looks after everybody: who answers no more, whose session is over, and for whom somebody else fell quiet. */
  tend(): void;
};

type Wire = Pick<WebSocket, 'readyState' | 'OPEN' | 'bufferedAmount' | 'send' | 'close' | 'terminate'>;

const unreadBytesMax = 256 * 1024;
const unansweredMax = 2;
const nobody: ReadonlySet<Guest> = new Set();

/** Tells somebody something. Whoever does not read would fill our memory: they come back, and look at everything anew. */
export function tell({ socket }: { readonly socket: Wire }, news: ActivityNews): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount <= unreadBytesMax) return socket.send(JSON.stringify(news));
  socket.close(activityCloseCodes.comeBack);
  socket.terminate();
}

/** A house without guests. */
export function createGuests(core: Core): Guests {
  const all = new Set<Guest>();
  const byCitizen = new Map<string, Set<Guest>>();
  const byInstance = new Map<string, Set<Guest>>();
  /** Each gathering as it was last read: until it changes, it says by itself when somebody falls quiet. */
  const seen = new Map<string, SeenGathering>();
  const looking = new Map<string, { isOvertaken: boolean }>();
  const of = (citizenId: string) => byCitizen.get(citizenId) ?? nobody;

  const leave = (guest: Guest) => {
    all.delete(guest);
    takeFrom(byCitizen, guest.citizen.id, guest);
    takeFrom(byInstance, guest.session.instanceId, guest);
    if (!byInstance.has(guest.session.instanceId)) seen.delete(guest.session.instanceId);
  };
  const show = (instanceId: string, now: SeenGathering) => {
    for (const guest of byInstance.get(instanceId) ?? nobody) {
      const gathering = gatheringView(now, guest.citizen.id);
      if (gathering.revision === guest.revision) continue;
      guest.revision = gathering.revision;
      tell(guest, { kind: 'gathering', gathering });
    }
  };
  const look = async (instanceId: string) => {
    const [first] = byInstance.get(instanceId) ?? nobody;
    if (!first) return;
    const now = await lookAtGathering(core, placeOf(first.session));
    if (byInstance.has(instanceId)) seen.set(instanceId, now);
    show(instanceId, now);
  };
  /** Reads a gathering once for everybody in it, and once more if it changed meanwhile. */
  const tellGathering = async (instanceId: string): Promise<void> => {
    const running = looking.get(instanceId);
    if (running) {
      running.isOvertaken = true;
      return;
    }
    const mine = { isOvertaken: false };
    looking.set(instanceId, mine);
    try {
      do {
        mine.isOvertaken = false;
        await look(instanceId);
      } while (mine.isOvertaken);
    } catch (error) {
      core.report(error, { instance: instanceId });
    } finally {
      looking.delete(instanceId);
    }
  };
  return {
    all,
    of,
    tellGathering,
    receive(guest) {
      all.add(guest);
      addTo(byCitizen, guest.citizen.id, guest);
      addTo(byInstance, guest.session.instanceId, guest);
      guest.socket.on('close', () => leave(guest));
      tell(guest, { kind: 'welcome', now: core.clock.now() });
      return tellGathering(guest.session.instanceId);
    },
    tend() {
      const at = core.clock.now();
      for (const guest of all) tendTo(guest, at);
      for (const [instanceId, { gathering }] of seen) show(instanceId, { gathering, at });
    },
  };
}

function tendTo(guest: Guest, now: number): void {
  if (guest.session.endsAt <= now) return guest.socket.close(activityCloseCodes.tokenRefused);
  if (guest.unanswered >= unansweredMax) return guest.socket.terminate();
  guest.unanswered++;
  guest.socket.ping();
  tell(guest, { kind: 'still' });
}

function addTo(sets: Map<string, Set<Guest>>, key: string, guest: Guest): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(guest));
}

function takeFrom(sets: Map<string, Set<Guest>>, key: string, guest: Guest): void {
  const left = sets.get(key);
  left?.delete(guest);
  if (left?.size === 0) sets.delete(key);
}
