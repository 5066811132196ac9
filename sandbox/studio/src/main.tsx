import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Studio } from './Studio.tsx';

const root = document.getElementById('studio');
if (!root) throw new Error('The page has no place for the Studio.');
createRoot(root).render(
  <StrictMode>
    <Studio />
  </StrictMode>,
);
