import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../raffles.test.ts'));
