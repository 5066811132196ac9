import { formatMoney } from '#shared/money.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import type { OrderReader, OrderState } from '#shared/text/en/pages-order.ts';
import { en, fill } from '#shared/text/say.ts';
import { parcel } from './art/parcel.ts';
import { scene, type Scene } from './art/vault.ts';
import { countryName } from './countries.ts';
import { channelUrl, dropPath, dropPicture, guildBadge } from './drop-card.ts';
import { problemNote, type ShownProblem } from './forms.ts';
import { html, type Html } from './html.ts';
import type { Typed } from '../site-forms.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { orderActions, waitsForReader } from './order-actions.ts';
import { roomSection, type RoomShown } from './order-room.ts';
import { benchSection, proofSection, timelineSection } from './order-work.ts';
import { orderStateOf, sayOrderState } from './order-state.ts';
import { momentTag } from './times.ts';
import { vaultSection } from './vault.ts';

/** What an order's page needs. `role` is the reader's part in it; nothing on the page tells a builder who the buyer is. */
export type OrderPageData = {
  readonly order: OrderView;
  readonly csrf: string;
  readonly now: number;
  readonly me: SiteVisitor | null;
  readonly role?: OrderReader | undefined;
  readonly problem?: ShownProblem | undefined;
  /** What was typed into the form that `problem` answers. */
  readonly typed?: Typed | undefined;
  /** The order's room, where it has one. */
  readonly room?: RoomShown | undefined;
  /** Parts that stand by themselves: those that wait for an answer first, and the rest where they belong. */
  readonly leading?: readonly Html[];
  readonly sections?: readonly Html[];
};

const text = en.pages.order;

/** The page of one order: how it stands, where the money is and why, the work as it happens, and what can be done now. */
export function orderPage(data: OrderPageData): string {
  const { order, csrf, now } = data;
  const reader = data.role ?? 'buyer';
  const path = `/orders/${encodeURIComponent(order.tag)}`;
  const state = orderStateOf(order);
  const actions = orderActions({ order, csrf, typed: data.typed });
  return framePage({
    title: fill(text.page, { tag: order.tag }),
    me: data.me,
    path,
    isPrivate: true,
    following: {
      now,
      path,
      topic: { name: `order:${order.tag}`, version: order.version },
      // Minutes on the bench grow without a new version of the order.
      ...(state === 'on-bench' ? { everySeconds: 20 } : {}),
    },
    main: html`<div class="order">
      ${problemNote(data.problem)} ${headline(order, state, reader, now)} ${steps(order)}
      <div class="order__columns">
        <div class="stack stack--wide">
          ${data.leading ?? []} ${reader === 'builder' && isToBuild(order) ? tagToType(order.tag) : null}
          ${waitsForReader(order) ? actions : null} ${benchSection(order, now)} ${vaultSection(order, reader, now)}
          ${waitsForReader(order) ? null : actions} ${data.sections ?? []} ${proofSection(order, now)}
          ${data.room ? roomSection(data.room, order.tag, order.builderNickname, reader, now) : null}
          ${timelineSection(order, reader, now)}
        </div>
        ${agreed(order, reader)}
      </div>
    </div>`,
  });
}

const art: Readonly<Record<OrderState, Scene | 'parcel'>> = {
  reserved: 'claim',
  lapsing: 'claim',
  expired: 'claim',
  'claim-cancelled': 'claim',
  'late-refunded': 'claim',
  refunded: 'claim',
  'refunded-built': 'claim',
  disputed: 'vault',
  frozen: 'vault',
  'promise-broken': 'vault',
  paid: 'vault',
  'on-bench': 'proof',
  building: 'proof',
  shipped: 'parcel',
  delivered: 'parcel',
  completed: 'paid',
};

function headline(order: OrderView, state: OrderState, reader: OrderReader, now: number): Html {
  const said = sayOrderState(order, state, reader);
  const drawn = art[state];
  const isOpen = order.fulfilment === 'reserved' && order.claim !== null;
  const isDue = order.fulfilment === 'paid' && order.proofs.length === 0 && state !== 'disputed';
  const dueAt = isDue ? order.proofDueAt : null;
  return html`<section class="headline headline--${state}">
    ${drawn === 'parcel' ? parcel() : scene(drawn)}
    <div class="stack">
      <p class="row">
        <span class="chip code">${order.tag}</span>
        ${state === 'on-bench' ? html`<span class="chip live">${en.pages.drop.liveNow}</span>` : null}
        ${order.certifiedBuild ? certified() : null}
      </p>
      <h1 data-news="">${said.title}</h1>
      <p class="lead">${said.sentence}</p>
      ${isOpen && order.claim ? html`<p>${text.claimUntil} ${momentTag(order.claim.endsAt, now)}.</p>` : null}
      ${
        dueAt !== null
          ? html`<p>${fill(text.proofDue[reader], { builder: order.builderNickname })} ${momentTag(dueAt, now)}.</p>`
          : null
      }
      ${
        state === 'on-bench' && order.channelLogin
          ? html`<p>
              <a class="button button--large" href="${channelUrl(order.channelLogin)}" rel="noreferrer"
                >${text.watch}</a
              >
            </p>`
          : null
      }
    </div>
  </section>`;
}

function certified(): Html {
  return html`<span class="chip chip--mint"
    ><svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
      <path class="art-tick" d="M3 8.5l3.5 3.5L13 5" /></svg
    >${text.certified}</span
  >`;
}

const wayOf = ['reserved', 'paid', 'building', 'shipped', 'delivered', 'completed'] as const;

/** The way from claim to completion. An order that ended early has no way left to show. */
function steps(order: OrderView): Html | null {
  const at = wayOf.findIndex((step) => step === order.fulfilment);
  if (at === -1) return null;
  return html`<ol class="steps" aria-label="${text.stepsTitle}">
    ${wayOf.map((step, index) => {
      const isNow = index === at && step !== 'completed';
      const said = isNow ? text.stepNow : index <= at ? text.stepDone : text.stepNext;
      return html`<li
        class="${isNow ? 'is-now' : index <= at ? 'is-done' : 'is-next'}"
        ${isNow ? html`aria-current="step"` : null}
      >
        ${text.steps[step]}<span class="visually-hidden">, ${said}</span>
      </li>`;
    })}
  </ol>`;
}

/** Whether the tag is to be typed: not before there is money, and no more once it is sent or goes back. */
function isToBuild({ fulfilment }: OrderView): boolean {
  return fulfilment === 'paid' || fulfilment === 'building';
}

function tagToType(tag: string): Html {
  return html`<section class="card card--sky tag-box" aria-labelledby="tag-title">
    <h2 id="tag-title">${text.tag}</h2>
    <p class="row row--apart">
      <span class="tag-box__tag code">${tag}</span>
      <button class="button button--quiet" type="button" hidden data-copy="${tag}" data-copied="${text.copied}">
        ${text.copy}
      </button>
    </p>
    <p>${text.tagExplain}</p>
  </section>`;
}

function agreed(order: OrderView, reader: OrderReader): Html {
  const rows: readonly (readonly [string, string] | null)[] = [
    order.price ? [text.price, formatMoney(order.price)] : null,
    order.total ? [text.total, formatMoney(order.total)] : null,
    order.unit !== null ? [text.unit, String(order.unit)] : null,
    // A builder's screen may be on stream, so where the buyer lives is not told there.
    order.country && reader === 'buyer' ? [text.shipsTo, countryName(order.country)] : null,
  ];
  return html`<aside class="card agreed" aria-labelledby="agreed">
    ${dropPicture(order.picture, order.guild)}
    <p class="row">${guildBadge(order.guild)}</p>
    <h2 id="agreed">${order.title}</h2>
    <p class="muted">${fill(text.by, { builder: order.builderNickname })}</p>
    <dl class="facts">
      ${rows.map((row) =>
        row
          ? html`<div>
              <dt>${row[0]}</dt>
              <dd>${row[1]}</dd>
            </div>`
          : null,
      )}
    </dl>
    <p>${en.pages.policies[order.policy]}</p>
    <details>
      <summary>${text.specsTitle}</summary>
      <p class="as-typed">${order.specs}</p>
    </details>
    <p><a href="${dropPath(order.dropId)}">${text.seeDrop}</a></p>
  </aside>`;
}
