import { html } from './html.ts';

/**
 * An attribute of a part that has to go when its reader's stream begins: `site.js` looks at the page again this often, in seconds. What
 * was asked of the server before does not know that a stream began.
 */
export const lookAgain = html` data-every="10"`;
