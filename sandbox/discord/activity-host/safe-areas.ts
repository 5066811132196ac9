/**
 * What Discord's mobile clients tell a page of the notch and the bar below: variables on the root, in pixels, of the phone that the
 * sandbox draws. A window too small for them is the picture in a corner, which has none.
 */
const style = `<style>
:root { --discord-safe-area-inset-top: 47px; --discord-safe-area-inset-bottom: 34px; --discord-safe-area-inset-left: 0px; --discord-safe-area-inset-right: 0px }
@media (orientation: landscape) { :root { --discord-safe-area-inset-top: 0px; --discord-safe-area-inset-bottom: 21px; --discord-safe-area-inset-left: 47px; --discord-safe-area-inset-right: 47px } }
@media (max-width: 300px), (max-height: 250px) { :root { --discord-safe-area-inset-top: 0px; --discord-safe-area-inset-bottom: 0px; --discord-safe-area-inset-left: 0px; --discord-safe-area-inset-right: 0px } }
</style>`;

/** A page as a mobile client shows it. */
export function withSafeAreas(page: string): string {
  return page.includes('</head>') ? page.replace('</head>', `${style}</head>`) : style + page;
}
