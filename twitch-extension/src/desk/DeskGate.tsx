import { useLayoutEffect, type ReactNode } from 'react';
import type { Problem } from '#shared/api/problem.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { useIsOnline, useTwitch, type Page } from '../page.ts';
import { Cloud } from '../parts/Cloud.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { OutOfReach, Skeleton, Strip, type SkeletonShape } from '../parts/Waiting.tsx';
import { useTheme } from '../use-theme.ts';

/**
 * What stands before a page of the builder's: that this is not Twitch, that somebody else than the broadcaster looks, the shape of what
 * is coming, or why it does not come. Until the theme is known it is the shape alone. `children` is null until there is something to
 * show.
 */
export function DeskGate({ page, title, loading, shapes, problem, tryAgain, children }: DeskGateProps) {
  const { isOnTwitch, viewer } = useTwitch(page.twitch);
  const isOnline = useIsOnline();
  const theme = useTheme(page.twitch);
  useLayoutEffect(() => {
    if (theme) document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  const isStranger = (viewer !== null && !viewer.isBroadcaster) || problem?.code === 'not-the-broadcaster';
  if (!isOnTwitch)
    return (
      <Opening title={title}>
        <Quiet title={deskTexts.notOnTwitch} mood="lost">
          {deskTexts.notOnTwitchSentence}
        </Quiet>
      </Opening>
    );
  if (theme && isStranger)
    return (
      <Opening title={title}>
        <Quiet title={deskTexts.notTheBroadcaster}>{deskTexts.notTheBroadcasterSentence}</Quiet>
      </Opening>
    );
  if (theme && viewer && children !== null)
    return (
      <>
        <Strip isOnline={isOnline} problem={problem} />
        {children}
      </>
    );
  return (
    <Opening title={title}>
      {problem ? <OutOfReach problem={problem} onTryAgain={tryAgain} /> : <Skeleton label={loading} shapes={shapes} />}
    </Opening>
  );
}

type DeskGateProps = {
  readonly page: Page;
  readonly title: string;
  /** What a screen reader hears while it comes. */
  readonly loading: string;
  readonly shapes: readonly SkeletonShape[];
  readonly problem: Problem | null;
  readonly tryAgain: () => void;
  readonly children: ReactNode;
};

function Opening({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="page" data-screen="opening">
      <header className="bar bar--home">
        <Cloud />
        <h1>{title}</h1>
      </header>
      <main className="screen">{children}</main>
    </div>
  );
}
