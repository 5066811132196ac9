// What each npm script does, as steps run in order under the project's own Node.

const vite = (folder) => ({ node: ['node_modules/vite/bin/vite.js', 'build', folder, '--logLevel', 'warn'] });
const buildPages = [
  { say: 'Building the Twitch extension, the Discord activity and the Studio…', ...vite('twitch-extension') },
  vite('discord-activity'),
  vite('sandbox/studio'),
];
// Google's libraries would ask the network whether this machine is one of Google's, and wait for it.
const env = { METADATA_SERVER_DETECTION: 'none' };
const jest = (args) => ({
  node: ['node_modules/jest/bin/jest.js', ...args],
  nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  env,
});

/** One emulator for all tests of a whole run; of a few that are named, those that need one start it themselves. */
const sharing = (args) =>
  args.every((arg) => arg.startsWith('-')) ? ['--globalSetup=<rootDir>/.ci/one-firestore.mjs'] : [];

/** The word after an option; a sentence for whoever left it out, unless there is another to use. */
function wordAfter(args, name, otherwise) {
  const word = args.includes(name) ? args[args.indexOf(name) + 1] : otherwise;
  if (word === undefined) throw new Error(`Which one? Add ${name} and its name.`);
  return word;
}

/** @type {Record<string, { browser?: boolean, steps: (args: string[]) => { say?: string, node: string[], nodeOptions?: string[], env?: Record<string, string> }[] }>} */
export const tasks = {
  start: { steps: (args) => [...buildPages, { node: ['sandbox/main.ts', ...args], env }] },
  test: {
    browser: true,
    steps: (args) => [
      ...buildPages,
      { say: 'Running the tests, browser journeys included…', ...jest(['--maxWorkers=2', ...sharing(args), ...args]) },
    ],
  },
  'test-firestore': {
    steps: (args) => [
      {
        say: 'Trying the shared store on a real project, below a document of its own…',
        ...jest([
          'server/adapters/store/firestore.test.ts',
          'server/adapters/store/firestore/sharing.test.ts',
          '--verbose',
        ]),
        env: {
          FIRESTORE_TEST_PROJECT: wordAfter(args, '--project'),
          FIRESTORE_TEST_DATABASE: wordAfter(args, '--database', ''),
        },
      },
    ],
  },
  check: {
    steps: () => [
      { say: 'Types…', node: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
      {
        say: 'Lint…',
        node: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '-c', '.ci/oxlintrc.json'],
      },
      { say: 'Format…', node: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
      { say: 'Architecture…', ...jest(['shared/architecture.test.ts']) },
    ],
  },
  bench: {
    browser: true,
    steps: (args) => [
      vite('twitch-extension'),
      vite('discord-activity'),
      {
        node: ['server/test/bench/main.ts', ...args],
        nodeOptions: ['--disable-warning=ExperimentalWarning'],
        env,
      },
    ],
  },
  build: { steps: () => buildPages },
  'build-extension': {
    // With the address of a zip it only looks at that.
    steps: (args) => [
      ...(args.length > 0 ? [] : [{ say: 'Building the Twitch extension…', ...vite('twitch-extension') }]),
      { node: ['twitch-extension/pack/main.ts', ...args] },
    ],
  },
  serve: { steps: () => [{ node: ['server/main.ts'] }] },
  bot: { steps: () => [{ node: ['bot/main.ts'] }] },
  'publish-commands': { steps: () => [{ node: ['bot/publish-commands.ts'] }] },
  'store-copy': { steps: (args) => [{ node: ['server/store-copy.ts', ...args] }] },
};
