import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findEmulator } from '../../../sandbox/firestore/emulator.ts';
import type { Store } from '../../ports/store.ts';
import { freshPlace, openAt, reopen, startEmulator, startStandIn } from './firestore-fixture.ts';
import { describeStore } from './store-contract.ts';

const emulator = await startEmulator();
const standIn = await startStandIn();
afterAll(async () => {
  await standIn.stop();
  await emulator?.stop();
});

describeStore('the store on the stand-in for Firestore', () => openAt(freshPlace(standIn.host)), reopen);
if (emulator) describeStore('the store on Google’s emulator', () => openAt(freshPlace(emulator.host)), reopen);
