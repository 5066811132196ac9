import { useEffect, useId, useState, type ChangeEvent } from 'react';
import type { DeskOrder } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { Refusal } from '#shared/ui/Refusal.tsx';
import { useAction } from '#shared/ui/use-action.ts';
import type { DeskProps } from './desk-props.ts';
import { shrinkPhoto, type Photo } from './shrink-photo.ts';

const texts = deskTexts.live.work;

type Chosen =
  | { readonly kind: 'none' | 'shrinking' | 'unreadable' }
  | { readonly kind: 'ready'; readonly photo: Photo; readonly url: string };

/** A new photo: chosen, made smaller, looked at, and only then sent, because everybody will see it. */
export function PhotoForm({ order, desk, say }: DeskProps & { readonly order: DeskOrder }) {
  const [chosen, setChosen] = useState<Chosen>({ kind: 'none' });
  const inputId = useId();
  const url = chosen.kind === 'ready' ? chosen.url : null;
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  const adding = useAction(async () => {
    if (chosen.kind !== 'ready') return;
    await desk.addPhoto(order.tag, chosen.photo.base64);
    setChosen({ kind: 'none' });
    say(texts.photoSent);
  });

  async function choose(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const input = event.target;
    const file = input.files?.[0];
    // The same file may be chosen again.
    input.value = '';
    if (!file) return;
    adding.forget();
    setChosen({ kind: 'shrinking' });
    const photo = await shrinkPhoto(file);
    setChosen(photo ? { kind: 'ready', photo, url: URL.createObjectURL(photo.preview) } : { kind: 'unreadable' });
  }

  return (
    <div className="field">
      <div className="row">
        <input
          id={inputId}
          className="visually-hidden filepick"
          type="file"
          accept="image/jpeg,image/png,image/webp"
          onChange={(event) => void choose(event)}
        />
        <label htmlFor={inputId} className="button button--quiet button--small">
          {chosen.kind === 'ready' ? texts.photoAgain : texts.photo}
        </label>
        {chosen.kind === 'ready' && (
          <button
            type="button"
            className="button button--small"
            aria-disabled={adding.isBusy}
            onClick={() => adding.act()}
          >
            {adding.isBusy ? texts.photoSending : texts.photoSend}
          </button>
        )}
      </div>
      {chosen.kind === 'ready' && (
        <img
          className="preview"
          src={chosen.url}
          alt={texts.photoAlt}
          onLoad={(event) => event.currentTarget.scrollIntoView({ block: 'nearest' })}
        />
      )}
      <span className="small" role="status">
        {chosen.kind === 'shrinking' ? texts.photoShrinking : texts.photoHint}
      </span>
      {chosen.kind === 'unreadable' && (
        <div className="note note--refusal" role="alert">
          <strong>{texts.photoUnreadable}</strong>
          <span>{texts.photoUnreadableRemedy}</span>
        </div>
      )}
      {adding.problem && <Refusal problem={adding.problem} />}
    </div>
  );
}
