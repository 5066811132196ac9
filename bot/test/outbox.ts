import type { NoticeView } from '#shared/schemas/notice.ts';
import type { CoreFake } from './core-fake.ts';

/** Notices that wait at a core, and what became of those that were settled. */
export type Outbox = {
  readonly waiting: NoticeView[];
  readonly settled: { id: string; outcome: string; reason: string | null }[];
};

/** A core that gives out each notice until it is settled, as a lease that runs out at once would. */
export function withNotices(core: CoreFake, ...notices: readonly NoticeView[]): Outbox {
  const outbox: Outbox = { waiting: [...notices], settled: [] };
  const idle = core.answers.pullNotices;
  core.answers.pullNotices = async (input, actor) => {
    const due = outbox.waiting.filter((each) => each.platform === input.body.platform);
    return due.length > 0 || !idle ? { notices: due } : idle(input, actor);
  };
  core.answers.settleNotice = ({ body }) => {
    const index = outbox.waiting.findIndex((each) => each.id === body.id);
    // Settling twice is no fault, and changes nothing.
    if (index < 0) return {};
    outbox.waiting.splice(index, 1);
    outbox.settled.push(body);
    return {};
  };
  return outbox;
}
