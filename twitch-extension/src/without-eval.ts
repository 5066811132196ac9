import * as z from 'zod/mini';

// Twitch's content policy forbids compiling code from strings. Zod tries it once per page unless told not to, and the browser
// reports every such try as a violation; so this file has to be loaded before any schema is made.
z.config({ jitless: true });
