import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../core/bridge/bridge.ts';
import { App } from './App.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/parts.css';
import './styles/frame.css';
import './styles/charge.css';
import './styles/invoice.css';
import './styles/payments.css';
import './styles/channels.css';
import './styles/pages.css';
import './styles/practice.css';

declare global {
  interface Window {
    /** Set before this script runs: by the preload of the window, or by the page of the browser host. */
    readonly dogetill: Bridge;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App bridge={window.dogetill} />
  </StrictMode>,
);
