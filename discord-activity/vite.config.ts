import { defineConfig, type Plugin } from 'vite';
import { basicFonts } from './pack/basic-fonts.ts';

/** Leaves the comments of style sheets out of what people load. */
function stylesWithoutComments(): Plugin {
  return {
    name: 'styles-without-comments',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === 'asset' && file.fileName.endsWith('.css') && typeof file.source === 'string')
          file.source = file.source.replaceAll(/\/\*.*?\*\/\s*/gs, '');
    },
  };
}

/**
 * Only the part of Discord's SDK that is used is kept: the package does not say that its files do nothing by themselves when they are
 * loaded, and its arithmetic for prices of apps alone would be a fifth of it.
 */
const withoutSideEffects = /node_modules[\\/]@discord[\\/]embedded-app-sdk[\\/]/;

/**
 * Builds the activity into `dist`. Discord strips the headers that say how long a page may be kept, so every file but the page has a
 * name that changes with what is in it. Its policy allows no script in the page, so there is none.
 */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [basicFonts(), stylesWithoutComments()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      treeshake: { moduleSideEffects: (id) => !withoutSideEffects.test(id) },
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'discord', test: withoutSideEffects },
            { name: 'zod', test: /node_modules[\\/]zod[\\/]/ },
          ],
        },
      },
    },
  },
});
