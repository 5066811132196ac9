import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';

/** A builder's note, as something said. */
export function Said({ note, builder = '' }: { readonly note: string; readonly builder?: string | undefined }) {
  return (
    <figure className="said">
      {builder && <figcaption className="visually-hidden">{fill(panelTexts.bench.note, { builder })}</figcaption>}
      <blockquote>
        <bdi>{note}</bdi>
      </blockquote>
    </figure>
  );
}
