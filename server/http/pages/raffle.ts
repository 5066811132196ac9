import type { DropView } from '#shared/schemas/drop.ts';
import type { RaffleReceipt } from '#shared/schemas/raffle-receipt.ts';
import type { RaffleView } from '#shared/schemas/raffle.ts';
import { rafflePageTexts as text } from '#shared/text/en/pages-raffle.ts';
import { fill } from '#shared/text/say.ts';
import { dropPath } from './drop-card.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { oddsOf, rafflePath } from './raffle-box.ts';
import { momentTag } from './times.ts';

/** What the page is written from. `receipt` is there once it was drawn. */
export type RafflePage = {
  readonly drop: Pick<DropView, 'id' | 'title'>;
  readonly raffle: RaffleView;
  readonly receipt: RaffleReceipt | null;
  readonly me: SiteVisitor | null;
  readonly now: number;
};

/** Keys that the page itself lists; the receipt has all of them. */
const listedMax = 200;

/** How the raffle for a drop is drawn, in plain words; what the draw was made of; and the draw done again by the reader's browser. */
export function rafflePage(data: RafflePage): string {
  const { drop, raffle, receipt, me, now } = data;
  return framePage({
    title: fill(text.page, { title: drop.title }),
    me,
    path: rafflePath(drop.id),
    styles: ['raffle.css'],
    // What was drawn changes no more.
    ...(receipt
      ? {}
      : {
          following: { now, path: rafflePath(drop.id), topic: { name: 'drops', about: drop.id }, everySeconds: 20 },
        }),
    main: html`<div class="narrow narrow--wide stack raffle">
      <h1>${fill(text.title, { title: drop.title })}</h1>
      <p>${text.lead}</p>
      <p><a href="${dropPath(drop.id)}">${text.back}</a></p>
      ${receipt ? check(drop.id, raffle) : html`<p class="note note--info">${oddsOf(raffle)}</p>`} ${own(raffle)}
      ${facts(raffle, receipt, now)} ${receipt ? list(receipt, raffle.entered?.key) : null} ${steps()}
    </div>`,
  });
}

/** `raffle.js` reads what it compares with, and what it says, from here. */
function check(dropId: string, { seedHash, entriesHash }: RaffleView): Html {
  const { check: words } = text;
  const receipt = `/v1/drops/${encodeURIComponent(dropId)}/raffle/receipt`;
  return html`<section
    class="card"
    aria-labelledby="check"
    data-receipt="${receipt}"
    data-drop="${dropId}"
    data-seed-hash="${seedHash}"
    data-entries-hash="${entriesHash ?? ''}"
    data-working="${words.working}"
    data-right="${words.right}"
    data-wrong-form="${words.wrongForm}"
    data-wrong-raffle="${words.wrongRaffle}"
    data-wrong-seed="${words.wrongSeed}"
    data-wrong-list="${words.wrongList}"
    data-wrong-draw="${words.wrongDraw}"
    data-failed="${words.failed}"
  >
    <h2 id="check">${words.title}</h2>
    <p class="note raffle__result" role="status" data-result="">${words.needsScript}</p>
    <p><a class="button button--quiet" href="${receipt}" download="raffle-${dropId}.json">${words.download}</a></p>
    <p>
      <label for="receipt-file"><strong>${words.file}</strong></label
      ><br />
      <input class="raffle__file" id="receipt-file" type="file" accept=".json,application/json" /><br />
      <span class="muted small">${words.fileHint}</span>
    </p>
  </section>`;
}

function own({ entered, entries }: RaffleView): Html | null {
  if (!entered) return null;
  const { place } = entered;
  return html`<section class="card card--lavender" aria-labelledby="own">
    <h2 id="own">${text.own.title}</h2>
    <p>${text.own.key} <code class="raffle__key">${entered.key}</code></p>
    <p>${place === null ? text.own.notDrawn : fill(text.own.place, { place, entries })}</p>
  </section>`;
}

function facts(raffle: RaffleView, receipt: RaffleReceipt | null, now: number): Html {
  const { facts: words } = text;
  const fact = (name: string, value: Html | string | number) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  const secret = (value: string | null | undefined) =>
    value ? html`<code class="raffle__key">${value}</code>` : html`<span class="muted">${words.notYet}</span>`;
  return html`<section class="card" aria-labelledby="facts">
    <h2 id="facts">${words.title}</h2>
    <dl class="facts raffle__facts">
      ${fact(words.opens, momentTag(raffle.opensAt, now))} ${fact(words.closes, momentTag(raffle.closesAt, now))}
      ${raffle.drawnAt === null ? null : fact(words.drawn, momentTag(raffle.drawnAt, now))}
      ${fact(words.units, raffle.units)} ${fact(words.entries, raffle.entries)}
      ${fact(words.seedHash, secret(raffle.seedHash))} ${fact(words.entriesHash, secret(raffle.entriesHash))}
      ${fact(words.seed, secret(receipt?.seed))}
    </dl>
  </section>`;
}

function list({ drawn, units }: RaffleReceipt, own: string | undefined): Html {
  const { list: words } = text;
  const shown = drawn.slice(0, listedMax);
  return html`<section class="card" aria-labelledby="drawn">
    <h2 id="drawn">${words.title}</h2>
    ${
      drawn.length === 0
        ? html`<p>${words.none}</p>`
        : html`<ol class="raffle__drawn">
            ${shown.map(
              (key, index) =>
                html`<li>
                  <code>${key}</code
                  >${index < units ? html` <span class="chip chip--mint">${words.wins}</span>` : null}${key === own ? html` <span class="chip chip--lavender">${words.own}</span>` : null}
                </li>`,
            )}
          </ol>`
    }
    ${drawn.length > shown.length ? html`<p class="muted">${fill(words.more, { entries: drawn.length })}</p>` : null}
  </section>`;
}

function steps(): Html {
  return html`<section class="card card--mint" aria-labelledby="steps">
    <h2 id="steps">${text.steps.title}</h2>
    <ol>
      ${text.steps.all.map((step) => html`<li>${step}</li>`)}
    </ol>
    <p class="muted">${text.steps.limits}</p>
  </section>`;
}
