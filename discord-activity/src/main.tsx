import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Broken } from './parts/Door.tsx';
import { createWorld } from './world.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root to be drawn into');
const world = createWorld();
// What breaks while it is drawn would leave nothing at all.
const onUncaughtError = () => createRoot(root).render(<Broken />);
createRoot(root, { onUncaughtError }).render(<App world={world} />);
world.wake();
