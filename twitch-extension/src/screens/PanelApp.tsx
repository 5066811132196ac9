import { panelTexts } from '#shared/text/en/panel.ts';
import type { Panel } from '../panel-state.ts';
import { PageGate, viewerNotOnTwitch } from '../parts/PageGate.tsx';
import { Screens } from './Screens.tsx';

/** The panel, and the view on phones: the gate, and behind it the screens. */
export function PanelApp({ panel }: { readonly panel: Panel }) {
  return (
    <PageGate page={panel} feed={panel.channel.feed} loading={panelTexts.loading} notOnTwitch={viewerNotOnTwitch}>
      {(view, viewer) => <Screens panel={panel} view={view} viewer={viewer} />}
    </PageGate>
  );
}
