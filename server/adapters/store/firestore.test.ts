import { afterAll } from '@jest/globals';
import { openAt, openGrounds, reopen } from './firestore-fixture.ts';
import { describeStore } from './store-contract.ts';

const grounds = await openGrounds();
afterAll(() => Promise.all(grounds.map((ground) => ground.stop())));

for (const { name, freshPlace } of grounds)
  describeStore(`the store on Firestore: ${name}`, () => openAt(freshPlace()), reopen);
