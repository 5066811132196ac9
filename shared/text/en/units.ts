/** How many units of a drop are left, in words. */
export const unitTexts = {
  left: '{left} of {total} left',
  lastOne: 'Last one',
  soldOut: 'All taken',
} as const;
