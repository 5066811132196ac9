import { afterAll } from '@jest/globals';
import { freshPlace, openAt, reopen, startEmulator, startStandIn } from './firestore-fixture.ts';
import { describeStore } from './store-contract.ts';

const standIn = await startStandIn();
const emulator = await startEmulator();
afterAll(() => Promise.all([standIn.stop(), emulator?.stop()]));

describeStore('the store on the stand-in for Firestore', () => openAt(freshPlace(standIn.host)), reopen);
if (emulator) describeStore('the store on Google’s emulator', () => openAt(freshPlace(emulator.host)), reopen);
