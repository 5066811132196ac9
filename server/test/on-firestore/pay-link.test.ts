import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../pay-link.test.ts'));
