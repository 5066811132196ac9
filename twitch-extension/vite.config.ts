import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const folder = import.meta.dirname;
const pages = readdirSync(folder).filter((name) => name.endsWith('.html'));

/**
 * Builds every page of the extension into `dist`, which is what gets zipped for Twitch. Its review asks for code that people can
 * read, so ours is not minified and libraries are in a file of their own; its CDN serves from a deep path, so addresses are relative.
 */
export default defineConfig({
  root: folder,
  base: './',
  publicDir: false,
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
      output: {
        entryFileNames: 'assets/[name].js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
        codeSplitting: { groups: [{ name: 'vendor', test: /node_modules/ }] },
      },
    },
  },
});
