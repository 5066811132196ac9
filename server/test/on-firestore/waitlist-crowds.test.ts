import { tellOnFirestore } from '../databases.ts';

await tellOnFirestore(() => import('../waitlist-crowds.test.ts'));
