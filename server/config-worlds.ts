/** The variables that are set, by name. */
export type Given = Readonly<Record<string, string | undefined>>;

/** Several values of one variable, with a comma between them. */
export function listOf(value: string): string[] {
  return value.split(',').map((each) => each.trim());
}

const loopback = /^(https?|wss?):\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/i;

/** Where a live core finds its partners, and nowhere else. */
const homes = {
  TWITCH_AUTHORIZE_URL: 'twitch.tv',
  TWITCH_TOKEN_URL: 'twitch.tv',
  TWITCH_API_URL: 'twitch.tv',
  TWITCH_WATCH_URL: 'twitch.tv',
  DISCORD_AUTHORIZE_URL: 'discord.com',
  DISCORD_API_URL: 'discord.com',
} as const;

/** Real money must not meet a stand-in, a test key or a weak word. What is not set is told elsewhere. */
export function liveProblems(set: Given): string[] {
  const given = Object.entries(set).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
  const named = (names: readonly string[]) => given.filter(({ name }) => names.includes(name));
  const problems = given
    .filter(({ value }) => loopback.test(value))
    .map(({ name }) => `${name}: points at this machine, which only WORLD=sandbox may`);
  for (const [name, home] of Object.entries(homes)) {
    const value = set[name];
    if (value !== undefined && !isAt(value, home))
      problems.push(`${name}: leads elsewhere than to ${home}, which only WORLD=sandbox may`);
  }
  for (const { name, value } of named(['SITE_URL', 'TWITCH_EXTENSION_ORIGIN', 'ACTIVITY_ORIGIN']))
    if (!value.startsWith('https://')) problems.push(`${name}: must begin with https:// in WORLD=live`);
  for (const { value } of named(['STRIPE_API_KEY']))
    if (!/_live_/.test(value)) problems.push('STRIPE_API_KEY: is a test key, which only WORLD=sandbox may use');
  if (set['STRIPE_API_URL']) problems.push('STRIPE_API_URL: redirects Stripe, which only WORLD=sandbox may');
  for (const { value } of named(['EASYPOST_API_KEY']))
    if (value.startsWith('EZT')) problems.push('EASYPOST_API_KEY: is a test key, which only WORLD=sandbox may use');
  if (set['EASYPOST_API_URL']) problems.push('EASYPOST_API_URL: redirects EasyPost, which only WORLD=sandbox may');
  if (set['FIRESTORE_EMULATOR_HOST'])
    problems.push('FIRESTORE_EMULATOR_HOST: redirects Firestore, which only WORLD=sandbox may');
  if (set['TWURPLE_MOCK_API_PORT'])
    problems.push('TWURPLE_MOCK_API_PORT: redirects Twitch, which only WORLD=sandbox may');
  for (const { value } of named(['REQUESTS_PER_MINUTE']))
    if (Number(value) === 0) problems.push('REQUESTS_PER_MINUTE: must not be 0 in WORLD=live');
  const chosen = ['SESSION_SECRET', 'BOT_SERVICE_TOKEN', 'OPERATOR_TOKEN'];
  for (const { name, value } of named([...chosen, 'TWITCH_EVENTSUB_SECRET', 'EASYPOST_WEBHOOK_SECRET']))
    if (new Set(value).size < 10) problems.push(`${name}: is too easy to guess; use 32 random bytes in hex`);
  for (const { name, value } of named(['TOKEN_KEYS']))
    if (listOf(value).some((key) => new Set(key).size < 10))
      problems.push(`${name}: is too easy to guess; use 32 random bytes in hex`);
  const words = named([...chosen, 'TOKEN_KEYS']).flatMap(({ value }) => listOf(value));
  if (new Set(words).size < words.length) problems.push(`${[...chosen, 'TOKEN_KEYS'].join(', ')}: must differ`);
  return problems;
}

/** Whether an address is a host's own or one of its parts', on https. */
function isAt(address: string, home: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && (hostname === home || hostname.endsWith(`.${home}`));
}

/** What a sandbox refuses: whatever could touch real money or real parcels. */
export function sandboxProblems(set: Given): string[] {
  return [
    ...(/_live_/.test(set['STRIPE_API_KEY'] ?? '')
      ? ['STRIPE_API_KEY: is a live key, which only WORLD=live may use']
      : []),
    ...(set['EASYPOST_API_KEY']?.startsWith('EZA')
      ? ['EASYPOST_API_KEY: is a live key, which only WORLD=live may use']
      : []),
  ];
}
