import * as z from 'zod/mini';

/** Lines and directions of their own would write over what stands around them, in chat and on a card; specs may have lines. */
export const oneLine = z.regex(/^[^\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u);
export const severalLines = z.regex(/^(?:[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\t\r\n])*$/u);

/** An id or name of a platform. */
export const platformText = z.string().check(z.maxLength(60));
/** Made by the caller, so that a repeated request finds what it did before. */
export const requestId = z.string().check(z.minLength(8), z.maxLength(80));
