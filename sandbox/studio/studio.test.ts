import { request as send } from 'node:http';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { boardSession, connect } from '../stripe/test-rig.ts';
import { faultNames } from './act.ts';
import { orderFixture } from './core-fixture.ts';
import { startStudio, type Studio } from './server.ts';
import { StudioState } from './state.ts';
import { hideSecrets } from './traffic.ts';
import { startWorldFixture, type WorldFixture } from './world-fixture.ts';

const kumo = { twitch: '10001', discord: '200000000000000001' } as const;
// Pictures are drawn on the way, which takes a second of a quiet machine and more of a busy one.
jest.setTimeout(240_000);
let fixture: WorldFixture;
let studio: Studio;

beforeAll(async () => {
  fixture = await startWorldFixture();
  const distDir = await mkdtemp(join(tmpdir(), 'studio-dist-'));
  await writeFile(join(distDir, 'index.html'), '<!doctype html><title>C500 Studio</title>');
  studio = await startStudio(fixture.world, { port: 0, distDir });
});
afterAll(async () => {
  await studio.close();
  await fixture[Symbol.asyncDispose]();
});

type Answer = { readonly status: number; readonly body: string };

/** A request with headers of one's own: fetch would not let a test say who it is or where it comes from. */
function ask(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  const { port } = new URL(studio.origin);
  return new Promise((resolve, reject) => {
    const outgoing = send({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function ownHeaders(): Record<string, string> {
  const host = new URL(studio.origin).host;
  return { host, origin: `http://${host}`, 'content-type': 'application/json' };
}

async function act(body: unknown): Promise<{ readonly status: number; readonly answer: Record<string, unknown> }> {
  const { status, body: text } = await ask('POST', '/studio/act', ownHeaders(), body);
  const answer: unknown = JSON.parse(text);
  return { status, answer: Object.fromEntries(Object.entries(answer ?? {})) };
}

async function readState(order = ''): Promise<StudioState> {
  const response = await fetch(`${studio.origin}/studio/state?order=${order}`);
  return StudioState.parse(await response.json());
}

/** Resolves with the state once it is as wanted; asked again after every change that the Studio announces. */
async function stateThat(holds: (state: StudioState) => boolean, order = ''): Promise<StudioState> {
  const response = await fetch(`${studio.origin}/studio/events`);
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const state = await readState(order);
      if (holds(state)) return state;
      await reader?.read();
    }
  } finally {
    await reader?.cancel();
  }
}

describe('who may use the Studio', () => {
  test('a name turned to this machine by somebody else is refused, for looking and for acting', async () => {
    const { port } = new URL(studio.origin);
    const stranger = { host: `studio.example:${port}` };
    for (const path of ['/', '/studio/state', '/studio/events']) {
      expect((await ask('GET', path, stranger)).status).toBe(403);
    }
    const posing = { ...stranger, origin: `http://studio.example:${port}`, 'content-type': 'application/json' };
    expect((await ask('POST', '/studio/act', posing, { act: 'kill-core' })).status).toBe(403);
    expect(fixture.asked).not.toContain('kill');
  });

  test.each([
    ['a page of another site', 'https://evil.example'],
    ['another port of this machine', 'http://localhost:1'],
    ['no page at all', undefined],
  ])('%s cannot act', async (_who, origin) => {
    const { origin: _own, ...headers } = ownHeaders();
    const answer = await ask('POST', '/studio/act', origin ? { ...headers, origin } : headers, { act: 'kill-core' });
    expect(answer.status).toBe(403);
    expect(fixture.asked).not.toContain('kill');
  });

  test('a form post, which needs no leave of the browser, is refused', async () => {
    const headers = { ...ownHeaders(), 'content-type': 'text/plain' };
    expect((await ask('POST', '/studio/act', headers, { act: 'kill-core' })).status).toBe(403);
  });

  test('both names of this machine show the page, framed by nobody', async () => {
    const { port } = new URL(studio.origin);
    for (const name of ['localhost', '127.0.0.1']) {
      const response = await fetch(`http://${name}:${port}/`);
      expect(await response.text()).toContain('C500 Studio');
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain(`frame-src 'self' ${fixture.world.twitch.extensionOrigin}`);
    }
  });

  test('the address that C500 gives for watching a channel shows that channel', async () => {
    const answer = await fetch(`${studio.origin}/kumo_live`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/?watch=kumo&tab=twitch']);
    expect((await fetch(`${studio.origin}/nobody`, { redirect: 'manual' })).status).toBe(404);
  });

  test('files outside the built pages stay where they are', async () => {
    const answer = await ask('GET', '/..%2f..%2fpackage.json', { host: new URL(studio.origin).host });
    expect(answer.status).toBe(404);
  });
});

describe('what one can do', () => {
  test.each([
    ['nothing', {}],
    ['something unheard of', { act: 'print-money' }],
    ['a leap beyond ninety days', { act: 'advance-clock', ms: 91 * 24 * 60 * 60 * 1_000 }],
    ['a step back', { act: 'advance-clock', ms: -1 }],
    ['an empty chat line', { act: 'say', person: 'mori', channel: 'kumo', text: '' }],
    ['an unknown fault', { act: 'set-fault', fault: 'rain', on: true }],
  ])('%s is not read', async (_what, body) => {
    expect((await act(body)).status).toBe(400);
  });

  test('whoever is not there, or has no account there, is named in a sentence', async () => {
    const nobody = await act({ act: 'go-live', person: 'nobody' });
    expect([nobody.status, nobody.answer['problem']]).toEqual([409, 'Nobody in the sandbox is called that.']);
    const pip = await act({ act: 'write', person: 'pip', channelId: fixture.world.places.loungeChannelId, text: 'hi' });
    expect([pip.status, pip.answer['problem']]).toEqual([409, 'Pip has no Discord account.']);
  });

  test('going live, the title and chat reach Twitch', async () => {
    await act({ act: 'go-live', person: 'kumo', title: 'Lamp on' });
    await act({ act: 'say', person: 'mori', channel: 'kumo', text: 'hello there' });
    const state = await readState();
    const channel = state.twitch.channels.find(({ userId }) => userId === kumo.twitch);
    expect([channel?.title, typeof channel?.liveSince]).toEqual(['Lamp on', 'number']);
    expect(channel?.lines.at(-1)).toMatchObject({ name: 'Mori', text: 'hello there' });
    await act({ act: 'go-offline', person: 'kumo' });
    expect((await readState()).twitch.channels.find(({ userId }) => userId === kumo.twitch)?.liveSince).toBeNull();
  });

  test('the clock, the faults and the end of the server are passed on', async () => {
    await act({ act: 'advance-clock', ms: 600_000 });
    await act({ act: 'set-fault', fault: 'webhooks-twice', on: true });
    expect((await readState()).faults).toEqual(['webhooks-twice']);
    expect(fixture.world.stripe.faults.webhookCopies).toBe(2);
    await act({ act: 'set-fault', fault: 'webhooks-twice', on: false });
    expect((await readState()).clock.offsetMs).toBe(600_000);
    await act({ act: 'kill-core' });
    expect(fixture.asked).toEqual(['advance 600000', 'kill']);
  });

  test('a panel gets the identity of its viewer only after they shared it, and for that channel only', async () => {
    const claimsOf = async (channel: string): Promise<Record<string, unknown>> => {
      const { answer } = await act({ act: 'extension-auth', person: 'mori', channel });
      const token = String(Object.entries(answer['auth'] ?? {}).find(([name]) => name === 'token')?.[1]);
      const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      return Object.fromEntries(Object.entries(claims ?? {}));
    };
    expect(await claimsOf('kumo')).not.toHaveProperty('user_id');
    await act({ act: 'share-identity', person: 'mori', channel: 'kumo' });
    expect(await claimsOf('kumo')).toMatchObject({ user_id: '10006', role: 'viewer', channel_id: kumo.twitch });
    expect(await claimsOf('yuzu')).not.toHaveProperty('user_id');
  });
});

describe('what a broadcaster sets at Twitch', () => {
  const channel = async () => (await readState()).twitch.channels.find(({ userId }) => userId === kumo.twitch);

  test('recordings are kept or not, and can be made to expire', async () => {
    await act({ act: 'go-live', person: 'kumo' });
    await act({ act: 'go-offline', person: 'kumo' });
    const before = (await channel())?.recordings ?? 0;
    expect(before).toBeGreaterThan(0);
    await act({ act: 'keep-recordings', person: 'kumo', on: false });
    await act({ act: 'go-live', person: 'kumo' });
    await act({ act: 'go-offline', person: 'kumo' });
    expect(await channel()).toMatchObject({ keepsVideos: false, recordings: before });
    await act({ act: 'expire-recordings', person: 'kumo' });
    await act({ act: 'keep-recordings', person: 'kumo', on: true });
    expect(await channel()).toMatchObject({ keepsVideos: true, recordings: 0 });
  });

  test('consent is shown by its scopes, and withdrawing it tells those who subscribed', async () => {
    const { model } = fixture.world.twitch;
    expect((await channel())?.consent).toBeNull();
    model.tokens.issueUser(model.clientId, kumo.twitch, ['channel:bot', 'clips:edit']);
    expect((await channel())?.consent).toEqual(['channel:bot', 'clips:edit']);
    const heard: string[] = [];
    const stop = model.onEvent(({ type }) => void heard.push(type));
    await act({ act: 'withdraw-consent', person: 'kumo' });
    stop();
    expect([(await channel())?.consent, heard]).toEqual([null, ['user.authorization.revoke']]);
  });

  test('a line typed in a channel that shares its chat says whose it is, in both', async () => {
    await act({ act: 'say', person: 'yuzu', channel: 'kumo', source: 'yuzu', text: 'hello from next door' });
    const { twitch } = await readState();
    const lines = twitch.channels.flatMap(({ login, lines: said }) =>
      said.filter(({ text }) => text === 'hello from next door').map(({ from, badges }) => [login, from, badges]),
    );
    expect(lines).toEqual([
      ['kumo_live', 'Yuzu', []],
      ['yuzu_live', null, ['broadcaster/1']],
    ]);
  });

  test('each view of the extension has the address that Twitch gives it', async () => {
    const { views } = (await readState()).twitch;
    const shown = Object.entries(views).map(([view, address]) => {
      const { pathname, searchParams } = new URL(address);
      return [view, pathname.split('/').at(-1), searchParams.get('mode'), searchParams.get('platform')];
    });
    expect(shown).toEqual([
      ['panel', 'panel.html', 'viewer', 'web'],
      ['video_overlay', 'video_overlay.html', 'viewer', 'web'],
      ['mobile', 'mobile.html', 'viewer', 'mobile'],
      ['config', 'config.html', 'config', 'web'],
      ['live_config', 'live_config.html', 'dashboard', 'web'],
    ]);
  });
});

describe('commands and forms in Discord', () => {
  test('a command opens the form of the bot, and the form arrives with a picture that the sandbox drew', async () => {
    await fixture.publish([
      {
        name: 'c500',
        description: 'C500',
        options: [{ type: 1, name: 'drop', description: 'List a drop', options: [] }],
      },
    ]);
    const parts = [
      { type: 18, label: 'Title', component: { type: 4, custom_id: 'title', style: 1 } },
      { type: 18, label: 'Pictures', component: { type: 19, custom_id: 'pictures', max_values: 4 } },
    ];
    fixture.answerWith({ type: 9, data: { custom_id: 'drop:1', title: 'List a drop', components: parts } });
    expect((await readState()).discord.commands.map(({ path }) => path)).toEqual(['/c500 drop']);
    const channelId = fixture.world.places.buildsChannelId;
    const invocation = { person: 'kumo', channelId, name: 'c500', subcommand: 'drop', values: {} };
    const { answer } = await act({ act: 'run-command', ...invocation });
    const form = (await readState()).discord.forms.find(({ id }) => id === answer['formId']);
    expect(form).toMatchObject({ title: 'List a drop', userId: kumo.discord });
    expect(form?.fields.map(({ kind, label }) => `${kind} ${label}`)).toEqual(['line Title', 'files Pictures']);

    const submission = { act: 'submit-modal', person: 'kumo', modalId: form?.id };
    const empty = await act({ ...submission, values: { title: '' }, files: {} });
    expect(empty.answer['problem']).toContain('this field is required');
    fixture.answerWith({ type: 4, data: { content: 'Your drop is open.', flags: 64 } });
    const done = await act({
      ...submission,
      values: { title: 'Sakura' },
      files: { pictures: [{ sample: 'pastel-board' }] },
    });
    expect(done.answer['problem']).toBeNull();
    const files = [...fixture.world.discord.model.files.values()];
    expect(files.map(({ contentType, bytes }) => [contentType, bytes.length > 100_000])).toContainEqual([
      'image/png',
      true,
    ]);
    const reply = (await readState()).discord.messages.find(({ id }) => id === done.answer['messageId']);
    expect(reply).toMatchObject({ content: 'Your drop is open.', visibleTo: kumo.discord });
  });

  test('a button that is not there is refused with a sentence', async () => {
    const messageId = await fixture.post(fixture.world.places.buildsChannelId, { content: 'nothing to press' });
    const { status, answer } = await act({ act: 'press-button', person: 'mori', messageId, customId: 'claim' });
    expect(status).toBe(409);
    expect(answer['problem']).toContain('no usable "claim"');
  });

  test('what an owner clears up by hand is gone, and Discord makes the trouble that was asked for', async () => {
    const { otherDropsChannelId: channelId, otherCommunityId } = fixture.world.places;
    const messageId = await fixture.post(channelId, { content: 'a card' });
    expect((await act({ act: 'delete-message', messageId })).status).toBe(200);
    expect((await readState()).discord.messages.some(({ id }) => id === messageId)).toBe(false);
    for (const fault of faultNames.filter((each) => each.startsWith('discord-'))) {
      await act({ act: 'set-fault', fault, on: true });
      const { faults, discord } = await readState();
      expect(faults).toEqual([fault]);
      const isThere = discord.communities.find(({ id }) => id === otherCommunityId)?.hasBot;
      expect([fault, isThere]).toEqual([fault, fault !== 'discord-bot-removed']);
      await act({ act: 'set-fault', fault, on: false });
      expect((await readState()).faults).toEqual([]);
    }
    expect((await act({ act: 'delete-channel', channelId })).status).toBe(200);
    expect((await readState()).discord.places.some(({ id }) => id === channelId)).toBe(false);
    expect((await act({ act: 'delete-channel', channelId })).answer['problem']).toContain('there is no channel');
  });
});

describe('a carrier', () => {
  test('does with a parcel what it is told, and knows of no other', async () => {
    const { easypost } = fixture.world;
    await fetch(`${easypost.origin}/v2/trackers`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('EZTK_fixture:')}` },
      body: JSON.stringify({ tracker: { tracking_code: '1Z999AA10123456784', carrier: 'UPS' } }),
    });
    const statuses = async () => (await readState()).parcels.map(({ status }) => status);
    expect(await statuses()).toEqual(['pre_transit']);
    await act({ act: 'carry', number: '1Z999AA10123456784', deed: 'scan' });
    await act({ act: 'carry', number: '1Z999AA10123456784', deed: 'deliver' });
    expect(await statuses()).toEqual(['delivered']);
    expect((await act({ act: 'carry', number: '1Z', deed: 'scan' })).status).toBe(409);
    for (const fault of ['carriers-down', 'carriers-silent']) {
      await act({ act: 'set-fault', fault, on: true });
      expect((await readState()).faults).toEqual([fault]);
      await act({ act: 'set-fault', fault, on: false });
    }
  });
});

describe('a buyer’s bank', () => {
  test('asks about a payment, takes it back and decides, and says what it cannot do', async () => {
    const { stripe } = fixture.world;
    const client = connect(stripe, 'sk_test_fixture');
    const params = boardSession({ payment_intent_data: { metadata: { order: 'ord_bank', tag: 'C5-BANK' } } });
    stripe.completeSession((await client.checkout.sessions.create(params)).id, { number: '4242424242424242' });
    const told = async (deed: string, tag = 'C5-BANK') => (await act({ act: 'bank', tag, deed })).status;
    const standing = () => [...stripe.model.disputes.values()].map(({ status }) => status);
    expect([await told('ask', 'C5-NONE'), await told('won')]).toEqual([409, 409]);
    expect(await told('ask')).toBe(200);
    expect(standing()).toEqual(['warning_needs_response']);
    expect([await told('won'), await told('dispute'), await told('dispute')]).toEqual([409, 200, 409]);
    expect(await told('won')).toBe(200);
    expect(standing()).toEqual(['won']);
  });
});

describe('what the Studio shows', () => {
  test('the order in hand comes with its money, and a core that is away is said to be away', async () => {
    const { tag } = orderFixture();
    const state = await stateThat(({ core }) => core.answers && core.inHand !== null && core.money !== null, tag);
    expect(state.core.inHand?.entries.map(({ kind }) => kind)).toEqual(['charge', 'release', 'transfer']);
    expect(state.core.money?.stripe?.agrees).toBe(true);
    fixture.core.answers = false;
    const without = await stateThat(({ core }) => !core.answers, tag);
    expect(without.core.orders.map((order) => order.tag)).toEqual([tag]);
    fixture.core.answers = true;
    await stateThat(({ core }) => core.answers);
  });

  test('neither the state nor a payload carries a secret of the world', async () => {
    const text = JSON.stringify(await readState());
    const extension = fixture.world.twitch.model.extension.registration;
    for (const secret of [extension.secretBase64, 'fixture-bot-token', 'fixture-app-secret', 'sk_test_fixture']) {
      expect(text).not.toContain(secret);
    }
    expect(hideSecrets({ id: 'cs_1', client_secret: 'x', nested: [{ access_token: 'y', token: null }] })).toEqual({
      id: 'cs_1',
      client_secret: '[hidden]',
      nested: [{ access_token: '[hidden]', token: null }],
    });
  });

  test('a message of the bot can be read raw, and one that is gone is not found', async () => {
    const id = await fixture.post(fixture.world.places.loungeChannelId, { content: 'A letter' });
    const entry = (await readState()).traffic.find((each) => each.id === `discord-notice:${id}`);
    expect(entry).toMatchObject({ way: 'notice', party: 'Discord', what: '#desk-lounge', detail: 'A letter' });
    const payload = await fetch(`${studio.origin}/studio/payload?id=${encodeURIComponent(entry?.id ?? '')}`);
    expect(await payload.json()).toMatchObject({ content: 'A letter' });
    expect((await fetch(`${studio.origin}/studio/payload?id=discord-notice:1`)).status).toBe(404);
  });

  test('pages that look are told of a change, and of what the product sends to panels', async () => {
    const response = await fetch(`${studio.origin}/studio/events`);
    const reader = response.body?.getReader();
    let heard = '';
    const hear = async (words: string) => {
      while (!heard.includes(words)) {
        const next = await reader?.read();
        if (!next || next.done) throw new Error(`the news ended without "${words}"`);
        heard += new TextDecoder().decode(next.value);
      }
    };
    try {
      await hear('retry');
      await act({ act: 'write', person: 'mori', channelId: fixture.world.places.loungeChannelId, text: 'news!' });
      await hear('event: changed');
      const claims = { userId: '5005', role: 'external', channelId: kumo.twitch, mayInform: ['broadcast'] };
      const message = {
        targets: ['broadcast'],
        broadcasterId: kumo.twitch,
        isGlobal: false,
        message: 'the bench moved',
      };
      fixture.world.twitch.model.extension.publish(claims, message);
      await hear('event: pubsub');
      await hear('the bench moved');
    } finally {
      await reader?.cancel();
    }
  });
});
