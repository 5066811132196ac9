/** Discord waits 3 s for a form or for choices; what comes later is for nobody. */
const patienceMs = 2_000;

/** Ends a question of the core in time to say that it could not be answered. */
export function soon(): AbortSignal {
  return AbortSignal.timeout(patienceMs);
}
