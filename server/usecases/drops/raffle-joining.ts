import type { CitizenId } from '#shared/ids.ts';
import { entryId } from '../../domain/raffle.ts';
import type { Raffle } from '../../domain/trust-records.ts';
import type { Put } from '../../ports/store.ts';
import type { Core } from '../work/core.ts';

/** Raffles that are open at the same time. */
const rafflesMax = 200;

/**
 * What becomes of somebody's entries when they are found to be somebody else: they become the other's, or end where the other has one.
 * Each raffle is written as it is, so that its list is not frozen between the reading and the commit.
 */
export async function movedEntries(core: Core, goes: CitizenId, stays: CitizenId): Promise<readonly Put[]> {
  const open = (await core.store.list('raffle', 'waiting', rafflesMax)).filter(({ state }) => state === 'open');
  return (await Promise.all(open.map((raffle) => movedEntry(core, raffle, goes, stays)))).flat();
}

async function movedEntry(core: Core, raffle: Raffle, goes: CitizenId, stays: CitizenId): Promise<readonly Put[]> {
  const [gone, own] = await Promise.all([
    core.store.get('raffleEntry', entryId(raffle.id, goes)),
    core.store.get('raffleEntry', entryId(raffle.id, stays)),
  ]);
  if (!gone || gone.leftAt !== null) return [];
  const ended: readonly Put[] = [
    { kind: 'raffle', record: raffle },
    { kind: 'raffleEntry', record: { ...gone, leftAt: core.clock.now() } },
  ];
  if (own && own.leftAt === null) return ended;
  const moved = { ...gone, id: entryId(raffle.id, stays), citizenId: stays, version: own?.version ?? 0 };
  return [...ended, { kind: 'raffleEntry', record: moved }];
}
