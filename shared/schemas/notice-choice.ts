import * as z from 'zod/mini';

/**
 * What a person wants to be told: everything, by DM; the same, in the order's room where there is one; or nothing but what concerns
 * their money.
 */
export const NoticeChoice = z.enum(['everything', 'room', 'money-only']);
export type NoticeChoice = z.infer<typeof NoticeChoice>;
