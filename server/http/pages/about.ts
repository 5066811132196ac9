import { day, houseRules, type HouseRules } from '#shared/house-rules.ts';
import { formatMoney, type Currency } from '#shared/money.ts';
import { Guild, Tier } from '#shared/schemas/citizen.ts';
import { en, fill } from '#shared/text/say.ts';
import { scene } from './art/vault.ts';
import { guildBadge } from './drop-card.ts';
import { html, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { formatLength } from './times.ts';

const text = en.pages.about;
type Numbers = Readonly<Record<string, string | number>>;

/** What the page needs. An operator with numbers or a currency of their own gives them; the house's own are shown otherwise. */
export type AboutPageData = {
  readonly me: SiteVisitor | null;
  readonly rules?: HouseRules;
  readonly currency?: Currency;
};

/** The page that says who C500 is: the Vault, what counts as proof, the promises, every number, and privacy in plain words. */
export function aboutPage({ me, rules = houseRules, currency = 'USD' }: AboutPageData): string {
  const numbers = numbersOf(rules, currency);
  return framePage({
    title: text.page,
    me,
    path: '/about',
    main: html`<div class="about">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      <p class="row">${Guild.options.map(guildBadge)}</p>
      ${contents()} ${vault(numbers)} ${proof(numbers)} ${promises(numbers)} ${fairness(numbers)}
      ${houseNumbers(numbers)} ${tiers(rules, currency, numbers)} ${privacy(numbers)} ${builders(numbers)}
    </div>`,
  });
}

/** The rules in words, for the sentences to be filled with. */
function numbersOf(rules: HouseRules, currency: Currency): Numbers {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  return {
    claim: formatLength(rules.claimMs),
    raffle: formatLength(rules.raffleClaimMs),
    extension: formatLength(rules.payExtensionMs),
    priceLeast: money(rules.priceMinorMin),
    priceMost: money(rules.priceMinorMax),
    fee: rules.feeBasisPoints / 100,
    fund: rules.fundShareOfFeeBasisPoints / 100,
    whole: 100,
    bench: formatLength(rules.benchProofMs),
    benchOrders: rules.benchOrdersMax,
    shipment: formatLength(rules.shipmentCountsMs),
    quiet: formatLength(rules.deliveryQuietMs),
    deemed: formatLength(rules.deliveryDeemedMs),
    coolOff: formatLength(rules.coolOffMs),
    promptOrders: rules.promptReleaseOrdersMin,
    promptMost: money(rules.promptReleaseMinorMax),
    cancellation: formatLength(rules.cancellationMs),
    unproven: formatLength(rules.unprovenRefundMs),
    holdDays: rules.holdDaysMax,
    proofDays: rules.proofDaysMax,
    scanDays: rules.scanDaysDefault,
    promisedDays: rules.promisedDaysMax,
    vipOrders: rules.vipOrdersMin,
    exposure: rules.exposureFactor,
    erase: addressErasedMs / day,
  };
}

/** How long an address is kept after an order's end. The house rules have no number for it yet. */
const addressErasedMs = 90 * day;

const chapters = [
  ['vault', text.vault.title],
  ['proof', text.proof.title],
  ['promises', text.promises.title],
  ['fairness', text.fairness.title],
  ['numbers', text.numbers.title],
  ['privacy', text.privacy.title],
  ['builders', text.builders.title],
] as const;

function contents(): Html {
  return html`<nav class="row" aria-label="${text.contents}">
    ${chapters.map(([id, title]) => html`<a class="chip" href="#${id}">${title}</a>`)}
  </nav>`;
}

function vault(numbers: Numbers): Html {
  return html`<section class="card card--lavender about__vault" aria-labelledby="vault">
    ${scene('vault')}
    <div class="stack">
      <h2 id="vault">${text.vault.title}</h2>
      ${text.vault.paragraphs.map((paragraph) => html`<p>${fill(paragraph, numbers)}</p>`)}
    </div>
  </section>`;
}

function proof(numbers: Numbers): Html {
  const grounds = ['mint', 'sky', 'sakura'] as const;
  return html`<section class="stack" aria-labelledby="proof">
    <h2 id="proof">${text.proof.title}</h2>
    <p>${text.proof.lead}</p>
    <ul class="thirds">
      ${text.proof.kinds.map(
        (kind, index) =>
          html`<li class="card card--${grounds[index] ?? 'lavender'}">
            <h3>${kind.title}</h3>
            <p>${fill(kind.sentence, numbers)}</p>
          </li>`,
      )}
    </ul>
    <p>${text.proof.certified}</p>
  </section>`;
}

function promises(numbers: Numbers): Html {
  return html`<section class="stack" aria-labelledby="promises">
    <h2 id="promises">${text.promises.title}</h2>
    <p>${text.promises.lead}</p>
    <div class="halves">
      ${[
        { ...text.promises.vibeCheck, path: '/promises/vibe-check' },
        { ...text.promises.shippingStandard, path: '/promises/shipping-standard' },
      ].map(
        (promise) =>
          html`<div class="card">
            <h3>${promise.title}</h3>
            ${list(promise.points, numbers)}
            <p><a href="${promise.path}">${fill(text.promises.whole, { promise: promise.title })}</a></p>
          </div>`,
      )}
    </div>
  </section>`;
}

function fairness(numbers: Numbers): Html {
  return html`<section class="stack" aria-labelledby="fairness">
    <h2 id="fairness">${text.fairness.title}</h2>
    <ul class="thirds">
      ${text.fairness.kinds.map(
        (kind) =>
          html`<li class="card">
            <h3>${kind.title}</h3>
            <p>${fill(kind.sentence, numbers)}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function list(sentences: readonly string[], numbers: Numbers): Html {
  return html`<ul class="points">
    ${sentences.map((sentence) => html`<li>${fill(sentence, numbers)}</li>`)}
  </ul>`;
}

function houseNumbers(numbers: Numbers): Html {
  return html`<section class="card" aria-labelledby="numbers">
    <h2 id="numbers">${text.numbers.title}</h2>
    <p class="muted">${text.numbers.lead}</p>
    <dl class="facts">
      ${Object.values(text.numbers.rows).map(
        (row) =>
          html`<div>
            <dt>${row.name}</dt>
            <dd>${fill(row.value, numbers)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function tiers(rules: HouseRules, currency: Currency, numbers: Numbers): Html {
  return html`<section class="stack" aria-labelledby="tiers">
    <h2 id="tiers">${text.numbers.tiersTitle}</h2>
    <ul class="thirds">
      ${Tier.options.map((tier) => {
        const capMinor = rules.tierCapMinor[tier];
        const cap = capMinor === null ? '' : formatMoney({ amountMinor: capMinor, currency });
        return html`<li class="card">
          <h3>${text.numbers.tiers[tier].title}</h3>
          <p>${fill(text.numbers.tiers[tier].sentence, { ...numbers, cap })}</p>
        </li>`;
      })}
    </ul>
    <p>${fill(text.numbers.openOrders, numbers)}</p>
  </section>`;
}

function privacy(numbers: Numbers): Html {
  const { title, points, whole } = text.privacy;
  return html`<section class="card card--sky" aria-labelledby="privacy">
    <h2 id="privacy">${title}</h2>
    ${list(points, numbers)}
    <p><a class="button button--quiet" href="/privacy">${whole}</a></p>
  </section>`;
}

function builders(numbers: Numbers): Html {
  return html`<section class="card card--sakura stack" aria-labelledby="builders">
    <h2 id="builders">${text.builders.title}</h2>
    <p>${text.builders.lead}</p>
    ${list(text.builders.points, numbers)}
    <p class="row">
      <a class="button" href="/setup">${text.builders.begin}</a>
      <a class="button button--quiet" href="/#drops">${text.see}</a>
    </p>
  </section>`;
}
