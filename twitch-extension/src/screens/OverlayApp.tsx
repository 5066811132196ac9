import { useEffect, useRef, useState } from 'react';
import { panelTexts } from '#shared/text/en/panel.ts';
import { keepChoice, readChoice } from '../kept-choice.ts';
import { useFeed, useIsOnline, useTwitch } from '../page.ts';
import type { Panel } from '../panel-state.ts';
import { MomentToast } from '../parts/MomentToast.tsx';
import { OverlayStrip, SmallOverlay } from '../parts/OverlayStrip.tsx';
import { viewerNotOnTwitch } from '../parts/PageGate.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Strip } from '../parts/Waiting.tsx';
import type { Viewer } from '../twitch.ts';
import type { ChannelView } from '../use-channel.ts';
import { useTheme } from '../use-theme.ts';
import { Screens } from './Screens.tsx';

const texts = panelTexts.overlay;
const sizeChoice = 'c500-overlay';

/**
 * What lies over the stream. Until there is something to tell it is nothing at all: no skeleton, no trouble, because the picture
 * belongs to the stream. The theme is on an element within and not on the page, whose own scheme has to stay that of the page around:
 * browsers put an opaque ground behind frames whose scheme differs.
 */
export function OverlayApp({ panel }: { readonly panel: Panel }) {
  const { isOnTwitch, viewer } = useTwitch(panel.twitch);
  const { value } = useFeed(panel.channel.feed);
  const theme = useTheme(panel.twitch);
  if (!isOnTwitch)
    return (
      <main className="overlay" data-theme={theme}>
        <Quiet title={viewerNotOnTwitch.title} mood="lost">
          {viewerNotOnTwitch.sentence}
        </Quiet>
      </main>
    );
  if (!viewer || !value?.builder || !theme) return null;
  return (
    <div className="overlay" data-theme={theme}>
      <Overlay panel={panel} view={value} viewer={viewer} />
    </div>
  );
}

type Size = 'small' | 'strip' | 'open';
type OverlayProps = { readonly panel: Panel; readonly view: ChannelView; readonly viewer: Viewer };

function Overlay({ panel, view, viewer }: OverlayProps) {
  const [size, setSize] = useState<Size>(() => (readChoice(sizeChoice) === 'small' ? 'small' : 'strip'));
  const { hasControlsShown } = useTwitch(panel.twitch);
  const hasMoved = useRef(false);
  const opener = useRef<HTMLButtonElement>(null);

  const change = (next: Size) => {
    hasMoved.current = true;
    setSize(next);
    if (next !== 'open') keepChoice(sizeChoice, next);
  };
  useEffect(() => {
    // What was pressed is gone now; its successor takes the focus, and the workshop takes it by its heading.
    if (hasMoved.current && size !== 'open') opener.current?.focus({ preventScroll: true });
  }, [size]);

  return (
    <>
      <MomentToast view={view} isSeen={size !== 'small'} />
      {size === 'open' ? (
        <Workshop panel={panel} view={view} viewer={viewer} onClose={() => change('strip')} />
      ) : (
        <main className={hasControlsShown === false ? 'overlay__rest overlay__rest--away' : 'overlay__rest'}>
          <h1 className="visually-hidden">{texts.label}</h1>
          {size === 'small' ? (
            <SmallOverlay ref={opener} isBuilding={view.bench.length > 0} onRestore={() => change('strip')} />
          ) : (
            <OverlayStrip
              ref={opener}
              view={view}
              clock={panel.channel.now}
              onOpen={() => change('open')}
              onMinimise={() => change('small')}
            />
          )}
        </main>
      )}
    </>
  );
}

/** The workshop, opened over the stream: the panel's own screens in a box that scrolls. No link leads out of it. */
function Workshop({ panel, view, viewer, onClose }: OverlayProps & { readonly onClose: () => void }) {
  const { problem } = useFeed(panel.channel.feed);
  const isOnline = useIsOnline();
  const scroller = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus({ preventScroll: true }), []);
  return (
    <div className="overlay__workshop" role="dialog" aria-label={texts.label}>
      <button ref={close} type="button" className="overlay__close" aria-label={texts.close} onClick={onClose}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="m3.5 3.5 9 9m0-9-9 9" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />
        </svg>
      </button>
      <Strip isOnline={isOnline} problem={problem} />
      <div ref={scroller} className="overlay__scroller">
        <Screens panel={panel} view={view} viewer={viewer} opensLinks={false} scroller={scroller} />
      </div>
    </div>
  );
}
