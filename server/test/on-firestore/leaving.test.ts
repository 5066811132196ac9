import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../leaving.test.ts'));
