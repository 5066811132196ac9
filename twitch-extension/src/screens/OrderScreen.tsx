import { useEffect } from 'react';
import type { BuildView } from '#shared/schemas/build.ts';
import type { Guild } from '#shared/schemas/citizen.ts';
import type { OrderView } from '#shared/schemas/order.ts';
import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import { formatWhen } from '#shared/ui/format-when.ts';
import { OrderTimeline } from '#shared/ui/OrderTimeline.tsx';
import { Picture } from '#shared/ui/Picture.tsx';
import { Bar } from '../parts/Bar.tsx';
import { BuildSteps } from '../parts/BuildSteps.tsx';
import { ClaimCard } from '../parts/ClaimCard.tsx';
import { Certified } from '../parts/Certified.tsx';
import { Minutes } from '../parts/Minutes.tsx';
import { OrderHead } from '../parts/OrderHead.tsx';
import { siteOf } from '../parts/PayCode.tsx';
import { Quiet } from '#shared/ui/Quiet.tsx';
import { Said } from '../parts/Said.tsx';
import { VaultCard } from '#shared/ui/VaultCard.tsx';
import { wasPaid } from '#shared/ui/story.ts';
import { useNow } from '#shared/ui/use-now.ts';
import { focusHeading } from '../use-screens.ts';
import type { ScreenProps } from './screen-props.ts';

const texts = panelTexts.order;

/** One order of the person's own: its claim while that runs, and then where the work and the money are. */
export function OrderScreen({ tag, ...props }: ScreenProps & { readonly tag: string }) {
  const { orders, view, clock, cancel, back, opensLinks } = props;
  const order = orders.find((each) => each.tag === tag);
  useEffect(() => {
    if (document.activeElement === document.body) focusHeading();
  }, [order?.fulfilment]);
  return (
    <>
      <Bar title={order?.fulfilment === 'reserved' ? panelTexts.claim.title : texts.title} onBack={back} />
      <main className="screen">
        {!order && (
          <Quiet title={texts.missing} mood="lost">
            {texts.missingRemedy}
          </Quiet>
        )}
        {order?.fulfilment === 'reserved' && (
          <ClaimCard order={order} opensLinks={opensLinks && view.checkout === 'link'} clock={clock} cancel={cancel} />
        )}
        {order && order.fulfilment !== 'reserved' && <Running order={order} {...props} />}
      </main>
    </>
  );
}

function Running({ order, view, clock, open, opensLinks }: ScreenProps & { readonly order: OrderView }) {
  const now = useNow(clock, 30_000);
  const showsMoney = view.checkout === 'link';
  const isOnBench = view.bench.some((entry) => entry.tag === order.tag);
  const hasEndedUnpaid = order.fulfilment === 'expired' || (order.fulfilment === 'cancelled' && !wasPaid(order));
  return (
    <>
      <OrderHead order={order} />
      <div role="status">
        <VaultCard order={order} now={now} showsMoney={showsMoney} />
      </div>
      {isOnBench && <p className="note note--info">{texts.builtLive}</p>}
      {order.bench && order.fulfilment !== 'cancelled' && (
        <section className="stack stack--tight">
          <h2>{texts.bench}</h2>
          <Minutes progress={order.bench} asOf={view.asOf} clock={clock} />
        </section>
      )}
      {order.build && <Build build={order.build} guild={order.guild} />}
      <Facts order={order} now={now} />
      {hasEndedUnpaid && view.drops.some((drop) => drop.id === order.dropId) && (
        <button
          type="button"
          className="button button--wide"
          onClick={() => open({ kind: 'drop', dropId: order.dropId })}
        >
          {texts.again}
        </button>
      )}
      <section className="stack stack--tight">
        <h2>{texts.timeline}</h2>
        <OrderTimeline entries={order.timeline} now={now} showsMoney={showsMoney} />
      </section>
      {showsMoney && opensLinks ? (
        <a className="button button--quiet button--wide" href={order.orderUrl} target="_blank" rel="noopener">
          {texts.page}
          <span className="visually-hidden"> {panelTexts.newTab}</span>
        </a>
      ) : (
        <p className="small muted">{fill(texts.elsewhere, { address: siteOf(order.orderUrl) })}</p>
      )}
    </>
  );
}

/** What the builder ticked off, said and showed: the newest photo and note. */
function Build({ build, guild }: { readonly build: BuildView; readonly guild: Guild }) {
  const photo = build.photos.at(-1);
  const note = build.notes.at(-1);
  if (!photo && !note && build.steps.every((step) => step.doneAt === null)) return null;
  return (
    <section className="stack stack--tight">
      <h2>{texts.build}</h2>
      {photo && <Picture className="bench__picture" picture={photo.picture} guild={guild} />}
      {note && <Said note={note.text} />}
      <BuildSteps steps={build.steps} />
    </section>
  );
}

function Facts({ order, now }: { readonly order: OrderView; readonly now: number }) {
  const isWaiting = order.fulfilment === 'paid' || order.fulfilment === 'building';
  return (
    <>
      {order.certifiedBuild && (
        <p>
          <Certified />
        </p>
      )}
      {order.tracking && (
        <p>{fill(texts.tracking, { carrier: order.tracking.carrier, number: order.tracking.number })}</p>
      )}
      {isWaiting && order.proofDueAt !== null && order.proofs.length === 0 && (
        <p>{fill(texts.proofDue, { when: formatWhen(order.proofDueAt, now) })}</p>
      )}
      {order.scanDueAt != null && <p>{fill(texts.scanDue, { when: formatWhen(order.scanDueAt, now) })}</p>}
    </>
  );
}
