/** One round of a contestant: answers a second as its clients saw them, their times, and the server's processor time per answer. */
export type Round = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMicros: number;
};

/** The middle one; of an even count, the upper of the two in the middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** One line: the medians of the rounds, with the spread of the rates. */
export function formatRounds(name: string, rounds: readonly Round[]): string {
  const rates = rounds.map((round) => round.perSecond);
  const of = (value: (round: Round) => number) => median(rounds.map(value));
  return [
    name.padEnd(34),
    `${formatCount(median(rates)).padStart(7)}/s`,
    `(${formatCount(Math.min(...rates))} to ${formatCount(Math.max(...rates))})`.padEnd(20),
    `p50 ${of((round) => round.p50Ms).toFixed(1)} ms, p99 ${of((round) => round.p99Ms).toFixed(1)} ms,`,
    `${of((round) => round.cpuMicros).toFixed(0)} µs of processor each`,
  ].join(' ');
}

/** A whole number with commas. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
