import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadFonts } from './load-fonts.ts';

/** Draws a page into its `#root`. */
export function mountPage(content: ReactNode): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no #root to be drawn into');
  createRoot(root).render(content);
  loadFonts();
}
