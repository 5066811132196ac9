/** Where the stand-in is known to answer otherwise than Google's emulator, by the name of the check, and why. */
export const knownDifferences: Readonly<Record<string, string>> = {
  'a query that needs an index which nobody made is refused':
    'The emulator serves every query; Google’s service and the stand-in want the index.',
  'five numbers can be asked for at once, and no more':
    'The emulator breaks on the sixth (2, unknown) where the service says that it is invalid (3).',
};
