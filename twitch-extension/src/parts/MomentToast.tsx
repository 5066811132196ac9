import { panelTexts } from '#shared/text/en/panel.ts';
import { fill } from '#shared/text/fill.ts';
import type { ChannelMoment } from '../channel-moments.ts';
import type { ChannelView } from '../use-channel.ts';
import { useMoment } from '../use-moment.ts';
import { Tick } from './BuildSteps.tsx';
import { Cloud } from './Cloud.tsx';

const texts = panelTexts.moments;

/** A gentle word when a drop opens or an order is done. It takes no press and goes by itself; unseen it is still spoken. */
export function MomentToast({ view, isSeen }: { readonly view: ChannelView; readonly isSeen: boolean }) {
  const moment = useMoment(view);
  return (
    <div className={isSeen ? 'moments' : 'moments visually-hidden'} role="status">
      {moment && (
        <p key={`${moment.kind} ${moment.key}`} className={`moment moment--${moment.kind}`}>
          <span className="moment__sign" aria-hidden="true">
            {moment.kind === 'order-done' ? <Tick /> : <Cloud />}
          </span>
          <span>
            <strong>{titles[moment.kind]}</strong> <bdi className="moment__words">{tell(moment)}</bdi>
          </span>
        </p>
      )}
    </div>
  );
}

const titles: Record<ChannelMoment['kind'], string> = {
  'drop-opened': texts.dropOpened,
  'order-done': texts.orderDone,
};

function tell(moment: ChannelMoment): string {
  return moment.kind === 'drop-opened' ? moment.title : fill(texts.doneFor, moment);
}
