import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../races.test.ts'));
