const keyColours = ['#ffd1dc', '#fffdf0', '#aeeeee', '#e6e6fa', '#fffdf0', '#c9f7c9'];

function keys() {
  return Array.from({ length: 4 }, (_row, row) =>
    Array.from({ length: 11 }, (_key, column) => {
      const isSpace = row === 3 && column >= 3 && column <= 7;
      if (isSpace && column > 3) return null;
      const colour = keyColours[(row * 5 + column * 3) % keyColours.length];
      return (
        <rect
          key={`${row}.${column}`}
          className={(row * 7 + column * 5) % 9 === 0 ? 'workshop-key is-typed' : 'workshop-key'}
          style={{ animationDelay: `${((row * 13 + column * 29) % 40) / 10}s` }}
          x={233 + column * 16.4}
          y={222 + row * 14.6}
          width={isSpace ? 79 : 14.2}
          height="12.2"
          rx="3.2"
          fill={colour}
        />
      );
    }),
  );
}

/** A workshop in the evening: lamp, window, a board on the bench, tea, a plant and a cat. Decorative; it moves by CSS alone. */
export function Workshop() {
  return (
    <svg className="workshop" viewBox="0 0 640 360" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id="dusk" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#4b4788" />
          <stop offset="0.6" stopColor="#c792bd" />
          <stop offset="1" stopColor="#ffd3c2" />
        </linearGradient>
        <linearGradient id="wall" x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor="#6c5f8f" />
          <stop offset="1" stopColor="#494268" />
        </linearGradient>
        <linearGradient id="bench" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#dba87c" />
          <stop offset="1" stopColor="#b47d57" />
        </linearGradient>
        <radialGradient id="glow" cx="0.5" cy="0" r="1">
          <stop offset="0" stopColor="#fff3c4" stopOpacity="0.85" />
          <stop offset="1" stopColor="#fff3c4" stopOpacity="0" />
        </radialGradient>
        <clipPath id="pane">
          <rect x="52" y="34" width="176" height="132" rx="12" />
        </clipPath>
      </defs>
      <rect width="640" height="360" fill="url(#wall)" />
      <EveningWindow />
      <Shelves />
      <g className="workshop-lamp">
        <path d="M322 0v62" stroke="#35304f" strokeWidth="3" />
        <path d="M290 92q4-32 32-32t32 32z" fill="#ffd1dc" />
        <ellipse cx="322" cy="92" rx="32" ry="6" fill="#fff6d8" />
        <path className="workshop-light" d="M292 94h60l112 162H180z" fill="url(#glow)" />
      </g>
      <rect y="248" width="640" height="112" fill="url(#bench)" />
      <path d="M0 276h640M0 316h640" stroke="#a8744f" strokeWidth="1.5" opacity="0.5" />
      <rect x="196" y="204" width="254" height="94" rx="14" fill="#3b3560" opacity="0.3" transform="translate(6 10)" />
      <rect x="190" y="196" width="266" height="104" rx="16" fill="#e6e6fa" />
      <rect x="218" y="206" width="210" height="84" rx="12" fill="#e9a9bb" />
      <rect x="226" y="214" width="194" height="68" rx="8" fill="#fff0f4" />
      {keys()}
      <g className="workshop-hand">
        <path
          d="M470 330q-22-44-50-50-13-2-10 9 2 8 16 12-16-2-19 6-2 8 14 10-12 2-11 10 2 7 18 5l22 4z"
          fill="#f1c4a5"
        />
        <path d="M470 342q40-18 76-4l20 30H452z" fill="#8fb7c9" />
      </g>
      <g>
        <rect x="96" y="214" width="50" height="48" rx="10" fill="#aeeeee" />
        <path d="M146 226q20 0 18 14t-20 12" stroke="#aeeeee" strokeWidth="8" fill="none" />
        <ellipse cx="121" cy="215" rx="25" ry="6" fill="#8a5f43" />
        <path className="workshop-steam" d="M112 204q-8-12 0-22t0-22" />
        <path className="workshop-steam is-late" d="M128 204q8-12 0-22t2-22" />
      </g>
      <SleepingCat />
    </svg>
  );
}

function EveningWindow() {
  return (
    <>
      <g clipPath="url(#pane)">
        <rect x="52" y="34" width="176" height="132" fill="url(#dusk)" />
        <circle cx="188" cy="66" r="13" fill="#fff6d8" />
        <g className="workshop-cloud" fill="#ffeaf1" opacity="0.85">
          <path d="M70 92a11 11 0 0 1 4-21 17 17 0 0 1 32 3 10 10 0 0 1 0 18z" />
          <path d="M150 128a8 8 0 0 1 3-15 13 13 0 0 1 24 2 7 7 0 0 1 0 13z" />
        </g>
        <path d="M52 146q22-22 46-8t44-12 40 4 46-10v46H52z" fill="#5b5386" />
        <path d="M52 158q30-14 62-6t56-8 58 4v22H52z" fill="#443f6b" />
      </g>
      <path d="M140 34v132M52 100h176" stroke="#f4e6d4" strokeWidth="5" />
      <rect x="52" y="34" width="176" height="132" rx="12" fill="none" stroke="#f4e6d4" strokeWidth="8" />
    </>
  );
}

function Shelves() {
  return (
    <g>
      <rect x="416" y="62" width="176" height="9" rx="4" fill="#e8c6a2" />
      <rect x="416" y="132" width="176" height="9" rx="4" fill="#e8c6a2" />
      <rect x="430" y="36" width="17" height="26" rx="3" fill="#aeeeee" />
      <rect x="450" y="30" width="14" height="32" rx="3" fill="#ffd1dc" />
      <rect x="467" y="40" width="20" height="22" rx="3" fill="#fffdd0" />
      <rect x="540" y="34" width="36" height="28" rx="6" fill="#c9c3f2" />
      <path d="M548 54q10-16 20 0" stroke="#4b4788" strokeWidth="3" fill="none" strokeLinecap="round" />
      <g className="workshop-plant">
        <path d="M506 62q-2-22-15-29 17 0 18 18 2-19 17-23-11 12-11 34z" fill="#8fd19e" />
      </g>
      <rect x="496" y="98" width="68" height="34" rx="6" fill="#4b4574" />
      <text x="530" y="121" textAnchor="middle" fontSize="17" fontWeight="700" fill="#ffd1dc">
        C500
      </text>
      <circle cx="444" cy="118" r="14" fill="#fffdf0" />
      <path d="M444 110v8l6 4" stroke="#4b4574" strokeWidth="2.6" fill="none" strokeLinecap="round" />
      <rect x="470" y="112" width="16" height="20" rx="4" fill="#b9f5b9" />
    </g>
  );
}

function SleepingCat() {
  return (
    <g>
      <path
        className="workshop-tail"
        d="M588 262q34-6 24-38"
        stroke="#35304f"
        strokeWidth="10"
        fill="none"
        strokeLinecap="round"
      />
      <path d="M514 268q0-40 42-40t42 40z" fill="#35304f" />
      <circle cx="528" cy="238" r="19" fill="#35304f" />
      <path d="M513 228l0-18 14 10zM543 228l1-18-15 10z" fill="#35304f" />
      <path d="M519 240q4 4 8 0M531 240q4 4 8 0" stroke="#ffd1dc" strokeWidth="2" fill="none" strokeLinecap="round" />
    </g>
  );
}
