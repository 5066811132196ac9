import type { ReactNode } from 'react';
import type { BuilderCard } from '#shared/schemas/citizen.ts';
import type { ConnectionView } from '#shared/schemas/desk.ts';
import { deskTexts } from '#shared/text/en/desk.ts';
import { fill } from '#shared/text/fill.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { GuildBadge } from '#shared/ui/GuildBadge.tsx';
import { Cloud } from '../parts/Cloud.tsx';
import { Checklist } from './Checklist.tsx';
import type { Connection } from './connection.ts';
import { Disconnect } from './Disconnect.tsx';
import { NextStep } from './NextStep.tsx';

const texts = deskTexts.connect;

/** How the channel stands: what comes next, large; what is there and what is missing; who the channel belongs to; the way out. */
export function ConnectionScreen({ view, connection, lead }: ConnectionScreenProps) {
  const isConnected = view.connectedAt !== null && view.endedWhy === null;
  return (
    <div className="page" data-screen="connection">
      <header className="bar bar--home">
        <Cloud />
        <div className="bar__names">
          <h1 tabIndex={-1}>{texts.title}</h1>
          <p className="small">{tellStanding(view)}</p>
        </div>
      </header>
      <main className="screen">
        {lead}
        {view.endedWhy && (
          <div className="note note--refusal">
            <strong>{texts.ended[view.endedWhy].title}</strong>
            <span>{texts.ended[view.endedWhy].sentence}</span>
          </div>
        )}
        <NextStep view={view} connection={connection} />
        <Checklist checks={view.checks} next={view.next} />
        {view.builder && <Workshop builder={view.builder} />}
        {isConnected && <Disconnect login={view.login ?? ''} disconnect={connection.disconnect} />}
      </main>
    </div>
  );
}

type ConnectionScreenProps = {
  readonly view: ConnectionView;
  readonly connection: Connection;
  /** What a page around has to say first. */
  readonly lead?: ReactNode;
};

function tellStanding({ login, connectedAt, endedWhy }: ConnectionView): string {
  if (login === null || connectedAt === null || endedWhy !== null) return texts.notConnected;
  return fill(texts.connectedSince, { login, when: formatWhen(connectedAt, Date.now()) });
}

function Workshop({ builder }: { readonly builder: BuilderCard }) {
  const { nickname, guilds, ordersCompleted } = builder;
  const count = ordersCompleted === 1 ? texts.completedOne : fill(texts.completed, { count: ordersCompleted });
  return (
    <section className="card stack stack--tight" aria-labelledby="workshop-title">
      <h2 id="workshop-title" className="short">
        <bdi>{fill(texts.belongsTo, { builder: nickname })}</bdi>
      </h2>
      <div className="row">
        {guilds.map((guild) => (
          <GuildBadge key={guild} guild={guild} />
        ))}
        <span className="small muted">{count}</span>
      </div>
    </section>
  );
}
