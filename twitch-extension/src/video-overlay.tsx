import { mountPage } from './mount-page.tsx';
import { openPanel } from './panel-state.ts';
import { OverlayApp } from './screens/OverlayApp.tsx';

mountPage(<OverlayApp panel={openPanel()} />);
