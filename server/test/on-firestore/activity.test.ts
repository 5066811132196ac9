import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../activity.test.ts'));
