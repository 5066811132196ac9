import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { reactFile, writeReactFile } from './pack/react-file.ts';

const folder = import.meta.dirname;
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));

/** Puts React beside our code as a file of its own, and lets pages ask for it at once instead of when our code has arrived. */
function reactAsPublished(): Plugin {
  return {
    name: 'react-as-published',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: reactFile.name, source: writeReactFile() });
    },
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'modulepreload', href: `./${reactFile.name}` }, injectTo: 'head' },
    ],
  };
}

/** Leaves the comments of style sheets out, as those of our code are: together they were a fifth of what viewers would load. */
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
 * Builds every page of the extension into `dist`, which is what gets zipped for Twitch. Its review asks for code that people can
 * read, so nothing is minified, and for libraries as they were published, in files of their own. Its CDN serves from a deep path, so
 * addresses are relative; the zip has no folders, so neither has `dist`.
 */
export default defineConfig({
  root: folder,
  base: './',
  publicDir: false,
  plugins: [reactAsPublished(), stylesWithoutComments()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    cssMinify: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      input: Object.fromEntries(pages.map((name) => [name.replace('.html', ''), join(folder, name)])),
      external: reactFile.imports,
      output: {
        paths: Object.fromEntries(reactFile.imports.map((name) => [name, `./${reactFile.name}`])),
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        assetFileNames: '[name][extname]',
        minifyInternalExports: false,
        // They are for whoever changes the code, and that is not done in the zip.
        comments: { jsdoc: false, annotation: false },
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]/ }] },
      },
    },
  },
});
