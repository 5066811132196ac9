import { hour } from '#shared/house-rules.ts';
import { isSearchOver, momentDeadline } from '../../domain/moment.ts';
import type { Moment } from '../../domain/stream-records.ts';
import { triesMax } from '../orders/apply-command.ts';
import type { Core } from '../work/core.ts';

/** What was just found need not be looked after yet. */
const freshMs = hour;

/**
 * Looks for the recording of a moment, or whether one that was found is still there, and keeps the answer.
 *
 * @returns the moment as it is then
 * @throws UpstreamError when Twitch does not answer: nothing is concluded from that
 */
export async function lookForRecording(core: Core, moment: Moment): Promise<Moment> {
  const { recording } = moment;
  switch (recording.state) {
    case 'waiting': {
      const { channelId, streamId, offsetMs } = moment;
      const url = (await core.streams.fetchVodLink(channelId, streamId, offsetMs)) ?? null;
      return changeMoment(core, moment, (current, now) => {
        if (current.recording.state !== 'waiting') return current;
        const state = url !== null ? 'found' : isSearchOver(current, now) ? 'none' : 'waiting';
        return { ...current, recording: { state, url, lookedAt: now } };
      });
    }
    case 'found': {
      const isFresh = core.clock.now() < moment.at + freshMs;
      const isThere = isFresh || (recording.url !== null && (await core.streams.isRecordingThere(recording.url)));
      return changeMoment(core, moment, (current, now) => ({
        ...current,
        recording: { ...current.recording, state: isThere ? 'found' : 'expired', lookedAt: now },
      }));
    }
    case 'none':
    case 'expired':
      return changeMoment(core, moment, (current, now) => ({
        ...current,
        recording: { ...current.recording, lookedAt: now },
      }));
    default:
      return recording.state satisfies never;
  }
}

/** Keeps a change of a moment, with when it is to be looked at next. Whoever changed it meanwhile is not overwritten. */
export async function changeMoment(
  core: Core,
  moment: Moment,
  change: (current: Moment, now: number) => Moment,
): Promise<Moment> {
  let current: Moment | undefined = moment;
  for (let tries = 0; tries < triesMax && current; tries++) {
    const next = change(current, core.clock.now());
    const { result } = await core.store.commit({
      put: [{ kind: 'moment', record: next }],
      deadlines: [momentDeadline(next)],
    });
    if (result === 'committed') return { ...next, version: next.version + 1 };
    current = await core.store.get('moment', moment.id);
  }
  throw new Error(`moment ${moment.id} kept changing`);
}
