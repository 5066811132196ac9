import { refuse, type Refusal } from '#shared/refusals.ts';
import { en } from '#shared/text/say.ts';
import type { Citizen } from '../../domain/citizen.ts';
import type { Application } from '../../domain/network-records.ts';
import type { Core } from '../work/core.ts';
import { isPublicLink, judgeShown } from '../drops/manage-drops.ts';
import { requireNotBanned } from '../people/bans.ts';
import { houseNotice, personalNotices } from '../work/tell.ts';

/** What somebody tells of themselves who would like to build. */
export type ApplicationForm = Pick<Application, 'guild' | 'about' | 'links' | 'pictures'>;
/** A message of Discord's has room for this much beside the links. */
const aboutMax = 500;
type Applied = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

/** Keeps an application, one at a time for each person, and tells them and the staff. */
export async function applyToBuild(core: Core, citizen: Citizen, form: ApplicationForm): Promise<Applied> {
  const banned = await requireNotBanned(core, citizen.id);
  if (banned) return banned;
  const [before, builder] = await Promise.all([
    core.store.get('application', citizen.id),
    core.store.get('builder', citizen.id),
  ]);
  if (builder || before?.state === 'waiting') return refuse('already-applied');
  if (!form.links.every(isPublicLink)) return refuse('bad-link');
  const problem = await judgeShown(core, { vodUrl: null, pictures: form.pictures });
  if (problem) return problem;
  const { guild, about, links, pictures } = form;
  const record: Application = {
    id: citizen.id,
    version: before?.version ?? 0,
    guild,
    about,
    links,
    pictures,
    at: core.clock.now(),
    state: 'waiting',
  };
  const id = `application:${citizen.id}:${record.version}`;
  const shown = [...links, ...pictures.map((name) => core.pictures.url(name))];
  const told = {
    nickname: citizen.nickname,
    guild: en.pages.guilds[guild].title,
    links: shown.join(' '),
    about: about.slice(0, aboutMax),
  };
  const { result } = await core.store.commit({
    put: [{ kind: 'application', record }],
    notices: [
      ...personalNotices(core, citizen, { id, kind: 'application-received', params: {}, path: '/setup' }),
      houseNotice(core, citizen, { id, kind: 'house-application', params: told, path: '/house/applications' }),
    ],
  });
  return result === 'committed' ? { ok: true } : refuse('conflict-try-again');
}
