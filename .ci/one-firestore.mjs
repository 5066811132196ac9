// Before a run of all tests: one emulator of Google's for whoever needs one, where there is any. Java takes seconds to start and longer to
// warm up, and every test has projects of its own on it, which are databases of their own. It ends with this process.
import { sharedHostName, startEmulator } from '../sandbox/firestore/emulator.ts';

export default async function startForAll() {
  const emulator = await startEmulator();
  if (emulator) process.env[sharedHostName] = emulator.host;
}
