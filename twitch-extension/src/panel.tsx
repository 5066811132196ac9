import { createRoot } from 'react-dom/client';
import { openPanel } from './panel-state.ts';
import { PanelApp } from './screens/PanelApp.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no place for the panel');
createRoot(root).render(<PanelApp panel={openPanel()} />);
