import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { createWorld } from './world.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root to be drawn into');
const world = createWorld();
createRoot(root).render(<App world={world} />);
world.wake();
