import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../desk.test.ts'));
