/** A text without what follows the question mark of an address: Twitch's token calls carry their secrets there. */
export function withoutQueries(text: string): string {
  return text.replace(/\?\S*=\S*/g, '?…');
}

/**
 * An error as it may be written down. Libraries hang whole requests on their errors, with tokens, payment links and bodies, so
 * only known fields are taken, and the causes behind it in the same way.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutQueries(String(error));
  const { name, message, stack = '', cause } = error;
  return {
    name,
    message: withoutQueries(message),
    stack: withoutQueries(stack),
    ...('code' in error ? { code: error.code } : {}),
    ...('status' in error ? { status: error.status } : {}),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}
