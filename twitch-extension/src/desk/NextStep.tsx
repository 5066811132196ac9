import { useEffect, useRef, useState } from 'react';
import type { ConnectionCheck, ConnectionView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { CloudFace } from '#shared/ui/Quiet.tsx';
import { useIsExpecting, type Connection } from './connection.ts';
import { tellCheck } from './tell-check.ts';

const texts = deskTexts.connect;

/** The one thing to do next, or that there is none. */
export function NextStep({ view, connection }: { readonly view: ConnectionView; readonly connection: Connection }) {
  const isExpecting = useIsExpecting(connection);
  const next = view.checks.find(({ key }) => key === view.next);
  if (isExpecting) return <Expecting view={view} connection={connection} />;
  if (!next) return <NothingToDo isAllDone={view.checks.every(({ state }) => state === 'done')} />;
  return (
    <section className="card card--sakura stack next" aria-labelledby="next-title">
      <div>
        <p className="next__word">{texts.next}</p>
        <h2 id="next-title">{texts.nextTitle[next.key]}</h2>
      </div>
      <p>{tellCheck(next).sentence}</p>
      <Action check={next} view={view} connection={connection} />
    </section>
  );
}

type ActionProps = {
  readonly check: ConnectionCheck;
  readonly view: ConnectionView;
  readonly connection: Connection;
};

function Action({ check, view, connection }: ActionProps) {
  switch (check.key) {
    case 'builder':
      return <Become view={view} connection={connection} />;
    case 'recordings':
      return <LookAgain connection={connection} />;
    case 'consent':
    case 'scopes':
      return (
        <>
          <ConnectLink view={view} connection={connection} />
          <p className="small">{texts.asks}</p>
        </>
      );
    case 'notifications':
    case 'chat':
      return <ConnectLink view={view} connection={connection} />;
  }
}

/** How to become a builder. Somebody who is one already is found by the account that says yes. */
function Become({ view, connection }: Omit<ActionProps, 'check'>) {
  return (
    <>
      <h3>{texts.becomeTitle}</h3>
      <ol className="steps">
        {texts.become.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {URL.canParse('/about#builders', view.connectUrl) && (
        <p>
          <a href={new URL('/about#builders', view.connectUrl).href} target="_blank" rel="noopener">
            {texts.becomeLink}
            <span className="visually-hidden"> {texts.newTab}</span>
          </a>
        </p>
      )}
      <p className="small">{texts.alreadyBuilder}</p>
      <ConnectLink view={view} connection={connection} isQuiet />
    </>
  );
}

function ConnectLink({
  view,
  connection,
  isQuiet = false,
}: Omit<ActionProps, 'check'> & { readonly isQuiet?: boolean }) {
  return (
    <a
      className={`button button--wide${isQuiet ? ' button--quiet' : ''}`}
      href={view.connectUrl}
      target="_blank"
      rel="noopener"
      onClick={connection.expectConsent}
    >
      {view.connectedAt === null && view.endedWhy === null ? texts.connectButton : texts.reconnectButton}
      <span className="visually-hidden"> {texts.newTab}</span>
    </a>
  );
}

function Expecting({ view, connection }: Omit<ActionProps, 'check'>) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  return (
    <section ref={box} tabIndex={-1} className="card card--lavender stack next" aria-labelledby="next-title">
      <div className="next__face">
        <CloudFace mood="awake" />
        <h2 id="next-title">{texts.waiting}</h2>
      </div>
      <p role="status">{texts.waitingSentence}</p>
      <p className="small">{texts.waitingClosed}</p>
      <ConnectLink view={view} connection={connection} isQuiet />
    </section>
  );
}

function NothingToDo({ isAllDone }: { readonly isAllDone: boolean }) {
  return (
    <section className={`card next next--calm ${isAllDone ? 'card--mint' : 'card--lavender'}`} role="status">
      <CloudFace mood="awake" />
      <h2>{isAllDone ? texts.allSet : texts.working}</h2>
      <p>{isAllDone ? texts.allSetSentence : texts.workingSentence}</p>
    </section>
  );
}

/** For what is done elsewhere: the button waits for the answer, so that a press is seen to have done something. */
function LookAgain({ connection }: { readonly connection: Connection }) {
  const [isLooking, setIsLooking] = useState(false);
  useEffect(() => connection.feed.subscribe(() => setIsLooking(false)), [connection]);
  const look = () => {
    setIsLooking(true);
    connection.feed.refresh();
  };
  return (
    <button type="button" className="button" aria-disabled={isLooking} onClick={isLooking ? undefined : look}>
      {isLooking ? texts.looking : texts.lookAgain}
    </button>
  );
}
