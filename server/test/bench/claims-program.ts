import { day, houseRules } from '#shared/house-rules.ts';
import { makeId } from '#shared/ids.ts';
import { createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { newChannel } from '../../domain/channel.ts';
import type { Drop } from '../../domain/drop.ts';
import { currentPromises } from '../../domain/promises.ts';
import type { Commit } from '../../ports/store.ts';
import { builderId, channelId, citizenOf, type Buyers } from './buyers.ts';
import { cpuMeter } from './cpu.ts';
import { answerQuestions } from './programs.ts';

/** Citizens written by one commit while the store is filled. */
const citizensPerCommit = 250;

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('\n'));
const app = await createApp(read.config);
const { store, clock } = app.core;

const abilities = {
  start: async (): Promise<{ readonly port: number }> => {
    await keep({
      put: [
        { kind: 'citizen', record: citizenOf(builderId, 0, clock.now() - 400 * day) },
        {
          kind: 'builder',
          record: {
            id: builderId,
            version: 0,
            guilds: ['builder'],
            certifiedAt: clock.now() - 300 * day,
            promises: currentPromises,
            stripeAccountId: null,
            shipping: [],
            completedOrders: 24,
            builtLive: 22,
            lostDisputes: 0,
          },
        },
        {
          kind: 'channel',
          record: newChannel(channelId, 'builder', builderId),
        },
      ],
    });
    return { port: await app.start() };
  },
  /** Makes buyers known: citizens who have claimed nothing yet. */
  meet: async ({ from, count }: Buyers): Promise<void> => {
    for (let first = from; first < from + count; first += citizensPerCommit) {
      const last = Math.min(first + citizensPerCommit, from + count);
      const buyers = Array.from({ length: last - first }, (_, index) =>
        citizenOf(makeId('citizen', clock.randomText()), first + index, clock.now()),
      );
      await keep({ put: buyers.map((record) => ({ kind: 'citizen', record })) });
    }
  },
  openDrop: async ({ number, units }: { readonly number: number; readonly units: number }): Promise<string> => {
    const drop = dropOf(number, units);
    await keep({ put: [{ kind: 'drop', record: drop }], stock: { dropId: drop.id, count: units } });
    return drop.id;
  },
  ...cpuMeter(),
};
export type ClaimsAbilities = typeof abilities;

answerQuestions(abilities);

async function keep(change: Commit): Promise<void> {
  const { result } = await store.commit(change);
  if (result !== 'committed') throw new Error(`the store could not be filled: ${result}`);
}

function dropOf(number: number, units: number): Drop {
  return {
    id: makeId('drop', `bench${number}`),
    version: 0,
    builderId,
    status: 'open',
    units,
    perPerson: 1,
    liveOnly: false,
    grail: false,
    earlyBirdUntil: null,
    openedAt: clock.now(),
    terms: {
      title: `Benchmark TKL, run ${number}`,
      guild: 'builder',
      kind: 'stock',
      specs: 'Aluminium case, brass weight, hand-lubed linear switches (62 g), PBT dye-sub keycaps, foam and tape mod.',
      price: { amountMinor: 120_00, currency: 'USD' },
      pictures: [`${'ab'.repeat(32)}.png`, `${'cd'.repeat(32)}.png`],
      vodUrl: null,
      shipping: [
        { country: 'US', amountMinor: 12_00 },
        { country: 'CA', amountMinor: 18_50 },
        { country: 'DE', amountMinor: 24_00 },
        { country: 'JP', amountMinor: 26_00 },
      ],
      split: { builder: 100, marketer: null },
      policy: 'proof-of-work',
      proofDays: 30,
      scanDays: houseRules.scanDaysDefault,
    },
  };
}
