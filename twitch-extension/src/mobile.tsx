import { mountPage } from './mount-page.tsx';
import { openPanel } from './panel-state.ts';
import { PanelApp } from './screens/PanelApp.tsx';

mountPage(<PanelApp panel={openPanel()} />);
