import { useEffect, useRef } from 'react';
import { panelTexts } from '#shared/text/en/panel.ts';
import type { Viewer } from '../twitch.ts';

const texts = panelTexts.identity;

/**
 * Asks a viewer to tell C500 who they are. Twitch asks the question itself; where it would ask nothing (a guest, or the broadcaster
 * on their own channel) there is no button that does nothing, but a sentence.
 */
export function Ask({ viewer, purpose, onShare, onDismiss }: AskProps) {
  const { title, sentence, canShare } = wordsFor(viewer, purpose);
  const box = useRef<HTMLDivElement>(null);
  const takesPlace = onDismiss !== undefined;
  useEffect(() => {
    // It takes the place of the button that was pressed, so the focus moves here and all of it comes into sight.
    if (!takesPlace) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'nearest' });
  }, [takesPlace]);
  return (
    <div ref={box} tabIndex={-1} className="note note--info" role="group" aria-label={title}>
      <strong>{title}</strong>
      <span>{sentence}</span>
      {canShare && <span>{texts.privacy}</span>}
      <div className="row">
        {canShare && (
          <button type="button" className="button" onClick={onShare}>
            {texts.button}
          </button>
        )}
        {onDismiss && (
          <button type="button" className="button button--quiet" onClick={onDismiss}>
            {texts.notNow}
          </button>
        )}
      </div>
    </div>
  );
}

type AskProps = {
  readonly viewer: Viewer;
  readonly purpose: 'claim' | 'wait' | 'raffle' | 'orders';
  readonly onShare: () => void;
  readonly onDismiss?: () => void;
};

function wordsFor(viewer: Viewer, purpose: AskProps['purpose']) {
  if (!viewer.isLoggedIn) return { title: texts.signedOutTitle, sentence: texts.signedOutSentence, canShare: false };
  if (viewer.isBroadcaster)
    return { title: texts.ownChannelTitle, sentence: texts.ownChannelSentence, canShare: false };
  switch (purpose) {
    case 'claim':
      return { title: texts.title, sentence: texts.sentence, canShare: true };
    case 'wait':
      return { title: texts.waitTitle, sentence: texts.waitSentence, canShare: true };
    case 'raffle':
      return { title: texts.raffleTitle, sentence: texts.raffleSentence, canShare: true };
    case 'orders':
      return { title: texts.ordersTitle, sentence: texts.ordersSentence, canShare: true };
  }
}
