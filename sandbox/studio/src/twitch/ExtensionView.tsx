import { useEffect, useRef } from 'react';
import type { PersonState } from '../../state.ts';
import { act } from '../studio-client.ts';
import { useExtension, type Answer, type Watched } from './use-extension.ts';

/** A view of the extension, in its sandboxed frame on an origin of its own, as Twitch shows it. */
export function ExtensionView(watched: Watched) {
  const { view, viewer, owner, isVisible } = watched;
  const { place, ask, settle } = useExtension(watched);
  return (
    <>
      <div className={`extension extension--${view}`} hidden={!isVisible} ref={place} />
      {ask && (
        <ShareDialog
          viewer={viewer}
          onAnswer={(isShared) => {
            settle();
            void share(isShared, viewer, owner).then(ask);
          }}
        />
      )}
    </>
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
