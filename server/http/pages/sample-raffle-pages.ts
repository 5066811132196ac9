import { hour, minute } from '#shared/house-rules.ts';
import type { RaffleReceipt } from '#shared/schemas/raffle-receipt.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import { dropPage } from './drop.ts';
import type { SiteVisitor } from './layout.ts';
import { rafflePage } from './raffle.ts';
import { sampleDrop, sampleNow as now } from './sample-views.ts';

const drop = sampleDrop();
const keys = [
  '0a1b2c3d4e5f0a1b2c3d4e5f',
  '5f4e3d2c1b0a5f4e3d2c1b0a',
  'ffeeddccbbaa998877665544',
  '00112233445566778899aabb',
];
const hashes = { seedHash: 'a'.repeat(64), entriesHash: 'b'.repeat(64) };

const open: RaffleView = {
  dropId: drop.id,
  state: 'open',
  opensAt: now - hour,
  closesAt: now + 20 * minute,
  units: 3,
  entries: 41,
  seedHash: hashes.seedHash,
  entriesHash: null,
  drawnAt: null,
  reached: 0,
  entered: null,
};

const receipt: RaffleReceipt = {
  format: 'c500-raffle-1',
  dropId: drop.id,
  title: drop.title,
  units: 3,
  opensAt: now - 2 * hour,
  closesAt: now - hour,
  drawnAt: now - hour,
  seed: 'c'.repeat(64),
  ...hashes,
  entries: keys.toSorted(),
  drawn: keys,
};

/** The states of a raffle that a page may show. */
const states: Readonly<Record<string, RaffleView>> = {
  soon: { ...open, state: 'soon', opensAt: now + hour, closesAt: now + 2 * hour, entries: 0 },
  open,
  entered: { ...open, entered: { key: keys[0] ?? '', place: null } },
  alone: { ...open, units: 1, entries: 1, state: 'closed' },
  'called-off': { ...open, state: 'called-off' },
  drawn: {
    ...open,
    ...hashes,
    state: 'drawn',
    drawnAt: now - hour,
    entries: 4,
    reached: 3,
    entered: { key: keys[3] ?? '', place: 4 },
  },
};

/** Every page that shows a raffle, by name. */
export function rafflePages(me: SiteVisitor | null): Readonly<Record<string, string>> {
  const visit = { isVip: false, place: null, lineKeepsUnits: false, setAsideUntil: null };
  const pages = Object.entries(states).map(([name, raffle]) => {
    const { state, opensAt, closesAt, entries } = raffle;
    const shown = { ...drop, raffle: { state, opensAt, closesAt, entries } };
    return {
      [`drop-raffle-${name}`]: dropPage({
        drop: shown,
        me: name === 'open' ? null : me,
        visit: { ...visit, raffle },
        now,
      }),
      [`raffle-${name}`]: rafflePage({ drop, raffle, receipt: state === 'drawn' ? receipt : null, me, now }),
    };
  });
  return Object.assign({}, ...pages);
}
