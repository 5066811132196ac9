import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../waitlist-races.test.ts'));
