type Scene = {
  readonly desk: string;
  readonly board: string;
  readonly caps: readonly string[];
  readonly columns: number;
  readonly rows: number;
};

const scenes: Readonly<Record<string, Scene>> = {
  cloud: { desk: '#d9b79b', board: '#f2b8c6', caps: ['#fffdf0', '#e6e6fa', '#aeeeee'], columns: 10, rows: 4 },
  tea: { desk: '#c7d6c2', board: '#9fd3b4', caps: ['#fff8ec', '#fff8ec', '#f3a9a0'], columns: 12, rows: 4 },
  koi: { desk: '#b9dfe8', board: '#e8f7fa', caps: ['#ffb28a', '#ffffff', '#aeeeee'], columns: 2, rows: 2 },
  moon: { desk: '#4b4478', board: '#cfcff5', caps: ['#fff6cf', '#e6e6fa', '#bdb6ee'], columns: 2, rows: 2 },
  lube: { desk: '#dfe7ea', board: '#88c5cc', caps: ['#ffffff', '#ffd1dc', '#7a8f94'], columns: 8, rows: 5 },
  stab: { desk: '#efe0d0', board: '#b7cfd4', caps: ['#ffffff', '#ffffff', '#ffd1dc'], columns: 5, rows: 2 },
  moss: { desk: '#a98f6c', board: '#e2d8bd', caps: ['#8aa97c', '#f3ecd8', '#8aa97c'], columns: 10, rows: 4 },
};

/** A keyboard, drawn: rows of caps in a case on a desk, in the colours of the drop that it stands for. */
export function drawPicture(path: string): string {
  const [, name = '', number = '1'] = /\/pictures\/([a-z]+)-(\d)/.exec(path) ?? [];
  const { desk, board, caps, columns, rows } = scenes[name] ?? {
    desk: '#ddd',
    board: '#bbb',
    caps: ['#fff'],
    columns: 4,
    rows: 2,
  };
  const turn = (Number(number) - 1) * 6;
  const width = 340 / columns;
  const height = 132 / rows;
  const drawn = Array.from({ length: columns * rows }, (_, index) => {
    const x = 30 + (index % columns) * width;
    const y = 60 + Math.floor(index / columns) * height;
    const fill = caps[(index * 7) % 11 < 8 ? index % 2 : caps.length - 1] ?? '#fff';
    return (
      `<rect x="${x}" y="${y + 3}" width="${width - 4}" height="${height - 5}" rx="5" fill="#0002"/>` +
      `<rect x="${x}" y="${y}" width="${width - 4}" height="${height - 5}" rx="5" fill="${fill}"/>`
    );
  });
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 250" preserveAspectRatio="xMidYMid slice">' +
    `<rect width="400" height="250" fill="${desk}"/><path d="M0 205h400v45H0z" fill="#0001"/>` +
    `<g transform="rotate(${turn} 200 130)"><rect x="18" y="50" width="364" height="158" rx="18" fill="#0002"/>` +
    `<rect x="18" y="45" width="364" height="158" rx="18" fill="${board}"/>${drawn.join('')}</g></svg>`
  );
}
