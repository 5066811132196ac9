import { createServer } from 'node:net';

/** Below the ports that systems hand out by themselves, so that nobody is given one between its choice and its use. */
const portMin = 15_000;
const portMax = 32_000;
const triesMax = 100;

/** A port that nobody listens on right now. Chosen by chance, so that two who choose at once rarely choose the same. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < triesMax; tries++) {
    const port = portMin + Math.floor(Math.random() * (portMax - portMin));
    if (await isFree(port)) return port;
  }
  throw new Error(`no port from ${portMin} on is free`);
}

/** Whether nobody listens on a port right now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
