import type { ReactNode } from 'react';
import type { Guild } from '#shared/schemas/citizen.ts';
import { guildNames, guildSigns } from '#shared/theme/badges.ts';

/** A shop front of one guild, 240 by 250, standing on its lower edge. Its lights are on while a builder of the guild is at the bench. */
export function ShopDrawing({ guild, isLit }: { readonly guild: Guild; readonly isLit: boolean }) {
  return (
    <svg className={`shopfront shopfront--${guild} ${isLit ? 'is-lit' : ''}`} viewBox="0 0 240 250" aria-hidden="true">
      {isLit && <ellipse className="sf-glow" cx="120" cy="206" rx="128" ry="62" />}
      {roofs[guild]}
      <path className="sf-wall" d="M22 98h196v152H22z" />
      <path className="sf-shade" d="M22 98h196v9H22zM22 98h8v152h-8zM210 98h8v152h-8z" />
      <Bricks />
      <Sign guild={guild} />
      <rect className="sf-frame" x="34" y="172" width="116" height="64" rx="9" />
      <rect className="sf-glass" x="39" y="177" width="106" height="54" rx="6" />
      {goods[guild]}
      <path className="sf-shine" d="M52 177h15l-22 54h-6v-24zM76 177h7l-22 54h-7z" />
      <rect className="sf-wood" x="30" y="233" width="124" height="7" rx="3.5" />
      <Door isLit={isLit} />
      <Awning />
      <FlowerPot x={12} />
      <FlowerPot x={206} />
      {isLit && <ellipse className="sf-pool" cx="96" cy="252" rx="62" ry="5" />}
    </svg>
  );
}

function Bricks() {
  return (
    <path
      className="sf-bricks"
      d="M40 116h12M56 116h8M186 122h14M170 130h10M44 134h9M192 146h9M34 156h6M160 160h12M203 160h7M158 246h-4M36 246h10M60 246h14M100 246h12M130 246h8"
    />
  );
}

function Sign({ guild }: { readonly guild: Guild }) {
  return (
    <g>
      <rect className="sf-board" x="56" y="107" width="128" height="30" rx="15" />
      <path className="sf-sign" fillRule="evenodd" transform="translate(67 112) scale(1.25)" d={guildSigns[guild]} />
      <text className="sf-name" x="129" y="127.5" textAnchor="middle">
        {guildNames[guild]}
      </text>
    </g>
  );
}

const stripes = Array.from({ length: 8 }, (_, index) => 26 + index * 23.5);

function Awning() {
  return (
    <g>
      {stripes.map((x, index) => (
        <path
          key={x}
          className={index % 2 === 0 ? 'sf-stripe' : 'sf-stripe sf-stripe--pale'}
          d={`M${x + (120 - x) * 0.06} 144h${23.5 * 0.94}L${x + 23.5} 168a11.75 10 0 0 1-23.5 0z`}
        />
      ))}
      <path className="sf-shade" d="M33 144h174l1 5H32z" />
    </g>
  );
}

function Door({ isLit }: { readonly isLit: boolean }) {
  return (
    <g>
      <path className="sf-frame" d="M160 250v-58a22 22 0 0 1 44 0v58z" />
      <path className="sf-door" d="M165 250v-57a17 17 0 0 1 34 0v57z" />
      <path className="sf-glass" d="M171 211v-17a11 11 0 0 1 22 0v17z" />
      <circle className="sf-knob" cx="193" cy="226" r="2.6" />
      <rect className="sf-wood" x="154" y="246" width="56" height="4" rx="2" />
      {isLit && <rect className="sf-open" x="173" y="214" width="18" height="9" rx="3" />}
    </g>
  );
}

function FlowerPot({ x }: { readonly x: number }) {
  return (
    <g transform={`translate(${x} 222)`}>
      <path className="sf-leaf" d="M11 15C2 14 1 5 3 2c4 2 7 5 8 9 0-5 2-8 6-10 3 5 2 12-6 14z" />
      <circle className="sf-bloom" cx="4" cy="3" r="2.6" />
      <circle className="sf-bloom" cx="17" cy="2" r="2.6" />
      <circle className="sf-bloom" cx="11" cy="-1" r="2.6" />
      <path className="sf-pot" d="M2 14h18l-2.4 12.5a2 2 0 0 1-2 1.5H6.4a2 2 0 0 1-2-1.5z" />
    </g>
  );
}

/** Each guild has a roof of its own: a gable, a round one, a garden, and steps with a clock. */
const roofs: Record<Guild, ReactNode> = {
  builder: (
    <g>
      <path className="sf-stone" d="M170 40h22v44h-22z" />
      <path
        className="sf-smoke"
        d="M178 30a8 8 0 0 1 4-14 9 9 0 0 1 16-6 8 8 0 0 1 4 14 7 7 0 0 1-12 5 7 7 0 0 1-12 1z"
      />
      <path className="sf-roof" d="M8 100 113 33a13 13 0 0 1 14 0l105 67a4 4 0 0 1-2 7H10a4 4 0 0 1-2-7z" />
      <path className="sf-tiles" d="M52 84h34M104 84h34M156 84h34M78 66h34M126 66h34M104 50h32" />
      <circle className="sf-frame" cx="120" cy="82" r="13" />
      <circle className="sf-glass" cx="120" cy="82" r="9" />
      <path className="sf-bars" d="M120 73v18M111 82h18" />
    </g>
  ),
  artisan: (
    <g>
      <path className="sf-wood" d="M118 16h4v30h-4z" />
      <path className="sf-flag" d="M122 16c10-4 16 4 26 0v15c-10 4-16-4-26 0z" />
      <path className="sf-roof" d="M12 107c-3 0-4-3-3-6 8-36 56-59 111-59s103 23 111 59c1 3 0 6-3 6z" />
      <path
        className="sf-tiles"
        d="M34 92q10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0M60 72q10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0 10 9 20 0M94 56q9 8 18 0 9 8 18 0 9 8 18 0"
      />
    </g>
  ),
  modder: (
    <g>
      <path
        className="sf-leaf"
        d="M30 88c-8-10 2-24 12-18 2-12 20-12 22 0 10-4 18 8 10 18zM166 88c-8-10 2-24 12-18 2-12 20-12 22 0 10-4 18 8 10 18z"
      />
      <circle className="sf-bloom" cx="46" cy="74" r="3.4" />
      <circle className="sf-bloom" cx="62" cy="79" r="3.4" />
      <circle className="sf-bloom" cx="182" cy="76" r="3.4" />
      <circle className="sf-bloom" cx="197" cy="82" r="3.4" />
      <path className="sf-stone" d="M104 70h32v20h-32z" />
      <path className="sf-drop" d="M120 14c11 13 21 24 21 37a21 21 0 0 1-42 0c0-13 10-24 21-37z" />
      <path className="sf-gleam" d="M108 50c-1 8 4 13 11 14" />
      <rect className="sf-roof" x="10" y="84" width="220" height="23" rx="8" />
      <path className="sf-tiles" d="M26 96h26M66 96h26M106 96h26M146 96h26M186 96h26" />
    </g>
  ),
  vintage: (
    <g>
      <path
        className="sf-roof"
        d="M14 107V86a6 6 0 0 1 6-6h26V66a6 6 0 0 1 6-6h28V46a6 6 0 0 1 6-6h68a6 6 0 0 1 6 6v14h28a6 6 0 0 1 6 6v14h26a6 6 0 0 1 6 6v21z"
      />
      <path className="sf-tiles" d="M28 94h22M62 76h16M162 76h16M190 94h22M94 100h52" />
      <circle className="sf-frame" cx="120" cy="72" r="19" />
      <circle className="sf-board" cx="120" cy="72" r="14.5" />
      <path className="sf-hands" d="M120 62v10l7 5" />
      <path className="sf-wood" d="M118 26h4v14h-4z" />
      <circle className="sf-knob" cx="120" cy="25" r="4" />
    </g>
  ),
};

const caps = [0, 1, 2].flatMap((row) =>
  Array.from({ length: row === 2 ? 5 : 8 }, (_, index) => ({
    x: 54 + index * 9.6 + (row === 2 && index > 2 ? 19.2 : 0),
    y: 203 + row * 8,
    width: row === 2 && index === 2 ? 27 : 8,
    isBright: (row * 3 + index) % 5 === 1,
  })),
);

/** What lies in each window. */
const goods: Record<Guild, ReactNode> = {
  builder: (
    <g>
      <rect className="sf-case" x="48" y="197" width="88" height="34" rx="6" />
      {caps.map(({ x, y, width, isBright }) => (
        <rect
          key={`${x} ${y}`}
          className={isBright ? 'sf-cap sf-cap--bright' : 'sf-cap'}
          x={x}
          y={y}
          width={width}
          height="6.6"
          rx="2"
        />
      ))}
    </g>
  ),
  artisan: (
    <g>
      <path className="sf-case" d="M50 219h26v12H50zM80 211h26v20H80zM110 219h26v12h-26z" />
      <path className="sf-cap" d="M55 203h16l3 16H52z" />
      <path className="sf-cap sf-cap--bright" d="M85 195h16l3 16H82z" />
      <path className="sf-cap" d="M115 203h16l3 16h-22z" />
      <path
        className="sf-mark"
        d="M60 210v2M66 210v2M61 215q2 1.6 4 0M93 200l1.4 3h3l-2.4 2 1 3-3-1.8-3 1.8 1-3-2.4-2h3zM119 213q4-7 8 0M123 209v-3"
      />
    </g>
  ),
  modder: (
    <g>
      <path className="sf-case" d="M52 213h30l4 18H48z" />
      <path className="sf-cap sf-cap--bright" d="M63 199h8v14h-8z" />
      <path className="sf-cap" d="M60 203h14v4H60z" />
      <path className="sf-case" d="M98 207c0-4 4-5 4-9v-6h12v6c0 4 4 5 4 9v24H98z" />
      <path className="sf-cap sf-cap--bright" d="M101 214h14v12h-14z" />
      <path className="sf-cap" d="M128 211c4 5 7 8 7 12a7 7 0 0 1-14 0c0-4 3-7 7-12z" />
    </g>
  ),
  vintage: (
    <g>
      <path className="sf-case" d="M50 195a5 5 0 0 1 5-5h42a5 5 0 0 1 5 5v28a5 5 0 0 1-5 5H55a5 5 0 0 1-5-5z" />
      <rect className="sf-screen" x="56" y="195" width="40" height="24" rx="4" />
      <path className="sf-text" d="M60 201h14M60 206h22M60 211h10" />
      <path className="sf-case" d="M60 228h32v3H60z" />
      <path className="sf-cap sf-cap--bright" d="M110 205h20l5 5v21h-25z" />
      <path className="sf-cap" d="M114 205h12v8h-12zM113 219h19v12h-19z" />
    </g>
  ),
};
