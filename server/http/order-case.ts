import { createHash } from 'node:crypto';
import { CaseText } from '#shared/api/cases.ts';
import type { Refusal } from '#shared/refusals.ts';
import { answerCase, appealCase, type Said } from '../usecases/cases/case-talk.ts';
import { casesShown } from '../usecases/cases/case-views.ts';
import type { OrderPart, OrderReading } from './order-parts.ts';
import { casesSection } from './pages/order-case.ts';
import { fieldOf } from './site-forms.ts';

/** The cases about an order, on its page: what was said and decided, and the forms to answer and to appeal. */
export const casePart: OrderPart = {
  async section({ core, order, role, csrf, now, typed }) {
    return casesSection({ cases: await casesShown(core, order, role), tag: order.tag, csrf, now, typed });
  },
  deeds: {
    'answer-case': (reading, body) =>
      say(reading, body, (caseId, citizen, text) => {
        // The same words sent again by the same hand are the same answer.
        const requestId = createHash('sha256').update(`${caseId} ${text}`).digest('hex').slice(0, 40);
        return answerCase(reading.core, caseId, citizen, { requestId, text });
      }),
    'appeal-case': (reading, body) =>
      say(reading, body, (caseId, citizen, text) => appealCase(reading.core, caseId, citizen, text)),
  },
};

type Speaker = Parameters<typeof answerCase>[2];

async function say(
  { core, citizenId }: OrderReading,
  body: unknown,
  tell: (caseId: string, citizen: Speaker, text: string) => Promise<Said>,
): Promise<Refusal | undefined> {
  const citizen = await core.store.get('citizen', citizenId);
  if (!citizen) return { code: 'not-signed-in' };
  const text = CaseText.safeParse(fieldOf(body, 'text', 4_000));
  if (!text.success) return { code: 'bad-input' };
  const said = await tell(fieldOf(body, 'caseId'), citizen, text.data);
  return said.ok ? undefined : said.refusal;
}
