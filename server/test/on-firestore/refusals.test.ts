import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../refusals.test.ts'));
