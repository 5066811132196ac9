import type { FrameContext, FrameView } from './extension-frame.ts';

type ViewFacts = {
  readonly page: string;
  readonly anchor: 'component' | 'panel' | 'video_overlay' | null;
  readonly mode: 'viewer' | 'config' | 'dashboard';
  readonly platform: 'web' | 'mobile';
};

/**
 * How Twitch shows each view of an extension. `anchor` is where the broadcaster has put it, which the pages of broadcasters have not;
 * on a phone it is still the panel's, and only the platform differs.
 *
 * @see https://dev.twitch.tv/docs/extensions/reference/#client-query-parameters
 */
export const extensionViews: Readonly<Record<FrameView, ViewFacts>> = {
  panel: { page: 'panel.html', anchor: 'panel', mode: 'viewer', platform: 'web' },
  video_overlay: { page: 'video_overlay.html', anchor: 'video_overlay', mode: 'viewer', platform: 'web' },
  component: { page: 'video_component.html', anchor: 'component', mode: 'viewer', platform: 'web' },
  mobile: { page: 'mobile.html', anchor: 'panel', mode: 'viewer', platform: 'mobile' },
  config: { page: 'config.html', anchor: null, mode: 'config', platform: 'web' },
  live_config: { page: 'live_config.html', anchor: null, mode: 'dashboard', platform: 'web' },
};

/** What Twitch adds to the address of a view's page. */
export function viewQuery(view: FrameView): Readonly<Record<string, string>> {
  const { anchor, mode, platform } = extensionViews[view];
  const fixed = { language: 'en', locale: 'en-US', mode, platform, popout: 'false', state: 'testing' };
  return anchor === null ? fixed : { anchor, ...fixed };
}

/** The parts of the context that no phone sends, for it has no such player. */
const neverOnPhones: readonly string[] = ['arePlayerControlsVisible', 'isFullScreen', 'isTheatreMode'];

/** What of a context, or of a change of it, Twitch tells a view. */
export function contextOf(view: FrameView, context: FrameContext): FrameContext {
  const isPhone = extensionViews[view].platform === 'mobile';
  return Object.fromEntries(Object.entries(context).filter(([name]) => !isPhone || !neverOnPhones.includes(name)));
}
