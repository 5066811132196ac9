import { minute, second } from '#shared/house-rules.ts';
import type { MomentView, OrderView, TimelineEntry } from '#shared/schemas/order.ts';
import type { OrderReader } from '#shared/text/en/pages-order.ts';
import { en, fill, wordsOf } from '#shared/text/say.ts';
import { countryName } from './countries.ts';
import { channelUrl } from './drop-card.ts';
import { html, readWebAddress, type Html } from './html.ts';
import { momentTag } from './times.ts';

const text = en.pages.order;

/** The minutes that an order has earned on the bench, while it is there. */
export function benchSection(order: OrderView, now: number): Html | null {
  const { bench } = order;
  if (!bench) return null;
  const needed = Math.ceil(bench.neededMs / minute);
  const earned = Math.min(needed, Math.floor(bench.earnedMs / minute));
  return html`<section class="card card--mint" aria-labelledby="bench-title">
    <h2 id="bench-title">${text.benchTitle}</h2>
    ${
      bench.neededMs > 0
        ? html`<p id="bench-said">${fill(text.benchProgress, { earned, needed })}</p>
            <progress
              class="progress"
              aria-labelledby="bench-said"
              max="${bench.neededMs}"
              value="${Math.min(bench.earnedMs, bench.neededMs)}"
            ></progress>`
        : html`<p>${text.benchAtOnce}</p>`
    }
    <p class="muted">${text.benchSince} ${momentTag(bench.since, now)}.</p>
    ${
      order.channelLogin
        ? html`<p><a href="${channelUrl(order.channelLogin)}" rel="noreferrer">${text.watch}</a></p>`
        : null
    }
  </section>`;
}

/** The proofs that count, each with a way to see for oneself, and the parcel. */
export function proofSection(order: OrderView, now: number): Html {
  return html`<section class="card" aria-labelledby="proofs-title">
    <h2 id="proofs-title">${text.proofsTitle}</h2>
    ${
      order.proofs.length === 0
        ? html`<p class="muted">${text.proofsEmpty}</p>`
        : html`<ul class="proofs">
            ${order.proofs.map((proof) => {
              const link = readWebAddress(proof.link);
              const said = text.proofs[proof.kind];
              return html`<li>
                <strong>${said.title}</strong>
                <span class="muted">${momentTag(proof.at, now)}</span>
                ${link ? html`<a href="${link}" rel="noreferrer nofollow">${said.link}</a>` : null}
                ${proof.moment ? momentLines(proof.moment) : null}
              </li>`;
            })}
          </ul>`
    }
    ${order.certifiedBuild ? html`<p class="note note--success">${text.certifiedExplain}</p>` : null}
    ${parcelLines(order)}
  </section>`;
}

/** Our own snapshot of the moment, and what Twitch keeps of it. What was typed may be in any script, so its direction stays its own. */
function momentLines(moment: MomentView): Html {
  const clip = readWebAddress(moment.clipUrl);
  const gone = text.moment.recording[moment.recording];
  return html`<p>
      ${text.moment.said[moment.source]}: <q><bdi>${moment.said}</bdi></q
      >,
      ${fill(text.moment.at, { offset: sayOffset(moment.offsetMs) })}${
        moment.title && moment.title !== moment.said
          ? html`, ${text.moment.titled} <q><bdi>${moment.title}</bdi></q>`
          : null
      }.
    </p>
    ${clip ? html`<p><a href="${clip}" rel="noreferrer nofollow">${text.moment.clip}</a></p>` : null}
    ${gone ? html`<p class="muted">${gone}</p>` : null}`;
}

/** How far into a stream, as players show it: `12:03` or `1:12:03`. */
function sayOffset(ms: number): string {
  const seconds = Math.floor(ms / second);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function parcelLines(order: OrderView): Html | null {
  if (!order.tracking) return null;
  const { carrier, number } = order.tracking;
  const link = readWebAddress(order.tracking.url);
  return html`<h3>${text.trackingTitle}</h3>
    <p>${fill(text.tracking, { carrier, number })}</p>
    ${link ? html`<p><a href="${link}" rel="noreferrer">${text.trackingLink}</a></p>` : null}`;
}

/** The order's history, newest first. What a builder's screen may not show on a stream is left out of theirs. */
export function timelineSection(order: OrderView, reader: OrderReader, now: number): Html {
  const lines = order.timeline
    .filter(({ event }) => reader === 'buyer' || event !== 'checkout-started')
    .map((entry) => ({ at: entry.at, sentence: sayEntry(entry) }))
    .filter(({ sentence }) => sentence !== null)
    .toReversed();
  return html`<section class="card" aria-labelledby="timeline-title">
    <h2 id="timeline-title">${text.timelineTitle}</h2>
    <p class="muted">${text.timelineLatest}</p>
    <ol class="timeline">
      ${lines.map(
        ({ at, sentence }) =>
          html`<li>
            <span>${sentence}</span>
            <span class="muted small">${momentTag(at, now)}</span>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** The sentence of an event; null for one that has none, which a newer core may write. A value that is missing leaves no hole. */
function sayEntry(entry: TimelineEntry): string | null {
  const sentence = Object.hasOwn(en.timeline, entry.event) ? en.timeline[entry.event] : undefined;
  if (sentence === undefined) return null;
  const words = wordsOf(entry.params);
  if (typeof words['country'] === 'string') words['country'] = countryName(words['country']);
  const known = sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(words, name) ? whole : ''));
  return fill(known, words).trim();
}
