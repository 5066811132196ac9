// What each npm script does, as steps run in order under the project's own Node.

const vite = (folder) => ({ node: ['node_modules/vite/bin/vite.js', 'build', folder, '--logLevel', 'warn'] });
const buildPages = [
  { say: 'Building the Twitch extension and the Studio…', ...vite('twitch-extension') },
  vite('sandbox/studio'),
];
// Google's libraries would ask the network whether this machine is one of Google's, and wait for it.
const env = { METADATA_SERVER_DETECTION: 'none' };
const jest = (args) => ({
  node: ['node_modules/jest/bin/jest.js', ...args],
  nodeOptions: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  env,
});

/** @type {Record<string, { browser?: boolean, steps: (args: string[]) => { say?: string, node: string[], nodeOptions?: string[], env?: Record<string, string> }[] }>} */
export const tasks = {
  start: { steps: (args) => [...buildPages, { node: ['sandbox/main.ts', ...args], env }] },
  test: {
    browser: true,
    steps: (args) => [...buildPages, { say: 'Running the tests, browser journeys included…', ...jest(args) }],
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
  bench: { steps: (args) => [{ node: ['server/test/bench/main.ts', ...args], env }] },
  build: { steps: () => buildPages },
  serve: { steps: () => [{ node: ['server/main.ts'] }] },
  bot: { steps: () => [{ node: ['bot/main.ts'] }] },
  'publish-commands': { steps: () => [{ node: ['bot/publish-commands.ts'] }] },
  'store-copy': { steps: (args) => [{ node: ['server/store-copy.ts', ...args] }] },
};
