import { useEffect, useState } from 'react';
import type { ConnectionView, DeskView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { keepFresh, useFeed } from '../page.ts';
import { Cloud } from '../parts/Cloud.tsx';
import { useNow } from '#shared/ui/use-now.ts';
import { Bench } from './Bench.tsx';
import { ChatSwitch } from './ChatSwitch.tsx';
import { openConnection, type Connection } from './connection.ts';
import { ConnectionScreen } from './ConnectionScreen.tsx';
import { openDesk, useDesk, type Desk } from './desk.ts';
import { DeskGate } from './DeskGate.tsx';
import { DoneToday } from './DoneToday.tsx';
import { Drops } from './Drops.tsx';
import { Queue } from './Queue.tsx';

const texts = deskTexts.live;
const noBuilder = 'no-builder-channel';

/** Everything the live desk talks to. The connection is asked for only where there is no desk without it. */
export type LiveDesk = { readonly desk: Desk; readonly connection: Connection };

/** Opens the live desk. */
export function openLiveDesk(): LiveDesk {
  const desk = openDesk();
  const connection = openConnection(desk.page);
  const isLinked = () => desk.feed.get().problem?.code !== noBuilder;
  keepFresh(desk.page.twitch, [{ feed: connection.feed, isFor: (viewer) => viewer.isBroadcaster && !isLinked() }]);
  return { desk, connection };
}

/** The live desk: bench, queue, drops and chat, or how to link the channel first. */
export function LiveDeskApp({ live }: { readonly live: LiveDesk }) {
  const { desk, connection } = live;
  const { problem } = useFeed(desk.feed);
  const link = useFeed(connection.feed);
  const view = useDesk(desk);
  const isUnlinked = problem?.code === noBuilder;
  useEffect(() => {
    if (!isUnlinked) return;
    connection.feed.setAwake(true);
    return () => connection.feed.setAwake(false);
  }, [connection, isUnlinked]);
  return (
    <DeskGate
      page={desk.page}
      title="C500"
      loading={texts.loading}
      shapes={['bench', 'row', 'row']}
      problem={isUnlinked ? link.problem : problem}
      tryAgain={isUnlinked ? connection.feed.refresh : desk.feed.refresh}
    >
      {isUnlinked
        ? link.value && <Unlinked live={live} link={link.value} />
        : view && <DeskScreen desk={desk} view={view} />}
    </DeskGate>
  );
}

/** The desk of a channel that is nobody's yet: the way to link it, and the desk as soon as it is. */
function Unlinked({ live: { desk, connection }, link }: { readonly live: LiveDesk; readonly link: ConnectionView }) {
  const builderId = link.builder?.id;
  useEffect(() => {
    if (builderId !== undefined) desk.feed.refresh();
  }, [desk, builderId, link.connectedAt]);
  const lead = (
    <div className="note note--info">
      <strong>{texts.linkFirst}</strong>
      <span>{texts.linkFirstSentence}</span>
    </div>
  );
  return <ConnectionScreen view={link} connection={connection} lead={lead} />;
}

function DeskScreen({ desk, view }: { readonly desk: Desk; readonly view: DeskView }) {
  const [words, say] = useState('');
  const [goal, goTo] = useState<string | null>(null);
  useEffect(() => {
    if (goal === null) return;
    document.getElementById(goal)?.focus();
    goTo(null);
  }, [goal]);
  const props = { desk, view, say, goTo };
  return (
    <div className="page" data-screen="desk">
      <Head view={view} clock={desk.now} />
      <main className="screen">
        <p className="visually-hidden" role="status">
          {words}
        </p>
        {view.live === null && (
          <div className="note note--wait">
            <strong>{texts.offlineTitle}</strong>
            <span>{texts.offlineSentence}</span>
          </div>
        )}
        <Bench {...props} />
        <Queue {...props} />
        <Drops {...props} />
        <DoneToday desk={desk} view={view} />
        <ChatSwitch desk={desk} view={view} />
      </main>
    </div>
  );
}

function Head({ view, clock }: { readonly view: DeskView; readonly clock: () => number }) {
  const now = useNow(clock, 30_000);
  return (
    <header className="bar bar--home">
      <Cloud />
      <div className="bar__names">
        <h1 tabIndex={-1} className="short">
          <bdi>{fill(texts.title, { builder: view.builder.nickname })}</bdi>
        </h1>
        {view.live ? (
          <p className="small">
            <span className="live">{fill(texts.liveFor, { when: formatWhen(view.live.since, now) })}</span>
          </p>
        ) : (
          <p className="small">{texts.offline}</p>
        )}
      </div>
    </header>
  );
}
