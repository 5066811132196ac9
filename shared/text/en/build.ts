import type { BuildStepKey } from '../../build-steps.ts';

/** What the steps of a build are called, on the panel and at the live desk. */
export const buildTexts = {
  steps: {
    case: 'Case prepared',
    stabilisers: 'Stabilisers tuned',
    plate: 'Plate and PCB in',
    switches: 'Switches in',
    keycaps: 'Keycaps on',
    firmware: 'Firmware flashed',
    'sound-test': 'Sound test',
    sculpt: 'Sculpted',
    mould: 'Mould made',
    pour: 'Resin poured',
    cure: 'Cured',
    demould: 'Out of the mould',
    polish: 'Sanded and polished',
    'fit-test': 'Fit tested',
    strip: 'Taken apart',
    clean: 'Cleaned',
    lube: 'Lubed',
    film: 'Filmed',
    springs: 'Springs set',
    teardown: 'Teardown',
    repair: 'Repaired',
    convert: 'Converted',
    reassemble: 'Put back together',
    'key-test': 'Every key tested',
  } satisfies Record<BuildStepKey, string>,
} as const;
