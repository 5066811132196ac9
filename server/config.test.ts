import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { coreEnvironment, makeCredentials } from '../sandbox/product/environment.ts';
import { environmentSchema, readConfig } from './config.ts';

const hex = (digit: number) => '0123456789abcdef'.repeat(4).slice(digit, digit + 48);

/** An environment with which a core would take real money. */
const live = {
  WORLD: 'live',
  SITE_URL: 'https://c500.example',
  SESSION_SECRET: hex(0),
  TOKEN_KEYS: hex(6),
  BOT_SERVICE_TOKEN: hex(1),
  OPERATOR_TOKEN: hex(2),
  STRIPE_API_KEY: 'rk_live_0123456789',
  STRIPE_WEBHOOK_SECRETS: `whsec_${hex(3)}`,
  TWITCH_CLIENT_ID: 'client',
  TWITCH_CLIENT_SECRET: 'secret of the client',
  TWITCH_EVENTSUB_SECRET: hex(4),
  TWITCH_EXTENSION_CLIENT_ID: 'extension',
  TWITCH_EXTENSION_OWNER_ID: '123',
  TWITCH_EXTENSION_SECRETS: hex(5),
  DISCORD_APPLICATION_ID: '300000000000000001',
  DISCORD_CLIENT_SECRET: 'secret of discord',
} as const;

const carriers = { EASYPOST_API_KEY: `EZAK${hex(8)}`, EASYPOST_WEBHOOK_SECRET: hex(9) };

const places = {
  site: 'http://127.0.0.1:8080',
  stripe: 'http://127.0.0.1:1',
  twitch: 'http://localhost:2',
  extension: 'http://localhost:3',
  discord: null,
  watch: 'http://localhost:2',
};
const sandbox = coreEnvironment(makeCredentials(), places, { dataDir: '/nowhere', logLevel: 'silent' });

function problemsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const read = readConfig(environment);
  return read.ok ? [] : read.problems;
}

/** The variables that problems name, in their order. */
const namesIn = (problems: readonly string[]) => problems.map((line) => line.split(':')[0] ?? '').sort();

/** The problems that a change of a good live environment brings, and no others. */
const afterChange = (change: Readonly<Record<string, string | undefined>>) => problemsOf({ ...live, ...change });

describe('an environment', () => {
  test('that is whole is read, for real people and for the sandbox', () => {
    expect(problemsOf(live)).toEqual([]);
    expect(problemsOf(sandbox)).toEqual([]);
  });

  test('that is empty is told all that it lacks at once, one line for each', () => {
    const problems = problemsOf({});
    expect(namesIn(problems)).toEqual(Object.keys(live).sort());
    for (const name of ['SESSION_SECRET', 'STRIPE_API_KEY', 'DISCORD_CLIENT_SECRET'])
      expect(problems).toContain(`${name}: is not set`);
  });

  test('that lacks one thing and has another wrong is told both, those of a live world included', () => {
    const problems = afterChange({ OPERATOR_TOKEN: undefined, PORT: 'eighty', SITE_URL: 'http://c500.example' });
    expect(namesIn(problems)).toEqual(['OPERATOR_TOKEN', 'PORT', 'SITE_URL']);
  });

  test('in which something is set to nothing counts it as not set', () => {
    expect(afterChange({ OPERATOR_TOKEN: '' })).toEqual(['OPERATOR_TOKEN: is not set']);
    expect(afterChange({ PORT: '', REQUESTS_PER_MINUTE: '', TWITCH_EXTENSION_ORIGIN: '' })).toEqual([]);
  });

  test.each([
    ['SITE_URL', 'https://c500.example/'],
    ['SITE_URL', 'c500.example'],
    ['PORT', '70000'],
    ['TRUSTED_PROXIES', '-1'],
    ['LOG_LEVEL', 'everything'],
    ['CURRENCY', 'dollars'],
    ['TWITCH_CHECKOUT', 'both'],
    ['SESSION_SECRET', 'short'],
    ['STRIPE_API_KEY', 'pk_live_publishable'],
    ['STRIPE_WEBHOOK_SECRETS', `whsec_${hex(3)},`],
    ['STRIPE_WEBHOOK_SECRETS', ','],
    ['TWITCH_EXTENSION_SECRETS', `${hex(5)},,${hex(6)}`],
    ['TWITCH_EVENTSUB_SECRET', 'x'.repeat(101)],
    ['TWITCH_EXTENSION_OWNER_ID', 'sol'],
    ['WORLD', 'staging'],
    ['STORE', 'postgres'],
    ['FIRESTORE_PROJECT', 'My Project'],
    ['FIRESTORE_EMULATOR_HOST', 'http://127.0.0.1:8081'],
    ['LEASE_SECONDS', '121'],
    ['STAFF_ROLE_ID', 'staff'],
    ['DISCORD_PUBLIC_KEY', 'abc'],
    ['ACTIVITY_ORIGIN', 'discordsays.com'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(namesIn(afterChange({ [name]: value }))).toContain(name);
  });

  test('may hold two secrets of a kind while one is being replaced', () => {
    const read = readConfig({ ...live, STRIPE_WEBHOOK_SECRETS: `whsec_${hex(3)} , whsec_${hex(6)}` });
    expect(read.ok && read.config.stripe.webhookSecrets.map((secret) => secret.reveal())).toEqual([
      `whsec_${hex(3)}`,
      `whsec_${hex(6)}`,
    ]);
  });
});

describe('who is staff', () => {
  const staff = { DISCORD_BOT_TOKEN: 'token of the bot', STAFF_COMMUNITY_ID: '400001', STAFF_ROLE_ID: '500001' };
  const staffOf = (change: Readonly<Record<string, string>>) => {
    const read = readConfig({ ...live, ...change });
    return read.ok ? (read.config.discord.staff ?? 'nobody') : read.problems;
  };

  test('is said by a role in a community, and is nobody without', () => {
    expect(staffOf(staff)).toEqual({ communityId: '400001', roleId: '500001' });
    expect(staffOf({})).toBe('nobody');
    expect(staffOf({ DISCORD_BOT_TOKEN: 'token of the bot' })).toBe('nobody');
  });

  test.each(Object.keys(staff))('is not half said: without %s', (name) => {
    expect(afterChange({ ...staff, [name]: '' })).toEqual([`${name}: is not set, which telling who is staff needs`]);
  });
});

/** The path of a file with this content, in a folder of its own. */
function fileOf(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'c500-key-')), 'key.json');
  writeFileSync(path, content);
  return path;
}

describe('the store', () => {
  const key = JSON.stringify({ type: 'service_account', client_email: 'core@c500', private_key: 'a key' });
  const firestore = { ...live, STORE: 'firestore', FIRESTORE_PROJECT: 'c500-live' };
  const storeOf = (environment: Readonly<Record<string, string>>) => {
    const read = readConfig(environment);
    return read.ok ? read.config.store : read.problems;
  };

  test('is a file in the data folder unless said', () => {
    expect(storeOf({ ...live, DATA_DIR: '/var/lib/c500' })).toEqual({
      kind: 'sqlite',
      path: '/var/lib/c500/c500.sqlite',
    });
  });

  test('is a Firestore database of a project, where the settings say so', () => {
    expect(storeOf(firestore)).toEqual({
      kind: 'firestore',
      projectId: 'c500-live',
      databaseId: '(default)',
      leaseMs: 15_000,
    });
    const led = { FIRESTORE_DATABASE: 'second', FIRESTORE_EMULATOR_HOST: '127.0.0.1:8081', LEASE_SECONDS: '2.5' };
    expect(storeOf({ ...sandbox, STORE: 'firestore', FIRESTORE_PROJECT: 'demo-c500', ...led })).toEqual({
      kind: 'firestore',
      projectId: 'demo-c500',
      databaseId: 'second',
      emulatorHost: '127.0.0.1:8081',
      leaseMs: 2_500,
    });
  });

  test('is told all that is wrong with it at once', () => {
    const problems = problemsOf({
      ...live,
      STORE: 'firestore',
      FIRESTORE_DATABASE: 'No such name!',
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:8081',
      GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json',
      LEASE_SECONDS: '0',
    });
    expect(namesIn(problems)).toEqual([
      'FIRESTORE_DATABASE',
      'FIRESTORE_EMULATOR_HOST',
      'FIRESTORE_PROJECT',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'LEASE_SECONDS',
    ]);
    expect(problems).toContain('FIRESTORE_PROJECT: is not set, which STORE=firestore needs');
  });

  test('takes the key of a service account, and nothing else for one', () => {
    const withKey = (content: string) => problemsOf({ ...firestore, GOOGLE_APPLICATION_CREDENTIALS: fileOf(content) });
    expect(withKey(key)).toEqual([]);
    for (const content of ['', 'not json', '{}', JSON.stringify({ type: 'authorized_user' })])
      expect(withKey(content)).toEqual([
        expect.stringMatching(/^GOOGLE_APPLICATION_CREDENTIALS: .* is not the JSON key/),
      ]);
  });

  test('that nobody chose is not taken for granted when a project is named', () => {
    expect(afterChange({ FIRESTORE_PROJECT: 'c500-live' })).toEqual([
      'FIRESTORE_PROJECT: is set, but STORE is not "firestore"',
    ]);
  });

  test('has its pictures beside it, or in a folder that is shared', () => {
    const folderOf = (change: Readonly<Record<string, string>>) => {
      const read = readConfig({ ...live, DATA_DIR: '/var/lib/c500', ...change });
      return read.ok && read.config.picturesDir;
    };
    expect(folderOf({})).toBe('/var/lib/c500/pictures');
    expect(folderOf({ PICTURES_DIR: '/mnt/bucket' })).toBe('/mnt/bucket');
  });
});

describe('a live world refuses', () => {
  test.each([
    ['another Firestore', { FIRESTORE_EMULATOR_HOST: '10.0.0.7:8080' }, 'FIRESTORE_EMULATOR_HOST'],
    ['a test key', { STRIPE_API_KEY: 'sk_test_0123456789' }, 'STRIPE_API_KEY'],
    ['another Stripe', { STRIPE_API_URL: 'https://stripe.example' }, 'STRIPE_API_URL'],
    ['a test key for carriers', { ...carriers, EASYPOST_API_KEY: `EZTK${hex(8)}` }, 'EASYPOST_API_KEY'],
    ['another EasyPost', { ...carriers, EASYPOST_API_URL: 'https://easypost.example' }, 'EASYPOST_API_URL'],
    ["Twurple's own variable", { TWURPLE_MOCK_API_PORT: '8080' }, 'TWURPLE_MOCK_API_PORT'],
    ['another Twitch', { TWITCH_API_URL: 'https://twitch.tv.example/helix' }, 'TWITCH_API_URL'],
    ['Twitch without https', { TWITCH_TOKEN_URL: 'http://id.twitch.tv/oauth2/token' }, 'TWITCH_TOKEN_URL'],
    ['another Discord', { DISCORD_API_URL: 'https://eviltwitch.tv/api' }, 'DISCORD_API_URL'],
    ['an extension on this machine', { TWITCH_EXTENSION_ORIGIN: 'https://localhost:8080' }, 'TWITCH_EXTENSION_ORIGIN'],
    ['a site on this machine', { SITE_URL: 'https://127.0.0.1' }, 'SITE_URL'],
    ['a site without https', { SITE_URL: 'http://c500.example' }, 'SITE_URL'],
    ['no limit on requests', { REQUESTS_PER_MINUTE: '0' }, 'REQUESTS_PER_MINUTE'],
    ['a key that is easy to guess, behind a good one', { TOKEN_KEYS: `${hex(7)},${'ab'.repeat(20)}` }, 'TOKEN_KEYS'],
    [
      'a key that is another secret as well',
      { TOKEN_KEYS: `${hex(7)},${live.SESSION_SECRET}` },
      'SESSION_SECRET, BOT_SERVICE_TOKEN, OPERATOR_TOKEN, TOKEN_KEYS',
    ],
    ['a secret that is easy to guess', { SESSION_SECRET: 'abcabcabcabcabcabcabcabcabc' }, 'SESSION_SECRET'],
    ['a webhook secret that is easy to guess', { TWITCH_EVENTSUB_SECRET: '1'.repeat(30) }, 'TWITCH_EVENTSUB_SECRET'],
    [
      'one secret for two uses',
      { BOT_SERVICE_TOKEN: live.OPERATOR_TOKEN },
      'SESSION_SECRET, BOT_SERVICE_TOKEN, OPERATOR_TOKEN, TOKEN_KEYS',
    ],
  ])('%s', (_, change, name) => {
    expect(namesIn(afterChange(change))).toEqual([name]);
  });

  test("nothing that leads to the partners' own addresses", () => {
    expect(
      afterChange({ TWITCH_API_URL: 'https://api.twitch.tv/helix', DISCORD_API_URL: 'https://discord.com/api/v10' }),
    ).toEqual([]);
  });

  test('nothing for the sake of variables that are not ours', () => {
    expect(afterChange({ HTTP_PROXY: 'http://127.0.0.1:3128' })).toEqual([]);
  });
});

test('the sandbox refuses a live key', () => {
  expect(problemsOf({ ...sandbox, STRIPE_API_KEY: 'sk_live_0123456789' })).toEqual([
    'STRIPE_API_KEY: is a live key, which only WORLD=live may use',
  ]);
});

test('carriers are asked with key and secret, or not at all', () => {
  const carriersIn = (environment: Readonly<Record<string, string>>) => {
    const read = readConfig({ ...live, ...environment });
    return read.ok ? read.config.carriers?.apiKey.reveal() : read.problems;
  };
  expect(carriersIn({})).toBeUndefined();
  expect(carriersIn(carriers)).toBe(carriers.EASYPOST_API_KEY);
  for (const missing of ['EASYPOST_API_KEY', 'EASYPOST_WEBHOOK_SECRET'])
    expect(carriersIn({ ...carriers, [missing]: '' })).toEqual([`${missing}: is not set, which asking carriers needs`]);
  expect(problemsOf({ ...sandbox, ...carriers })).toEqual([
    'EASYPOST_API_KEY: is a live key, which only WORLD=live may use',
  ]);
});

test('whatever prints a configuration prints no secret', () => {
  const read = readConfig(live);
  if (!read.ok) throw new Error(read.problems.join());
  const { config } = read;
  const printed = `${inspect(config, { depth: 9 })} ${JSON.stringify(config)} ${String(config.sessionSecret)}`;
  expect(printed).toContain('[secret]');
  const secrets = [
    live.SESSION_SECRET,
    live.TOKEN_KEYS,
    live.BOT_SERVICE_TOKEN,
    live.OPERATOR_TOKEN,
    live.STRIPE_API_KEY,
    live.STRIPE_WEBHOOK_SECRETS,
    live.TWITCH_CLIENT_SECRET,
    live.TWITCH_EVENTSUB_SECRET,
    live.TWITCH_EXTENSION_SECRETS,
    live.DISCORD_CLIENT_SECRET,
  ];
  for (const secret of secrets) expect(printed).not.toContain(secret);
});

describe('.env.example', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8');
  const [ofCore = ''] = text.split('# --- The bot\n');

  test('lists every variable that the core reads, and none that it does not', () => {
    const listed = [...ofCore.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
    expect(listed.sort()).toEqual(Object.keys(environmentSchema.shape).sort());
  });

  test('leaves out what has a default and shows the rest', () => {
    const shown = [...ofCore.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name = '']) => name);
    expect(shown.sort()).toEqual(Object.keys(live).sort());
  });
});
