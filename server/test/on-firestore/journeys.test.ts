import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../journeys.test.ts'));
