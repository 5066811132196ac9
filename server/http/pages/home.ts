import { houseRules } from '#shared/house-rules.ts';
import { Guild } from '#shared/schemas/citizen.ts';
import type { DropView } from '#shared/schemas/drop.ts';
import { en, fill } from '#shared/text/say.ts';
import { guildBadgeSvg } from '#shared/theme/badges.ts';
import { deskPicture } from './art/desk.ts';
import { scene, type Scene } from './art/vault.ts';
import { dropCard } from './drop-card.ts';
import { html, raw, type Html } from './html.ts';
import { framePage, type SiteVisitor } from './layout.ts';
import { formatLength } from './times.ts';

const text = en.pages.home;
const scenes: readonly Scene[] = ['claim', 'vault', 'proof', 'paid'];

/** The first page: who C500 is for, how the Vault works in one picture, and what is open right now. */
export function homePage(data: { readonly drops: readonly DropView[]; readonly me: SiteVisitor | null }): string {
  return framePage({
    title: text.page,
    me: data.me,
    path: '/',
    main: html`${hero()}${how()}${openDrops(data.drops)}${whom()}${guilds()}${calls('calls calls--end')}`,
  });
}

function calls(className: string): Html {
  return html`<p class="${className}">
    <a class="button button--large" href="/#drops">${text.seeDrops}</a>
    <a class="button button--quiet button--large" href="/about#builders">${text.sell}</a>
  </p>`;
}

function hero(): Html {
  return html`<section class="hero">
    <div class="hero__words">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${calls('calls')}
    </div>
    ${deskPicture(text.deskAlt)}
  </section>`;
}

function how(): Html {
  const lengths = { claim: formatLength(houseRules.claimMs), bench: formatLength(houseRules.benchProofMs) };
  return html`<section class="section" aria-labelledby="how">
    <h2 id="how">${text.howTitle}</h2>
    <p class="section__lead">${text.howLead}</p>
    <ol class="flow card">
      ${text.steps.map(
        (step, index) =>
          html`<li class="flow__step">
            ${scene(scenes[index] ?? 'claim')}
            <div class="flow__words">
              <h3>${step.title}</h3>
              <p>${fill(step.sentence, lengths)}</p>
            </div>
          </li>`,
      )}
    </ol>
  </section>`;
}

function openDrops(drops: readonly DropView[]): Html {
  return html`<section class="section" aria-labelledby="drops">
    <h2 id="drops">${text.dropsTitle}</h2>
    ${
      drops.length > 0
        ? html`<ul class="drops">
            ${drops.map(dropCard)}
          </ul>`
        : html`<p class="note">
            <strong>${text.dropsEmpty}</strong>
            <span>${text.dropsEmptyRemedy}</span>
          </p>`
    }
  </section>`;
}

function whom(): Html {
  const grounds = ['sakura', 'sky', 'mint'] as const;
  return html`<section class="section" aria-labelledby="whom">
    <h2 id="whom">${text.whomTitle}</h2>
    <ul class="thirds">
      ${text.whom.map(
        (one, index) =>
          html`<li class="card card--${grounds[index] ?? 'lavender'}">
            <h3>${one.title}</h3>
            <p>${one.sentence}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}

function guilds(): Html {
  return html`<section class="section" aria-labelledby="guilds">
    <h2 id="guilds">${text.guildsTitle}</h2>
    <ul class="guilds">
      ${Guild.options.map(
        (guild) =>
          html`<li class="card">
            ${raw(guildBadgeSvg(guild, 56))}
            <h3>${en.pages.guilds[guild].title}</h3>
            <p>${en.pages.guilds[guild].sentence}</p>
          </li>`,
      )}
    </ul>
  </section>`;
}
