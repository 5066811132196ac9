import { raw, type Html } from '../html.ts';

/** The mark of the house: one keycap seen from above, with a small cloud on it. Decorative. */
export function keycap(): Html {
  return raw(
    '<svg class="art keycap" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">' +
      '<rect class="art-sakura-deep" x="1" y="2" width="30" height="29" rx="8"/>' +
      '<rect class="art-sakura" x="4" y="3" width="24" height="22" rx="7"/>' +
      '<path class="art-paper" d="M11 19a3.6 3.6 0 0 1-.3-7.2 5.2 5.2 0 0 1 10-.6A4 4 0 0 1 20.5 19z"/></svg>',
  );
}
