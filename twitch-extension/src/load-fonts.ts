/**
 * Lets the style sheet use Quicksand once the page stands and the browser has nothing better to do: words are read in the reader's own
 * typeface until then, so that a slow network never makes somebody wait for a letter.
 */
export function loadFonts(): void {
  const dress = () => document.documentElement.classList.add('dressed');
  if ('requestIdleCallback' in window) window.requestIdleCallback(dress, { timeout: 2_000 });
  else setTimeout(dress, 500);
}
