import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../sandbox/free-port.ts';
import { chatBot } from '../../../sandbox/people.ts';
import { coreEnvironment, eventSubHost, makeCredentials, twitchUsers } from '../../../sandbox/product/environment.ts';
import { startTwitch } from '../../../sandbox/twitch/server.ts';
import { contract } from '#shared/api/contract.ts';
import type { Sold } from './audit.ts';
import { channelId, type Buyers } from './buyers.ts';
import type { ClaimsAbilities } from './claims-program.ts';
import type { CpuAbilities } from './cpu.ts';
import type { Round } from './figures.ts';
import type { LoadAbilities } from './load-program.ts';
import type { PlainAbilities } from './plain-program.ts';
import { startProgram, type Program } from './programs.ts';

/** Everything that takes part: the real core on a file of its own, the route that keeps nothing, the buyers, and a Twitch. */
export type Stage = {
  /** The core's file. */
  readonly file: string;
  /** What was sold so far, drop by drop. */
  readonly sold: readonly Sold[];
  /** Makes buyers citizens of C500. */
  meet(buyers: Buyers): Promise<void>;
  /** Opens a drop with a unit for every buyer and lets all of them claim. */
  claimRound(buyers: Buyers): Promise<Round>;
  /** Lets the buyers ask a route that keeps nothing, and checks what comes in alone or what goes out as well; twice, because it is quick. */
  plainRound(buyers: Buyers, checks: 'in' | 'in-and-out'): Promise<Round>;
  /** Ends the core: as a power cut would, or in its own time, so that its processor profile is written. */
  endClaims(how: 'at-once' | 'in-peace'): Promise<void>;
  /** Ends everything else and removes the file. */
  close(): Promise<void>;
};

/** Sets the stage. `profileDir` asks for a processor profile of the core, written there when it ends in peace. */
export async function setStage(profileDir: string | undefined): Promise<Stage> {
  // Folders for temporary files are often kept in memory, where a flush costs nothing; the project's own is on a disk.
  const parent = fileURLToPath(new URL('../../../.c500/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const dataDir = mkdtempSync(join(parent, 'bench-'));
  const credentials = makeCredentials();
  const secretBase64 = credentials.extensionSecretBase64;
  const site = `http://127.0.0.1:${await freePort()}`;
  const twitch = await startTwitch({
    clientId: credentials.twitchClientId,
    clientSecret: credentials.twitchClientSecret,
    extension: {
      clientId: credentials.extensionClientId,
      ownerId: credentials.extensionOwnerId,
      secretBase64,
      distDir: dataDir,
      ebsOrigin: site,
    },
    users: [...twitchUsers(chatBot), { id: channelId, login: 'builder', displayName: 'Builder' }],
    botUserId: chatBot.id,
  });
  twitch.mapHost(eventSubHost, site);
  const nobody = 'http://127.0.0.1:9';
  const environment = coreEnvironment(
    credentials,
    {
      site,
      stripe: nobody,
      twitch: twitch.origin,
      extension: twitch.extensionOrigin,
      discord: null,
      watch: twitch.origin,
    },
    { dataDir, logLevel: 'info', requestsPerMinute: 0 },
  );
  const profiling = profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [];
  const claims = startProgram<ClaimsAbilities>('./claims-program.ts', environment, profiling);
  const plain = startProgram<PlainAbilities>('./plain-program.ts');
  const checked = startProgram<PlainAbilities>('./plain-program.ts');
  const load = startProgram<LoadAbilities>('./load-program.ts');
  const [claimsAt, plainAt, checkedAt] = await Promise.all([
    claims.ask('start', undefined),
    plain.ask('start', { secretBase64, checksAnswer: false }),
    checked.ask('start', { secretBase64, checksAnswer: true }),
  ]);
  const sold: Sold[] = [];

  const round = async (
    server: Pick<Program<CpuAbilities>, 'ask'>,
    port: number,
    dropId: string,
    buyers: Buyers,
    repeats: number,
  ) => {
    const path = contract.claimUnit.path.replace(':dropId', dropId);
    await server.ask('beginCpu', undefined);
    const result = await load.ask('run', { port, path, secretBase64, buyers, repeats });
    const cpu = await server.ask('endCpu', undefined);
    const { confirmed, refused, ms, p50Ms, p99Ms } = result;
    if (Object.keys(refused).length > 0) throw new Error(`not everybody got an order: ${JSON.stringify(refused)}`);
    return { ...result, figures: { perSecond: confirmed / (ms / 1_000), p50Ms, p99Ms, cpuMicros: cpu / confirmed } };
  };
  return {
    file: join(dataDir, 'c500.sqlite'),
    sold,
    meet: (buyers) => claims.ask('meet', buyers),
    async claimRound(buyers) {
      const number = sold.length + 1;
      const dropId = await claims.ask('openDrop', { number, units: buyers.count });
      const { confirmed, units, tags, figures } = await round(claims, claimsAt.port, dropId, buyers, 1);
      if (units !== confirmed || tags !== confirmed)
        throw new Error(`${confirmed} confirmed orders name ${units} units and ${tags} tags`);
      sold.push({ number, units: buyers.count, confirmed });
      return figures;
    },
    async plainRound(buyers, checks) {
      const [server, { port }] = checks === 'in' ? [plain, plainAt] : [checked, checkedAt];
      return (await round(server, port, 'drp_bench0', buyers, 2)).figures;
    },
    endClaims: (how) => (how === 'at-once' ? claims.kill() : claims.finish()),
    async close() {
      await Promise.all([claims.kill(), plain.kill(), checked.kill(), load.kill(), twitch.close()]);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
