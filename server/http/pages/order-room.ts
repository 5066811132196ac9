import type { RoomFile } from '#shared/schemas/community.ts';
import type { OrderReader } from '#shared/text/en/pages-order.ts';
import { en, fill } from '#shared/text/say.ts';
import { lookAgain } from './live-look.ts';
import { html, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = en.pages.order.room;

/** What was said in an order's room, as its page shows it: `away` while the reader's own stream might show it to everybody. */
export type RoomShown =
  | 'away'
  | {
      readonly isClosed: boolean;
      readonly messages: readonly {
        readonly by: 'buyer' | 'builder' | 'staff';
        readonly text: string;
        readonly at: number;
        readonly files: readonly RoomFile[];
      }[];
    };

/** What the two sides and the staff said to each other. Files are downloads: what is in them, nobody has looked at. */
export function roomSection(room: RoomShown, tag: string, builder: string, reader: OrderReader, now: number): Html {
  return html`<section
    class="card"
    ${room !== 'away' && reader === 'builder' ? lookAgain : null}
    aria-labelledby="room-title"
  >
    <h2 id="room-title">${text.title}</h2>
    ${room === 'away' ? html`<p class="muted">${text.away}</p>` : transcript(room, tag, builder, reader, now)}
  </section>`;
}

function transcript(
  { isClosed, messages }: Exclude<RoomShown, 'away'>,
  tag: string,
  builder: string,
  reader: OrderReader,
  now: number,
): Html {
  const said = html`<ol class="timeline">
    ${messages.map(
      ({ by, text: words, at, files }) =>
        html`<li>
          <strong>${by === reader ? text.you : fill(text.by[by], { builder })}</strong>
          <span class="muted">${momentTag(at, now)}</span>
          <p class="as-typed"><bdi>${words}</bdi></p>
          ${files.map((file) => fileLine(file, tag))}
        </li>`,
    )}
  </ol>`;
  return html`<p class="muted">${isClosed ? text.closed : text.open}</p>
    ${
      messages.length === 0
        ? html`<p class="muted">${text.empty}</p>`
        : html`<details id="room-said">
            <summary>${fill(messages.length === 1 ? text.one : text.many, { count: messages.length })}</summary>
            ${said}
          </details>`
    }`;
}

function fileLine({ name, sha256, bytes }: RoomFile, tag: string): Html {
  const path = `/orders/${encodeURIComponent(tag)}/files/${sha256}`;
  const size = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });
  return html`<p>
    <a href="${path}" download rel="nofollow"><bdi>${name}</bdi></a>
    <span class="muted">${size.format(Math.max(1, Math.round(bytes / 1_000)))}</span>
  </p>`;
}
