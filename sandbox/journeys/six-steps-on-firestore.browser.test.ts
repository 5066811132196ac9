import { tellOnFirestore } from '../../server/test/databases.ts';

await tellOnFirestore(() => import('./six-steps.browser.test.ts'));
