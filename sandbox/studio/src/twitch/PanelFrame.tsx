import { useEffect, useRef, useState } from 'react';
import { mountExtension, type ExtensionFrame, type FrameConfiguration } from '../../../twitch/extension-frame.ts';
import type { ChannelState, PersonState, SegmentState } from '../../state.ts';
import { go, useView } from '../address.ts';
import { useIsHere } from '../guide/use-guide.ts';
import { act, onPubSub } from '../studio-client.ts';
import { useStudio } from '../use-studio.ts';

type Answer = (isShared: boolean) => void;

function toConfiguration(segments: readonly SegmentState[]): FrameConfiguration {
  return Object.fromEntries(segments.map(({ segment, version, content }) => [segment, { version, content }]));
}

type Watched = { readonly viewer: PersonState; readonly owner: PersonState; readonly channel: ChannelState };

/** Mounts the extension into a place for as long as viewer and channel stay the same; `ask` is a question that waits for them. */
function useExtension({ viewer, owner, channel }: Watched, panelUrl: string, theme: 'light' | 'dark') {
  const place = useRef<HTMLDivElement>(null);
  const frame = useRef<ExtensionFrame>(null);
  const [ask, setAsk] = useState<Answer | null>(null);
  const channelId = channel.userId;
  const first = useRef({ theme, configuration: toConfiguration(channel.segments) });

  useEffect(() => {
    if (!place.current) return;
    const mounted = mountExtension(place.current, {
      src: panelUrl,
      title: 'Twitch panel',
      view: 'panel',
      configuration: first.current.configuration,
      context: { theme: first.current.theme, mode: 'viewer', language: 'en', game: 'Makers & Crafting' },
      getAuth: async () => {
        const { auth, problem } = await act({ act: 'extension-auth', person: viewer.key, channel: owner.key });
        if (!auth) throw new Error(problem ?? 'Twitch gave no token.');
        return auth;
      },
      onIdShareRequest: () => new Promise<boolean>((resolve) => setAsk(() => resolve)),
      subscribePubSub: (deliver) =>
        onPubSub((news) => {
          if (news.channelId === channelId || news.channelId === 'all') {
            deliver({ target: news.target, content: news.message });
          }
        }),
    });
    frame.current = mounted;
    return () => mounted.destroy();
  }, [panelUrl, viewer.key, owner.key, channelId]);

  useEffect(() => frame.current?.setContext({ theme }), [theme]);
  // Every state brings new segments; the page is told only when they say something new.
  const said = JSON.stringify(channel.segments);
  useEffect(() => frame.current?.setConfiguration(toConfiguration(channel.segments)), [said]);
  return { place, ask, settle: () => setAsk(null) };
}

/** The extension's panel, in its sandboxed frame on an origin of its own, as a viewer of the channel sees it. */
export function PanelFrame(watched: Watched) {
  const { viewer, owner } = watched;
  const { state } = useStudio();
  const theme = useView().panel;
  const { place, ask, settle } = useExtension(watched, state.twitch.panelUrl, theme);
  const isHere = useIsHere('panel');
  return (
    <section className={`panel ${isHere ? 'is-here' : ''}`} aria-label="Extension panel">
      <div className="panel-head">
        <h3>Panel</h3>
        <button
          type="button"
          className="plain"
          aria-pressed={theme === 'dark'}
          onClick={() => go({ panel: theme === 'dark' ? 'light' : 'dark' })}
        >
          Dark Twitch
        </button>
      </div>
      <div className="panel-place" ref={place} />
      {ask && (
        <ShareDialog
          viewer={viewer}
          onAnswer={(isShared) => {
            settle();
            void share(isShared, viewer, owner).then(ask);
          }}
        />
      )}
    </section>
  );
}

async function share(isShared: boolean, viewer: PersonState, owner: PersonState): Promise<boolean> {
  if (!isShared) return false;
  const { problem } = await act({ act: 'share-identity', person: viewer.key, channel: owner.key });
  return problem === null;
}

function ShareDialog({ viewer, onAnswer }: { readonly viewer: PersonState; readonly onAnswer: Answer }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="dialog share-dialog"
      aria-labelledby="share-title"
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
    >
      <h3 id="share-title">Share who you are?</h3>
      <p>
        C500 asks Twitch for your identity, {viewer.name}. Twitch then tells the extension your user id, and nothing
        else.
      </p>
      <div className="dialog-ways">
        <button type="button" className="button button--quiet" onClick={() => onAnswer(false)}>
          Not now
        </button>
        <button type="button" className="button" onClick={() => onAnswer(true)}>
          Share
        </button>
      </div>
    </dialog>
  );
}
