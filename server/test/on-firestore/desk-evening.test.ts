import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../desk-evening.test.ts'));
