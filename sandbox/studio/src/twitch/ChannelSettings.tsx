import type { ChannelState, PersonState } from '../../state.ts';
import { go } from '../address.ts';
import { useStudio } from '../use-studio.ts';

/** What a broadcaster sets at Twitch itself, which C500 can only notice: recordings, and the consent to be connected. */
export function ChannelSettings({ channel, owner }: { readonly channel: ChannelState; readonly owner: PersonState }) {
  const { run } = useStudio();
  const { keepsVideos, recordings, consent } = channel;
  const person = owner.key;
  const count = recordings === 1 ? '1 recording is kept' : `${recordings} recordings are kept`;
  return (
    <details className="channel-settings">
      <summary>{owner.name}’s settings at Twitch</summary>
      <label className="setting-switch">
        <input
          type="checkbox"
          role="switch"
          checked={keepsVideos}
          onChange={() => void run({ act: 'keep-recordings', person, on: !keepsVideos })}
        />
        <span>Keep recordings of broadcasts that begin from now on</span>
      </label>
      <div className="setting">
        <p>{count}.</p>
        <button
          type="button"
          className="plain"
          disabled={recordings === 0}
          onClick={() => void run({ act: 'expire-recordings', person })}
        >
          Let them expire now
        </button>
      </div>
      <div className="setting">
        <p>{consent === null ? 'C500 is not connected.' : sayConsent(consent)}</p>
        <button
          type="button"
          className="plain"
          disabled={consent === null}
          onClick={() => void run({ act: 'withdraw-consent', person })}
        >
          Withdraw consent
        </button>
        <button type="button" className="plain" onClick={() => go({ show: 'config' })}>
          Connect or unlink
        </button>
      </div>
    </details>
  );
}

function sayConsent(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'C500 knows who this is.' : `C500 may ${scopes.join(', ')}.`;
}
