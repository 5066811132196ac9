import { useEffect, useRef, useState, type RefObject } from 'react';
import {
  mountExtension,
  type ExtensionFrame,
  type FrameConfiguration,
  type FrameContext,
} from '../../../twitch/extension-frame.ts';
import { contextOf, extensionViews } from '../../../twitch/extension-views.ts';
import type { ChannelState, PersonState, SegmentState, StudioState } from '../../state.ts';
import { act, onPubSub } from '../studio-client.ts';
import { useStudio } from '../use-studio.ts';

/** The views of the extension that the Studio shows. */
export type StudioExtensionView = keyof StudioState['twitch']['views'];

/** Which view is shown to whom on whose channel, and what Twitch says of the page around it. */
export type Watched = {
  readonly view: StudioExtensionView;
  readonly viewer: PersonState;
  readonly owner: PersonState;
  readonly channel: ChannelState;
  readonly context: FrameContext;
  readonly isVisible: boolean;
  readonly onMinimize: () => void;
};

/** Answers Twitch's question whether to share who one is. */
export type Answer = (isShared: boolean) => void;

/** As what each view is announced. */
export const frameTitles: Record<StudioExtensionView, string> = {
  panel: 'Twitch panel',
  video_overlay: 'Twitch overlay',
  mobile: 'Twitch mobile',
  config: 'Twitch config',
  live_config: 'Twitch live desk',
};

function toConfiguration(segments: readonly SegmentState[]): FrameConfiguration {
  return Object.fromEntries(segments.map(({ segment, version, content }) => [segment, { version, content }]));
}

/** Mounts a view into `place` for as long as it, viewer and channel stay the same; `ask` is a question that waits for the viewer. */
export function useExtension(watched: Watched): {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly ask: Answer | null;
  readonly settle: () => void;
} {
  const { view, viewer, owner, channel, context, isVisible, onMinimize } = watched;
  const { state } = useStudio();
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<ExtensionFrame>(null);
  const [ask, setAsk] = useState<Answer | null>(null);
  const { userId: channelId, segments } = channel;
  const src = state.twitch.views[view];
  const said = JSON.stringify(segments);
  // What the page is told when it boots; what changes afterwards is told by the effects below.
  const latest = useRef({ context, segments, onMinimize });
  latest.current = { context, segments, onMinimize };
  const told = useRef<FrameContext>({});

  useEffect(() => {
    if (!place.current) return;
    const first = latest.current;
    told.current = first.context;
    const mounted = mountExtension(place.current, {
      src,
      view,
      title: frameTitles[view],
      configuration: toConfiguration(first.segments),
      context: { ...contextOf(view, first.context), mode: extensionViews[view].mode },
      getAuth: async () => {
        const { auth, problem } = await act({ act: 'extension-auth', person: viewer.key, channel: owner.key });
        if (!auth) throw new Error(problem ?? 'Twitch gave no token.');
        return auth;
      },
      onIdShareRequest: () => new Promise<boolean>((resolve) => setAsk(() => resolve)),
      onFollow: () => true,
      onMinimize: () => latest.current.onMinimize(),
      subscribePubSub: (deliver) =>
        onPubSub((news) => {
          if (news.channelId === channelId || news.channelId === 'all') {
            deliver({ target: news.target, content: news.message });
          }
        }),
    });
    frame.current = mounted;
    return () => mounted.destroy();
  }, [src, view, viewer.key, owner.key, channelId]);

  useEffect(() => {
    const before = Object.entries(told.current);
    const changed = Object.entries(context).filter(([name, value]) =>
      before.every(([known, earlier]) => known !== name || earlier !== value),
    );
    told.current = context;
    const change = contextOf(view, Object.fromEntries(changed));
    if (Object.keys(change).length > 0) frame.current?.setContext(change);
  }, [view, context]);
  const wasVisible = useRef(isVisible);
  useEffect(() => {
    if (wasVisible.current !== isVisible) frame.current?.setVisible(isVisible);
    wasVisible.current = isVisible;
  }, [isVisible]);
  // Every state brings new segments; the page is told only when they say something new.
  useEffect(() => frame.current?.setConfiguration(toConfiguration(latest.current.segments)), [said]);
  return { place, ask, settle: () => setAsk(null) };
}
