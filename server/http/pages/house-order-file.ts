import { fileTexts } from '#shared/text/en/pages-house-files.ts';
import { en } from '#shared/text/say.ts';
import type { OrderFile } from '../../usecases/house/order-file.ts';
import type { Desk } from './house-frame.ts';
import { factList, money, part, personLink, reasonWords, sheet } from './house-parts.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { momentTag } from './times.ts';
import { deskTexts } from '#shared/text/en/pages-house-frame.ts';

const text = fileTexts.order;
const { columns } = deskTexts;

/** How an order stands, and whose it is. */
export function standing(desk: Desk, { order, view, buyer, builder }: OrderFile): Html {
  const { freeze, releaseAt, paidAt, releasedAt } = order;
  return part('state', fileTexts.fulfilments[order.fulfilment], [
    freeze
      ? html`<p class="note note--refusal">
          <strong>${text.frozen}</strong> <span>${reasonWords(freeze.reason)} ${momentTag(freeze.at, desk.now)}</span>
        </p>`
      : null,
    factList([
      [text.sides.buyer, personLink(buyer)],
      [text.sides.builder, personLink(builder)],
      [text.paid, paidAt === null ? null : momentTag(paidAt, desk.now)],
      [text.policy, en.pages.policies[view.policy]],
      [text.waits, view.vault ? text.waitsFor[view.vault.waitsFor] : null],
      [text.releaseAt, releaseAt === null || releasedAt !== null ? null : momentTag(releaseAt, desk.now)],
    ]),
  ]);
}

/** Where the order's money is, to the cent. */
export function vault({ order, escrow }: OrderFile): Html {
  const parts = [
    'chargedMinor',
    'heldMinor',
    'releasedMinor',
    'refundedMinor',
    'withdrawnMinor',
    'coveredMinor',
  ] as const;
  return part(
    'vault',
    text.vault,
    factList(parts.map((name) => [text.parts[name], money(escrow[name], order.terms.price.currency)])),
  );
}

/** What counted as a proof, with a way to look at it where there is one. */
export function proofList(desk: Desk, { view }: OrderFile): Html {
  return sheet(
    text.proofs,
    [{ heading: columns.what }, { heading: columns.when }, { heading: text.look }],
    view.proofs.map(({ kind, at, link, moment }) => {
      const address = readWebAddress(link);
      return [
        html`${text.proofKinds[kind]}
        ${moment ? html`<span class="desk__under"><bdi>${moment.said || moment.title}</bdi></span>` : null}`,
        momentTag(at, desk.now),
        address ? html`<a href="${address}" rel="noreferrer">${text.look}</a>` : '',
      ];
    }),
  );
}

/** What was said in the order's room. Files are downloads: what is in them, nobody has looked at. */
export function transcript(desk: Desk, { room, order }: OrderFile): Html {
  if (room.length === 0) return html`<p class="muted">${text.roomEmpty}</p>`;
  return html`<ol class="timeline">
    ${room.map(
      ({ by, text: words, at, files }) =>
        html`<li>
          <strong>${text.sides[by]}</strong> <span class="muted small">${momentTag(at, desk.now)}</span>
          <p class="as-typed"><bdi>${words}</bdi></p>
          ${files.map(
            ({ name, sha256 }) =>
              html`<p>
                <a href="/orders/${encodeURIComponent(order.tag)}/files/${sha256}" download rel="nofollow"
                  ><bdi>${name}</bdi></a
                >
              </p>`,
          )}
        </li>`,
    )}
  </ol>`;
}
