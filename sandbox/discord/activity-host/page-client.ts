import { askConsent, askToLeave } from './dialogs.ts';
import { mountActivity, type ActivityFrame } from './frame.ts';
import type { Layout, RpcParts } from './rpc.ts';
import type { Authenticated, AuthorizeAnswer, AuthorizeAsk, Launched, Leaving, Participant, Seat } from './words.ts';

const stage = document.querySelector<HTMLElement>('#stage') ?? document.body;
const people = document.querySelector<HTMLElement>('#people') ?? document.body;
const query = new URLSearchParams(location.search);
const [, , community = '', channelId = ''] = location.pathname.split('/');
const seat: Seat = {
  userId: query.get('as') ?? '',
  communityId: community === '@me' ? null : community,
  channelId,
};
const platform = query.get('platform') === 'mobile' ? 'mobile' : 'desktop';

async function post<Answer>(what: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`/activity-host/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  // The page and what answers it are served together.
  return (await answer.json()) as Answer;
}

function frameAddress(launched: Launched): string {
  const { communityId } = seat;
  const url = new URL('/', launched.origin);
  const place = communityId === null ? `pc-${channelId}` : `gc-${communityId}-${channelId}`;
  const told: Readonly<Record<string, string | null>> = {
    instance_id: launched.instanceId,
    location_id: place,
    launch_id: launched.launchId,
    custom_id: query.get('custom_id'),
    referrer_id: query.get('referrer_id'),
    guild_id: communityId,
    channel_id: channelId,
    frame_id: crypto.randomUUID(),
    platform,
    mobile_app_version: platform === 'mobile' ? '300.0' : null,
    discord_proxy_ticket: launched.ticket,
  };
  for (const [name, value] of Object.entries(told)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

function rpcParts(launched: Launched, participants: () => readonly Participant[]): RpcParts {
  const { userId, communityId } = seat;
  const authorize = async (asked: Pick<AuthorizeAsk, 'clientId' | 'scopes' | 'challenge'>) => {
    const first = await post<AuthorizeAnswer>('authorize', { ...asked, userId, agreed: false });
    if (first.kind !== 'ask' || !(await askConsent('C500', asked.scopes))) return first;
    return post<AuthorizeAnswer>('authorize', { ...asked, userId, agreed: true });
  };
  return {
    clientId: launched.applicationId,
    platform,
    user: launched.user,
    locale: query.get('locale') ?? launched.locale,
    channelId,
    communityId,
    participants,
    authorize,
    authenticate: (token) => post<Authenticated>('authenticate', { token }),
    refreshTicket: () => post<string>('ticket', { userId }),
    openLink: async (url) => (await askToLeave(url)) && (window.open(url, '_blank', 'noopener'), true),
    lockOrientation: (state) => void (document.body.dataset['orientationLock'] = String(state)),
    log: (level, message) => {
      document.body.dataset['lastLog'] = `${level}: ${message}`;
    },
  };
}

function showPeople(participants: readonly Participant[]): void {
  people.replaceChildren(
    ...participants.map(({ global_name }) =>
      Object.assign(document.createElement('li'), { textContent: global_name, className: 'person' }),
    ),
  );
  for (const tile of stage.querySelectorAll('.tile')) tile.remove();
  for (const { global_name } of participants)
    stage.append(Object.assign(document.createElement('div'), { textContent: global_name, className: 'tile' }));
}

/** What the address says after `#`: how the activity is shown, and whether the network works. The buttons change it, and so may a test. */
function obey(frame: ActivityFrame, launched: Launched): void {
  const said = new URLSearchParams(location.hash.slice(1));
  const layout = said.get('layout');
  const shown: Layout = layout === 'pip' || layout === 'grid' ? layout : 'focused';
  if (stage.dataset['layout'] !== shown) {
    stage.dataset['layout'] = shown;
    frame.setLayout(shown);
  }
  const scheme = said.get('theme') === 'light' ? 'light' : 'dark';
  document.documentElement.style.colorScheme = scheme;
  frame.element.style.colorScheme = scheme;
  const network = said.get('network') === 'off' ? 'off' : 'on';
  if (document.body.dataset['network'] !== network)
    void post('network', { userId: seat.userId, isOn: network === 'on' }).then(
      () => void (document.body.dataset['network'] = network),
    );
  const now = { layout: shown, theme: scheme, network };
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[data-set]')) {
    const set = Object.fromEntries(new URLSearchParams(link.dataset['set']));
    link.href = `#${new URLSearchParams({ ...now, ...set })}`;
    link.ariaCurrent = String(Object.entries(now).some(([name, value]) => set[name] === value));
  }
  document.body.dataset['instance'] = launched.instanceId;
}

/** Another platform is another client: the page is opened anew. */
function offerPlatforms(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[data-platform]')) {
    const asked = new URLSearchParams(query);
    asked.set('platform', link.dataset['platform'] ?? 'desktop');
    link.href = `?${asked}`;
  }
}

async function main(): Promise<void> {
  offerPlatforms();
  const launched = await post<Launched>('launch', seat);
  let { participants } = launched;
  document.querySelector('h1')?.replaceChildren(launched.channelName);
  const leaving: Leaving = { userId: seat.userId, instanceId: launched.instanceId, ticket: launched.ticket };
  const end = (why: string) => {
    frame.destroy();
    source.close();
    stage.dataset['left'] = why;
    stage.textContent = why;
    void post('leave', leaving).then(() => void (stage.dataset['told'] = 'yes'));
  };
  const frame = mountActivity(stage, {
    src: frameAddress(launched),
    title: 'C500',
    rpc: rpcParts(launched, () => participants),
    onClose: (code, message) => end(`The activity has ended (${code}: ${message})`),
  });
  showPeople(participants);
  const source = new EventSource(`/activity-host/events?instance=${launched.instanceId}`);
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    participants = JSON.parse(data) as Participant[];
    showPeople(participants);
    frame.setParticipants(participants);
  });
  obey(frame, launched);
  window.addEventListener('hashchange', () => obey(frame, launched));
  const turn = window.matchMedia('(orientation: portrait)');
  turn.addEventListener('change', () => frame.setOrientation(turn.matches ? 'portrait' : 'landscape'));
  document.querySelector('#leave')?.addEventListener('click', () => end('You left the activity'));
  window.addEventListener('pagehide', () => {
    navigator.sendBeacon('/activity-host/leave', new Blob([JSON.stringify(leaving)], { type: 'application/json' }));
  });
}

main().catch((error: unknown) => {
  stage.textContent = error instanceof Error ? error.message : 'The activity did not start';
  stage.dataset['left'] = 'failed';
});
