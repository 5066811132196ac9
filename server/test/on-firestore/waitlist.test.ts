import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../waitlist.test.ts'));
