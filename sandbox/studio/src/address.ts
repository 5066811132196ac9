import { useSyncExternalStore } from 'react';

/** What the Studio shows, as its address says it. Every value may be given in the query string by its own name. */
export type View = {
  /** Who one is on Twitch and on Discord, by key. */
  readonly twitch: string;
  readonly discord: string;
  /** Whose Twitch channel is open. */
  readonly watch: string;
  /** The Discord channel, by name or id; `dm` is the direct messages with C500. Empty: the builds. */
  readonly channel: string;
  /** The Discord community, by id; empty: that of the channel, or the first. */
  readonly community: string;
  /** The Discord channel whose activity is on the stage, by id; empty: none. */
  readonly activity: string;
  /** The tag of the order behind the scenes; empty: the newest. */
  readonly order: string;
  /** Which column a narrow screen shows. */
  readonly tab: 'twitch' | 'discord' | 'behind';
  /** Which view of the extension is looked at; `desk` is Twitch's live configuration. */
  readonly show: 'panel' | 'overlay' | 'phone' | 'config' | 'desk';
  /** Shows one part alone: `extension` (the one that `show` names), `twitch`, `discord` or `behind`. */
  readonly focus: string;
  readonly theme: 'auto' | 'light' | 'dark';
  /** The theme of the page around the panel, as a viewer would have set it at Twitch. */
  readonly panel: 'light' | 'dark';
  /** `off` hides the guide, `on` shows it; empty: as it was left. */
  readonly guide: string;
};

const unset: View = {
  twitch: 'mori',
  discord: 'kumo',
  watch: 'kumo',
  channel: '',
  community: '',
  activity: '',
  order: '',
  tab: 'twitch',
  show: 'panel',
  focus: '',
  theme: 'auto',
  panel: 'dark',
  guide: '',
};

const names = Object.keys(unset);

function isOneOf<Text extends string>(value: string | null, allowed: readonly Text[]): value is Text {
  return allowed.some((each) => each === value);
}

/** Reads a query string; what is missing or makes no sense keeps its ordinary value. */
export function readView(search: string): View {
  const query = new URLSearchParams(search);
  const [tab, theme, panel, show] = [query.get('tab'), query.get('theme'), query.get('panel'), query.get('show')];
  return {
    twitch: query.get('twitch') || unset.twitch,
    discord: query.get('discord') || unset.discord,
    watch: query.get('watch') || unset.watch,
    channel: query.get('channel') ?? unset.channel,
    community: query.get('community') ?? unset.community,
    activity: query.get('activity') ?? unset.activity,
    order: query.get('order') ?? unset.order,
    focus: query.get('focus') ?? unset.focus,
    guide: query.get('guide') ?? unset.guide,
    tab: isOneOf(tab, ['twitch', 'discord', 'behind']) ? tab : unset.tab,
    show: isOneOf(show, ['panel', 'overlay', 'phone', 'config', 'desk']) ? show : unset.show,
    theme: isOneOf(theme, ['auto', 'light', 'dark']) ? theme : unset.theme,
    panel: isOneOf(panel, ['light', 'dark']) ? panel : unset.panel,
  };
}

/** Writes a query string that says only what differs from the ordinary; empty when nothing does. */
export function writeView(view: View): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    if (names.includes(name) && value !== Object.entries(unset).find(([key]) => key === name)?.[1])
      query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

const listeners = new Set<() => void>();
let current = readView(window.location.search);

window.addEventListener('popstate', () => {
  current = readView(window.location.search);
  for (const listener of listeners) listener();
});

/** Changes what is shown, and the address with it. */
export function go(change: Partial<View>): void {
  current = { ...current, ...change };
  window.history.replaceState(null, '', `${window.location.pathname}${writeView(current)}`);
  for (const listener of listeners) listener();
}

/** What is shown now. */
export function useView(): View {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
