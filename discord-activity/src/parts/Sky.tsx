const stars = [
  [60, 40],
  [150, 74],
  [236, 30],
  [330, 92],
  [452, 46],
  [560, 84],
  [668, 28],
  [772, 66],
  [858, 110],
  [930, 36],
  [1024, 84],
  [1128, 44],
  [404, 120],
  [700, 128],
] as const;
/** Three swags of a string of lights, each hanging between two posts. */
const swags = [0, 400, 800] as const;
const bulbs = swags.flatMap((start) =>
  Array.from({ length: 8 }, (_, index) => {
    const along = (index + 0.5) / 8;
    return { x: start + along * 400, y: 6 + 4 * 30 * along * (1 - along) };
  }),
);

/** What is above and behind the shops: a pale morning in light surroundings, a night with stars in dark ones. */
export function Sky() {
  return (
    <>
      <svg className="sky" viewBox="0 0 1200 420" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
        <g className="sky__stars">
          {stars.map(([x, y]) => (
            <circle key={x} cx={x} cy={y} r={(x + y) % 3 === 0 ? 2.4 : 1.6} />
          ))}
        </g>
        <g className="sky__orb">
          <circle className="sky__halo" cx="1010" cy="112" r="74" />
          <circle className="sky__disc" cx="1010" cy="112" r="46" />
          <path
            className="sky__craters"
            d="M990 96a9 9 0 1 1 .1 0zM1024 124a12 12 0 1 1 .1 0zM1012 92a5 5 0 1 1 .1 0z"
          />
        </g>
        <g className="sky__cloud sky__cloud--slow">
          <path d="M150 150a26 26 0 0 1-3-52 37 37 0 0 1 71-10 31 31 0 0 1 12 62z" />
        </g>
        <g className="sky__cloud">
          <path d="M560 108a20 20 0 0 1-2-40 29 29 0 0 1 55-8 24 24 0 0 1 9 48z" />
        </g>
        <path className="sky__hills" d="M0 300q120-90 270-40t270-20 260 10 400-20v190H0z" />
        <path
          className="sky__roofs"
          d="M0 330h40v-46l40-30 40 30v40h60v-62h56v62h40v-34l34-28 34 28v34h80v-78h30v-26h26v26h34v78h60v-40l44-34 44 34v40h70v-60h64v60h40v-44l38-30 38 30v44h60v-70h60v70h68v90H0z"
        />
      </svg>
      <svg className="bulbs" viewBox="0 0 1200 60" aria-hidden="true">
        {swags.map((start) => (
          <path key={start} className="bulbs__wire" d={`M${start} 6q200 60 400 0`} />
        ))}
        {bulbs.map(({ x, y }) => (
          <circle key={x} className="bulbs__one" cx={x} cy={y + 7} r="6" />
        ))}
      </svg>
    </>
  );
}
