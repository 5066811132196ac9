// Every npm script comes through here. It runs on whatever Node the machine has (20 or newer), sets up what is missing and
// then runs the work under the project's own Node, so that the two commands of the README need nothing installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tasks } from './tasks.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ownNode = join(root, 'node_modules', 'node', 'bin', 'node');
const stamp = join(root, 'node_modules', '.c500-lock');
const windows = process.platform === 'win32';

const [name, ...args] = process.argv.slice(2);
const task = tasks[name];
if (!task) fail(`There is no task "${name}". Known: ${Object.keys(tasks).join(', ')}.`);

installPackages();
const environment = { ...process.env, PATH: join(root, 'node_modules', '.bin') + delimiter + (process.env.PATH ?? '') };
environment.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'node');
if (task.browser) environment.CHROMIUM_PATH = findChromium() ?? installChromium();
for (const step of stepsOf(task)) await run(step);

/** The steps of a task, or a sentence on what was asked for wrongly. */
function stepsOf({ steps }) {
  try {
    return steps(args);
  } catch (error) {
    return fail(error.message);
  }
}

/** Installs the locked packages when the lock file differs from what was installed last. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(ownNode) && (existsSync(stamp) ? readFileSync(stamp, 'utf8') === lock : wasInstalledByHand())) {
    writeFileSync(stamp, lock);
    return;
  }
  say('Setting up: installing the locked packages (about a minute, once)…');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: windows });
  if (done.status !== 0)
    fail('The packages could not be installed. Is the npm registry reachable? Then run the same command again.');
  if (!existsSync(ownNode)) {
    // npm versions that hold install scripts back leave the `node` package without its binary.
    spawnSync('npm', ['rebuild', 'node', '--foreground-scripts'], { cwd: root, stdio: 'inherit', shell: windows });
  }
  if (!existsSync(ownNode))
    fail('The project\'s own Node was not installed (package "node"). Allow its install script and try again.');
  writeFileSync(stamp, lock);
}

/** Whether somebody ran `npm ci` themselves, after the lock file was last written. */
function wasInstalledByHand() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** An existing Chrome or Chromium: an explicit path first, then where systems and Playwright keep it. */
function findChromium() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...(windows ? ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'] : []),
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (found) return found;
  const asked = spawnSync(ownNode, ['-e', "console.log(require('playwright-core').chromium.executablePath())"], {
    cwd: root,
    encoding: 'utf8',
  });
  const downloaded = asked.stdout?.trim();
  return downloaded && existsSync(downloaded) ? downloaded : undefined;
}

function installChromium() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say("Setting up: installing Chromium for the browser tests from the system's packages (once)…");
    spawnSync('apt-get', ['update', '-q'], { stdio: ['ignore', 'ignore', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } else {
    say('Setting up: downloading a Chromium for the browser tests (once)…');
    spawnSync(ownNode, [join(root, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium'], {
      stdio: 'inherit',
    });
  }
  return (
    findChromium() ??
    fail('The browser tests need Chrome or Chromium. Install one, or set CHROMIUM_PATH to its program.')
  );
}

/** Runs one step and hands Ctrl-C on, so that children can stop cleanly before this process does. */
function run({ say: sentence, node, nodeOptions = [], env = {} }) {
  if (sentence) say(sentence);
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
  const child = spawn(ownNode, [...nodeOptions, ...node], {
    cwd: root,
    stdio: 'inherit',
    env: { ...environment, ...env },
  });
  const signals = ['SIGINT', 'SIGTERM'];
  // A terminal sends Ctrl-C to the whole group: the child hears it by itself. SIGTERM reaches only this process.
  const forward = (signal) => signal === 'SIGTERM' && child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      if (code === 0) return resolve();
      process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
