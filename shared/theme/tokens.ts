import type { Guild } from '../schemas/citizen.ts';

/** A colour in light and in dark surroundings. `base.css` carries each as the CSS variable `--<name>`. */
export type ColourPair = { readonly light: string; readonly dark: string };

/**
 * The colours of the house. The five pastels are grounds and never text; their dark twins keep the hue at a low lightness.
 * Text colours reach 4.5:1 on every ground, and `focus` reaches 3:1.
 */
export const colours = {
  sakura: { light: '#ffd1dc', dark: '#472d38' },
  sky: { light: '#aeeeee', dark: '#1f4850' },
  mint: { light: '#98ff98', dark: '#22502f' },
  lavender: { light: '#e6e6fa', dark: '#3a3760' },
  vanilla: { light: '#fffdd0', dark: '#4b4233' },
  ground: { light: '#fffdd0', dark: '#1d1b29' },
  surface: { light: '#ffffff', dark: '#282636' },
  line: { light: '#e2dcc0', dark: '#45425a' },
  ink: { light: '#4a4a5a', dark: '#dedbea' },
  heading: { light: '#2e2e3e', dark: '#fffdf0' },
  muted: { light: '#555566', dark: '#c4c0d4' },
  link: { light: '#4a3f8c', dark: '#d9d3ff' },
  focus: { light: '#5a4bb0', dark: '#cfc6ff' },
  button: { light: '#3d3a5c', dark: '#ffd1dc' },
  'button-ink': { light: '#fffdf0', dark: '#2e2e3e' },
} as const satisfies Record<string, ColourPair>;

export type Colour = keyof typeof colours;
export type Pastel = 'sakura' | 'sky' | 'mint' | 'lavender' | 'vanilla';

/** The pastel each craft wears. */
export const guildPastels: Record<Guild, Pastel> = {
  builder: 'sakura',
  artisan: 'lavender',
  modder: 'sky',
  vintage: 'vanilla',
};

/** Distances in rem, so that they grow with the reader's text size: `--space-1` to `--space-6`. */
export const spacesRem = [0.25, 0.5, 0.75, 1, 1.5, 2.5] as const;

/** Corner radii in rem, by the size of what they round. */
export const radiiRem = { small: 0.5, medium: 0.875, large: 1.25 } as const;
