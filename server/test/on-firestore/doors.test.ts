import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../doors.test.ts'));
