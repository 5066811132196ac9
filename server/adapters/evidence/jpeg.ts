/** Dots of a picture: red, green, blue and opacity, a byte each. */
export type Dots = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

/** The order in which a block's frequencies are written: the low ones first. */
const zigzag = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47,
  55, 62, 63,
];

/** How coarsely each frequency is kept, from the example of the standard, made finer by half. */
const coarseness = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
].map((value) => Math.max(1, Math.round(value / 2)));

type Codes = { readonly counts: readonly number[]; readonly values: readonly number[] };

/** The standard's own codes, of differences and of runs, for all three colours: counts of each length, and what they stand for. */
const differences: Codes = {
  counts: [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};
const runs: Codes = {
  counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
  values: [
    ...Buffer.from(
      '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a' +
        '434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8' +
        'a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
      'hex',
    ),
  ],
};

const waves = Array.from({ length: 8 }, (_, frequency) =>
  Array.from(
    { length: 8 },
    (__, place) => (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * place + 1) * frequency * Math.PI) / 16),
  ),
);

/**
 * Writes a picture as a JPEG of middling quality, over white where it is see-through.
 *
 * @see ITU-T T.81, baseline, with the tables of its annex K
 */
export function encodeJpeg(dots: Dots): Uint8Array {
  const bits = new BitWriter();
  const codes = [codesOf(differences), codesOf(runs)] as const;
  const before = [0, 0, 0];
  for (let top = 0; top < dots.height; top += 8)
    for (let left = 0; left < dots.width; left += 8)
      for (const [colour, block] of blocksAt(dots, left, top).entries()) {
        const kept = transform(block);
        writeBlock(bits, kept, (kept[0] ?? 0) - (before[colour] ?? 0), codes);
        before[colour] = kept[0] ?? 0;
      }
  return Buffer.concat([head(dots), bits.end(), Buffer.from([0xff, 0xd9])]);
}

/** Brightness and the two differences of colour of one square, around zero; what is beyond the edge repeats it. */
function blocksAt({ width, height, rgba }: Dots, left: number, top: number): readonly Float64Array[] {
  const blocks = [new Float64Array(64), new Float64Array(64), new Float64Array(64)] as const;
  for (let index = 0; index < 64; index++) {
    const x = Math.min(width - 1, left + (index & 7));
    const y = Math.min(height - 1, top + (index >> 3));
    const at = 4 * (y * width + x);
    const opacity = (rgba[at + 3] ?? 0) / 255;
    const white = 255 * (1 - opacity);
    const red = (rgba[at] ?? 0) * opacity + white;
    const green = (rgba[at + 1] ?? 0) * opacity + white;
    const blue = (rgba[at + 2] ?? 0) * opacity + white;
    blocks[0][index] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
    blocks[1][index] = -0.168736 * red - 0.331264 * green + 0.5 * blue;
    blocks[2][index] = 0.5 * red - 0.418688 * green - 0.081312 * blue;
  }
  return blocks;
}

/** A square as frequencies, coarsened, the low ones first. */
function transform(block: Float64Array): Int32Array {
  const rows = new Float64Array(64);
  for (let y = 0; y < 8; y++)
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < 8; x++) sum += (block[8 * y + x] ?? 0) * (waves[u]?.[x] ?? 0);
      rows[8 * y + u] = sum;
    }
  const kept = new Int32Array(64);
  for (const [place, index] of zigzag.entries()) {
    const [u, v] = [index & 7, index >> 3];
    let sum = 0;
    for (let y = 0; y < 8; y++) sum += (rows[8 * y + u] ?? 0) * (waves[v]?.[y] ?? 0);
    kept[place] = Math.round(sum / (coarseness[index] ?? 1));
  }
  return kept;
}

type Word = { readonly code: number; readonly length: number };

function codesOf({ counts, values }: Codes): ReadonlyMap<number, Word> {
  const words = new Map<number, Word>();
  let code = 0;
  let next = 0;
  for (const [index, count] of counts.entries()) {
    for (let each = 0; each < count; each++) words.set(values[next++] ?? 0, { code: code++, length: index + 1 });
    code <<= 1;
  }
  return words;
}

function writeBlock(
  bits: BitWriter,
  kept: Int32Array,
  difference: number,
  [first, others]: readonly [ReadonlyMap<number, Word>, ReadonlyMap<number, Word>],
): void {
  const put = (words: ReadonlyMap<number, Word>, run: number, value: number) => {
    const size = value === 0 ? 0 : 32 - Math.clz32(Math.abs(value));
    const word = words.get((run << 4) | size) ?? { code: 0, length: 0 };
    bits.write(word.code, word.length);
    bits.write(value < 0 ? value + (1 << size) - 1 : value, size);
  };
  put(first, 0, difference);
  let zeros = 0;
  for (const value of kept.subarray(1)) {
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) put(others, 15, 0);
    put(others, zeros, value);
    zeros = 0;
  }
  if (zeros > 0) put(others, 0, 0);
}

class BitWriter {
  private readonly bytes: number[] = [];
  private held = 0;
  private count = 0;

  write(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit--) {
      this.held = (this.held << 1) | ((value >> bit) & 1);
      this.count += 1;
      if (this.count === 8) this.flush();
    }
  }

  end(): Buffer {
    while (this.count > 0) this.write(1, 1);
    return Buffer.from(this.bytes);
  }

  /** A byte of all ones is followed by one of zeros, since it would begin a marker. */
  private flush(): void {
    this.bytes.push(this.held);
    if (this.held === 0xff) this.bytes.push(0);
    this.held = 0;
    this.count = 0;
  }
}

function head({ width, height }: Dots): Buffer {
  const segment = (marker: number, body: readonly number[]) => [
    0xff,
    marker,
    (body.length + 2) >> 8,
    (body.length + 2) & 255,
    ...body,
  ];
  const table = (kind: number, { counts, values }: Codes) => segment(0xc4, [kind << 4, ...counts, ...values]);
  const colours = [1, 2, 3];
  return Buffer.from([
    0xff,
    0xd8,
    ...segment(0xdb, [0, ...zigzag.map((index) => coarseness[index] ?? 1)]),
    ...segment(0xc0, [
      8,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      3,
      ...colours.flatMap((id) => [id, 0x11, 0]),
    ]),
    ...table(0, differences),
    ...table(1, runs),
    ...segment(0xda, [3, ...colours.flatMap((id) => [id, 0]), 0, 63, 0]),
  ]);
}
