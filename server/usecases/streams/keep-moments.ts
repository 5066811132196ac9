import { second } from '#shared/house-rules.ts';
import { artefactsWithinMs, clipWithinMs, isClipMissing, momentDeadline, momentSubject } from '../../domain/moment.ts';
import type { Artefact, Grant, Moment } from '../../domain/stream-records.ts';
import type { Made, OpenChannel } from '../../ports/channel-access.ts';
import { UpstreamError } from '../../ports/payments.ts';
import { endConsent } from './connect-channel.ts';
import type { Core } from '../work/core.ts';
import { changeMoment, lookForRecording } from './find-recording.ts';

/** Whoever asked and fell silent has not asked again by then. */
const askingMaxMs = 60 * second;
/** When Twitch did not answer, it is asked again after this: soon, while a marker can still be made. */
const soonMs = 10 * second;
const laterMs = 300 * second;

const kinds = ['marker', 'clip'] as const;
type ArtefactKind = (typeof kinds)[number];
const scopeOf = { marker: 'channel:manage:broadcast', clip: 'clips:edit' } as const;

/**
 * Does what is owed of a moment: makes the marker and the clip while the stream is at it, learns where the clip is, and looks for the
 * recording. Safe to repeat and to break off anywhere: a marker or clip of which nobody knows whether it was made is not made again.
 */
export async function keepMoment(core: Core, id: string): Promise<void> {
  const moment = await core.store.get('moment', id);
  if (!moment) return void (await core.store.commit({ deadlines: [{ subject: momentSubject(id), due: [] }] }));
  try {
    const made = await makeArtefacts(core, moment);
    await lookForRecording(core, await lookForClip(core, made));
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.party === 'store') throw error;
    const current = (await core.store.get('moment', id)) ?? moment;
    const now = core.clock.now();
    const at = now + (now - current.at < artefactsWithinMs ? soonMs : laterMs);
    await core.store.commit({
      expect: [{ kind: 'moment', id, version: current.version }],
      deadlines: [momentDeadline(current, at)],
    });
  }
}

async function makeArtefacts(core: Core, moment: Moment): Promise<Moment> {
  const now = core.clock.now();
  const wants = (kind: ArtefactKind) => moment[kind].state === 'wanted';
  if (kinds.some((kind) => moment[kind].state === 'asking') && now > moment.at + artefactsWithinMs + askingMaxMs)
    return changeMoment(core, moment, (current) => ({
      ...current,
      ...Object.fromEntries(
        kinds.flatMap((kind) => (current[kind].state === 'asking' ? [[kind, ended('failed')]] : [])),
      ),
    }));
  if (!kinds.some(wants)) return moment;
  const [channel, grant] = await Promise.all([
    core.store.get('channel', moment.channelId),
    core.store.get('grant', moment.channelId),
  ]);
  const isStillOn = channel?.live?.streamId === moment.streamId && now - moment.at <= artefactsWithinMs;
  const allowed = kinds.filter((kind) => wants(kind) && isAllowed(grant, kind));
  if (!isStillOn || allowed.length === 0)
    return changeMoment(core, moment, (current) => withoutWanted(current, grant, isStillOn));
  const open = await core.access.open(moment.channelId);
  if (open === 'refused') await endConsent(core, moment.channelId, 'refused');
  if (typeof open === 'string') return changeMoment(core, moment, (current) => withoutWanted(current, undefined, true));
  return ask(core, withoutWanted(moment, grant, true), allowed, open);
}

/** Says first that Twitch is being asked, and asks only once that is kept: nobody asks a second time. */
async function ask(core: Core, moment: Moment, allowed: readonly ArtefactKind[], open: OpenChannel): Promise<Moment> {
  const asking: Moment = {
    ...moment,
    ...Object.fromEntries(allowed.map((kind) => [kind, { state: 'asking', id: null, url: null } satisfies Artefact])),
  };
  const { result } = await core.store.commit({
    put: [{ kind: 'moment', record: asking }],
    deadlines: [momentDeadline(asking, core.clock.now() + askingMaxMs)],
  });
  // Somebody else is at it.
  if (result !== 'committed') return (await core.store.get('moment', moment.id)) ?? moment;
  const order = await core.store.get('order', moment.orderId);
  const made = await Promise.all(
    allowed.map(async (kind) => {
      const call = kind === 'marker' ? open.createMarker(`${order?.tag ?? ''} on the bench`) : open.createClip();
      return [kind, await call.catch(silent)] as const;
    }),
  );
  if (made.some(([, answer]) => answer === 'refused')) await endConsent(core, moment.channelId, 'refused');
  return changeMoment(core, { ...asking, version: asking.version + 1 }, (current) => ({
    ...current,
    ...Object.fromEntries(made.map(([kind, answer]) => [kind, artefactOf(answer)])),
  }));
}

/** No clear answer: it may have been made, and is not asked for again. */
function silent(error: unknown): 'no' {
  if (error instanceof UpstreamError) return 'no';
  throw error;
}

function artefactOf(answer: Made): Artefact {
  if (answer === 'refused') return ended('not-allowed');
  return answer === 'no' ? ended('failed') : { state: 'made', id: answer.made, url: null };
}

function ended(state: 'failed' | 'not-allowed'): Artefact {
  return { state, id: null, url: null };
}

function isAllowed(grant: Grant | undefined, kind: ArtefactKind): boolean {
  return grant !== undefined && !grant.ended && grant.scopes.includes(scopeOf[kind]);
}

/** What is wanted and cannot be had: for want of a scope, or because the stream is not there any more. */
function withoutWanted(moment: Moment, grant: Grant | undefined, isStillOn: boolean): Moment {
  const changed = kinds.flatMap((kind) => {
    if (moment[kind].state !== 'wanted') return [];
    if (!isAllowed(grant, kind)) return [[kind, ended('not-allowed')]];
    return isStillOn ? [] : [[kind, ended('failed')]];
  });
  return { ...moment, ...Object.fromEntries(changed) };
}

async function lookForClip(core: Core, moment: Moment): Promise<Moment> {
  const { clip } = moment;
  if (!isClipMissing(clip) || clip.id === null) return moment;
  const url = (await core.streams.fetchClipUrl(clip.id)) ?? null;
  const isOver = core.clock.now() >= moment.at + clipWithinMs;
  if (url === null && !isOver) return moment;
  return changeMoment(core, moment, (current) => ({
    ...current,
    clip: url === null ? { ...clip, state: 'failed' } : { ...clip, url },
  }));
}
