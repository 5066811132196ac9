import { execFile, fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

/** Google's emulator as it lies on this machine. */
export type EmulatorFiles = { readonly jar: string; readonly java: string };

/** Google's emulator, running. */
export type Emulator = {
  /** `127.0.0.1:port`, for FIRESTORE_EMULATOR_HOST. */
  readonly host: string;
  /** Ends it, unless somebody else started it. */
  stop(): Promise<void>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** What the process that keeps the emulator tells the one that asked for it. */
export const FromKeeper = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), pid: z.number() }),
  z.object({ type: z.literal('ready'), host: z.string() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
]);
export type FromKeeper = z.infer<typeof FromKeeper>;

const jarName = /^cloud-firestore-emulator.*\.jar$/;
const javaWithinMs = 20_000;

/**
 * Looks for Google's emulator: where FIRESTORE_EMULATOR_JAR says, then where Debian's package, gcloud and
 * `firebase emulators` put it, the newest first. Undefined where there is none, or no Java that runs.
 */
export async function findEmulator(environment: Environment = process.env): Promise<EmulatorFiles | undefined> {
  const named = environment['FIRESTORE_EMULATOR_JAR'];
  const [jar] = named ? [named].filter((path) => existsSync(path)) : foldersOf(environment).flatMap(jarsIn);
  if (jar === undefined) return undefined;
  const home = environment['JAVA_HOME'];
  const java = home ? join(home, 'bin', 'java') : 'java';
  return (await runs(java, environment)) ? { jar, java } : undefined;
}

function foldersOf(environment: Environment): readonly string[] {
  const home = environment['HOME'] ?? homedir();
  const within = join('platform', 'cloud-firestore-emulator');
  const sdks = [
    ...(environment['CLOUDSDK_ROOT_DIR'] ? [environment['CLOUDSDK_ROOT_DIR']] : []),
    '/usr/lib/google-cloud-sdk',
    '/usr/share/google-cloud-sdk',
    '/opt/google-cloud-sdk',
    '/snap/google-cloud-cli/current',
    '/opt/homebrew/share/google-cloud-sdk',
    '/usr/local/share/google-cloud-sdk',
    join(home, 'google-cloud-sdk'),
  ];
  const downloads = environment['FIREBASE_EMULATORS_PATH'] ?? join(home, '.cache', 'firebase', 'emulators');
  return [...sdks.map((sdk) => join(sdk, within)), downloads];
}

function jarsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => jarName.test(name))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(folder, name));
}

async function runs(java: string, environment: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(java, ['-version'], { env: { ...environment }, timeout: javaWithinMs }, (error) => resolve(!error));
  });
}

/** Where a run of many tests says that it has an emulator for all of them. It means nothing to the product or to Google's libraries. */
export const sharedHostName = 'TEST_FIRESTORE_EMULATOR';

/**
 * Gives an emulator to talk to: the one that FIRESTORE_EMULATOR_HOST or the run of tests names, which is left running, or a new one
 * on a free port of 127.0.0.1. A new one ends with this process, however that ends: a small process in between sees to it.
 *
 * @returns undefined where no emulator is on this machine
 * @throws Error when it is there and does not start
 */
export async function startEmulator(environment: Environment = process.env): Promise<Emulator | undefined> {
  const host = environment['FIRESTORE_EMULATOR_HOST'] ?? environment[sharedHostName];
  if (host) return { host, stop: () => Promise.resolve() };
  const files = await findEmulator(environment);
  return files && keep(files, environment);
}

function keep(files: EmulatorFiles, environment: Environment): Promise<Emulator> {
  const keeper = fork(join(import.meta.dirname, 'emulator-keeper.ts'), [files.java, files.jar], {
    env: inherited(environment),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = new Promise<NodeJS.Signals | null>((resolve) => keeper.once('exit', (_, signal) => resolve(signal)));
  const end = async (): Promise<void> => {
    keeper.ref();
    keeper.kill('SIGTERM');
    await gone;
  };
  const letGo = (): void => {
    // What is kept alive is the keeper, not whoever asked for it.
    keeper.unref();
    keeper.channel?.unref();
  };
  let pid: number | undefined;
  return new Promise((resolve, reject) => {
    keeper.on('message', (message: unknown) => {
      const told = FromKeeper.parse(message);
      if (told.type === 'started') ({ pid } = told);
      if (told.type === 'failed') reject(new Error(`Firestore's emulator did not start: ${told.reason}`));
      if (told.type === 'ready') {
        letGo();
        resolve({ host: told.host, stop: end });
      }
    });
    void gone.then((signal) => {
      // Killed, it could not end what it kept.
      if (signal !== null && pid !== undefined) killIfThere(pid);
      reject(new Error('The process that keeps Firestore’s emulator ended.'));
    });
  });
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(typeof error === 'object' && error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** What Java needs of the environment, and nothing that changes how Node or Java run. */
function inherited(environment: Environment): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
