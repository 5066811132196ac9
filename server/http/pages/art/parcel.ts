import { raw, type Html } from '../html.ts';

/** A parcel on its way under a small cloud, for orders that travel. Decorative. */
export function parcel(): Html {
  return raw(
    '<svg class="art scene" viewBox="0 0 240 180" aria-hidden="true"><path class="art-line-desk" d="M0 168h240"/>' +
      '<path class="art-path" d="M14 130H72M4 106h52M22 82h44"/>' +
      '<path class="art-cloud" d="M168 62a15 15 0 0 1-1-30 22 22 0 0 1 42-3 17 17 0 0 1-2 33z"/>' +
      '<path class="art-box-deep" d="M84 88h110v74a6 6 0 0 1-6 6H90a6 6 0 0 1-6-6z"/>' +
      '<path class="art-box" d="M84 88l14-26h82l14 26z"/><path class="art-sakura" d="M126 62h26l4 106h-34z"/>' +
      '<rect class="art-paper" x="158" y="116" width="28" height="38" rx="3"/>' +
      '<path class="art-line" d="M163 125h18M163 133h18M163 141h10"/></svg>',
  );
}

/** A keycap that has come off its switch, for pages that have to say no. Decorative. */
export function looseCap(): Html {
  return raw(
    '<svg class="art scene" viewBox="0 0 240 180" aria-hidden="true"><path class="art-line-desk" d="M0 168h240"/>' +
      '<rect class="art-case" x="28" y="134" width="184" height="34" rx="10"/>' +
      '<path class="art-lavender-deep" d="M40 104h44v32H40zM156 104h44v32h-44z"/>' +
      '<rect class="art-lavender" x="44" y="98" width="36" height="30" rx="7"/><rect class="art-lavender" x="160" y="98" width="36" height="30" rx="7"/>' +
      '<path class="art-case-deep" d="M104 118h32v18h-32z"/><path class="art-mint-deep" d="M112 106h16v12h-16z"/><path class="art-line-thick" d="M120 108v8M115 112h10"/>' +
      '<g transform="rotate(14 130 56)"><rect class="art-sakura-deep" x="104" y="36" width="48" height="46" rx="9"/>' +
      '<rect class="art-sakura" x="109" y="37" width="38" height="34" rx="8"/>' +
      '<path class="art-face" d="M119 52c1 2 4 2 5 0M132 52c1 2 4 2 5 0M124 62c2-2 6-2 8 0"/></g>' +
      '<path class="art-path" d="M126 98V88M112 94l-3-7M142 94l4-7"/></svg>',
  );
}
