import { useLayoutEffect, type ReactNode } from 'react';
import { panelTexts } from '#shared/text/en/panel.ts';
import type { Feed } from '#shared/ui/feed.ts';
import { useFeed, useIsOnline, useTwitch, type Page } from '../page.ts';
import type { Viewer } from '../twitch.ts';
import { useTheme } from '../use-theme.ts';
import { Cloud } from './Cloud.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { OutOfReach, Skeleton, Strip, type SkeletonShape } from './Waiting.tsx';

/**
 * What stands before a page's own content: until the theme is known nothing with a colour, then the shape of what is coming, why it
 * does not come, or that this is not Twitch. Once there is something to show it stays, under a strip where it may be old.
 */
export function PageGate<T>({ page, feed, loading, shapes = usualShapes, notOnTwitch, children }: PageGateProps<T>) {
  const { isOnTwitch, viewer } = useTwitch(page.twitch);
  const { value, problem } = useFeed(feed);
  const isOnline = useIsOnline();
  const theme = useTheme(page.twitch);
  useLayoutEffect(() => {
    if (theme) document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  if (!isOnTwitch)
    return (
      <Opening>
        <Quiet title={notOnTwitch.title} mood="lost">
          {notOnTwitch.sentence}
        </Quiet>
      </Opening>
    );
  if (theme && viewer && value !== null)
    return (
      <>
        <Strip isOnline={isOnline} problem={problem} />
        {children(value, viewer)}
      </>
    );
  return (
    <Opening>
      {theme && problem ? (
        <OutOfReach problem={problem} onTryAgain={feed.refresh} />
      ) : (
        <Skeleton label={loading} shapes={shapes} />
      )}
    </Opening>
  );
}

type PageGateProps<T> = {
  readonly page: Page;
  /** What the page is about; null is not there yet. */
  readonly feed: Feed<T>;
  /** What a screen reader hears while it comes. */
  readonly loading: string;
  readonly shapes?: readonly SkeletonShape[];
  readonly notOnTwitch: { readonly title: string; readonly sentence: string };
  readonly children: (value: T, viewer: Viewer) => ReactNode;
};

const usualShapes: readonly SkeletonShape[] = ['bench', 'row', 'row'];

/** What the viewers' views say of themselves outside Twitch. */
export const viewerNotOnTwitch = {
  title: panelTexts.trouble.noTwitch,
  sentence: panelTexts.trouble.noTwitchSentence,
} as const;

/** A page that has nothing of its own to show yet: the house's mark above what there is to say. */
function Opening({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <header className="bar bar--home">
        <Cloud />
        <h1>C500</h1>
      </header>
      <main className="screen">{children}</main>
    </>
  );
}
