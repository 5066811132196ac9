import { raw, type Html } from '../html.ts';

/** The four scenes of how money goes its way. Side by side they make one picture: the desk and the coins' path run through. */
export type Scene = 'claim' | 'vault' | 'proof' | 'paid';

const floor = '<path class="art-line-desk" d="M0 168h240"/>';

function coin(x: number, y: number): string {
  return (
    `<circle class="art-coin-deep" cx="${x}" cy="${y + 2}" r="13"/><circle class="art-coin" cx="${x}" cy="${y}" r="13"/>` +
    `<path class="art-coin-mark" d="M${x - 5} ${y + 4}a3 3 0 0 1 0-6 4.6 4.6 0 0 1 8.8-.6 3.5 3.5 0 0 1-.5 6.600z"/>`
  );
}

/** The coins' path enters at the left edge and leaves at the right one, always at the same height. */
function path(from: number, to: number): string {
  return `<path class="art-path" d="M${from} 60H${to}"/>`;
}

const claim =
  path(150, 240) +
  '<rect class="art-case-deep" x="34" y="78" width="116" height="78" rx="10"/>' +
  '<rect class="art-sky" x="41" y="85" width="102" height="64" rx="6"/>' +
  '<rect class="art-paper" x="50" y="94" width="44" height="13" rx="6.5"/>' +
  '<rect class="art-sakura" x="74" y="112" width="60" height="13" rx="6.5"/>' +
  '<rect class="art-paper" x="50" y="130" width="34" height="11" rx="5.5"/>' +
  '<path class="art-case" d="M22 156h140l8 9a3 3 0 0 1-2 3H16a3 3 0 0 1-2-3z"/>' +
  '<path class="art-heart" d="M112 74c-14-9-19-16-19-23a9.5 9.5 0 0 1 19-3 9.5 9.5 0 0 1 19 3c0 7-5 14-19 23z"/>' +
  coin(196, 60);

const vault =
  path(0, 64) +
  path(176, 240) +
  '<path class="art-lavender-deep" d="M70 158h18v10H70zM152 158h18v10h-18z"/>' +
  '<path class="art-cloud" d="M46 158a34 34 0 0 1-6-66 42 42 0 0 1 36-42 52 52 0 0 1 90 4 38 38 0 0 1 32 40 33 33 0 0 1-10 64z"/>' +
  '<circle class="art-lavender-deep" cx="120" cy="108" r="43"/>' +
  '<circle class="art-lavender" cx="120" cy="106" r="40"/>' +
  '<circle class="art-ring" cx="120" cy="106" r="31"/>' +
  '<path class="art-face" d="M104 103c2 4 8 4 10 0M126 103c2 4 8 4 10 0M114 115c3 4 9 4 12 0"/>' +
  '<circle class="art-sakura" cx="101" cy="114" r="4"/><circle class="art-sakura" cx="139" cy="114" r="4"/>' +
  '<path class="art-lavender-deep" d="M164 96h10a5 5 0 0 1 0 10h-10zM164 112h10a5 5 0 0 1 0 10h-10z"/>' +
  '<text class="art-zzz" x="178" y="44">z</text><text class="art-zzz art-zzz--small" x="192" y="32">z</text>' +
  coin(30, 60);

const proof =
  path(0, 42) +
  path(198, 240) +
  '<path class="art-case" d="M108 146h24l5 22h-34z"/>' +
  '<rect class="art-case-deep" x="42" y="34" width="156" height="114" rx="14"/>' +
  '<rect class="art-mint" x="51" y="43" width="138" height="96" rx="8"/>' +
  '<rect class="art-paper" x="60" y="52" width="46" height="18" rx="9"/><circle class="art-rec" cx="71" cy="61" r="4.5"/>' +
  '<path class="art-line-thick" d="M80 61h18"/>' +
  '<rect class="art-case" x="66" y="86" width="108" height="42" rx="8"/>' +
  '<path class="art-paper" d="M73 92h13v9H73zM89 92h13v9H89zM105 92h13v9h-13zM121 92h13v9h-13zM137 92h13v9h-13zM73 104h19v9H73zM95 104h13v9H95zM111 104h13v9h-13zM127 104h13v9h-13z"/>' +
  '<path class="art-sakura" d="M153 92h14v9h-14zM143 104h24v9h-24z"/><path class="art-sky" d="M92 116h56v7H92z"/>' +
  '<circle class="art-check-ground" cx="184" cy="128" r="21"/><path class="art-check" d="M174 128l7 7 13-14"/>';

const paid =
  path(0, 70) +
  '<path class="art-box-deep" d="M70 98h100v64a6 6 0 0 1-6 6H76a6 6 0 0 1-6-6z"/>' +
  '<path class="art-box" d="M64 84h112a5 5 0 0 1 5 5v17H59V89a5 5 0 0 1 5-5z"/>' +
  '<path class="art-sakura" d="M108 84h24v84h-24z"/>' +
  '<rect class="art-paper" x="138" y="120" width="26" height="34" rx="3"/>' +
  '<path class="art-line" d="M143 128h16M143 135h16M143 142h9"/>' +
  '<path class="art-paper" d="M114 102a5 5 0 0 1-.3-10 7.2 7.2 0 0 1 13.8-.8 5.5 5.5 0 0 1-.8 10.800z"/>' +
  '<path class="art-mint-deep" d="M30 138c-14-4-18-16-15-28 10 4 17 14 15 28z"/><path class="art-mint" d="M31 138c-4-15 2-28 14-34 5 12 0 27-14 34z"/>' +
  '<path class="art-sky" d="M18 138h26l-4 30H22z"/>' +
  coin(100, 60) +
  coin(136, 50) +
  coin(170, 62);

const drawings: Readonly<Record<Scene, string>> = { claim, vault, proof, paid };

/** One scene, decorative: the words stand beside it. */
export function scene(name: Scene): Html {
  return raw(`<svg class="art scene" viewBox="0 0 240 180" aria-hidden="true">${floor}${drawings[name]}</svg>`);
}
