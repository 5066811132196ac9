/** The versions of the promises in force. A builder signs them before opening a drop; a new version never touches old orders. */
export const currentPromises = { vibeCheck: 1, shippingStandard: 1 } as const;
