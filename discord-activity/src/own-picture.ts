import type { PictureView } from '#shared/schemas/drop.ts';

/**
 * The same picture on this page's own origin, where Discord's proxy leads it to us: nothing remote may be shown in Discord. Null for one
 * that is not ours.
 */
export function ownPicture(picture: PictureView | null | undefined): PictureView | null {
  if (!picture || !URL.canParse(picture.url, 'https://c500.invalid')) return null;
  const { pathname, search } = new URL(picture.url, 'https://c500.invalid');
  return pathname.startsWith('/pictures/') ? { ...picture, url: pathname + search } : null;
}
