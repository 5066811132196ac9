import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { formatDistance } from '#shared/ui/format-when.ts';
import { Picture } from '#shared/ui/Picture.tsx';
import type { ChannelView } from '../use-channel.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { Certified } from './Certified.tsx';
import { CloudFace } from '#shared/ui/Quiet.tsx';
import { WhoseBuild } from './WhoseBuild.tsx';

const texts = panelTexts.lastBuild;

/** While nobody is live: that they are away, and the newest order that was built here, with the way to its moment in the recording. */
export function LastBuild({ build, builder, clock, opensLinks }: LastBuildProps) {
  const { entry, at, watchUrl } = build;
  const now = useNow(clock, 30_000);
  return (
    <section className="stack" aria-labelledby="last-title">
      <p className="away">
        <CloudFace mood="asleep" />
        <span>{fill(panelTexts.bench.emptyOffline, { builder })}</span>
      </p>
      <h2 id="last-title">{texts.title}</h2>
      <article className="card bench">
        <div className="bench__stage">
          <Picture className="bench__picture" picture={entry.photo ?? entry.picture} guild={entry.guild} />
          <div className="bench__marks">{entry.certifiedBuild && <Certified />}</div>
        </div>
        <div className="bench__words">
          <h3>
            <bdi>{entry.title}</bdi>
          </h3>
          <WhoseBuild entry={entry} />
          <p className="small muted">{fill(texts.when, { when: formatDistance(at, now) })}</p>
          {watchUrl === null && <p className="small">{texts.noRecording}</p>}
          {watchUrl !== null && opensLinks && isTwitch(watchUrl) && (
            <a className="button button--quiet button--wide" href={watchUrl} target="_blank" rel="noopener">
              {texts.watch}
              <span className="visually-hidden"> {panelTexts.newTab}</span>
            </a>
          )}
        </div>
      </article>
    </section>
  );
}

type LastBuildProps = {
  readonly build: NonNullable<ChannelView['lastBuild']>;
  readonly builder: string;
  readonly clock: () => number;
  readonly opensLinks: boolean;
};

/** Recordings are Twitch's own pages, which an extension may always lead to. Anything else is no recording. */
function isTwitch(url: string): boolean {
  return URL.canParse(url) && /^https:\/\/(www\.|clips\.)?twitch\.tv$/.test(new URL(url).origin);
}
