import type { Bridge } from '../../core/bridge.ts';
import { fakeBridge } from './fake-bridge.ts';
import type { FakeOptions } from './fake-state.ts';

/** The screens on the till in memory. Its options are the page's query, as ?role=clerk&theme=dark&payAfter=3000. */

function optionsOf(query: string): FakeOptions {
  return Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, text]) => {
      if (text === 'true' || text === 'false') return [name, text === 'true'];
      return [name, /^\d+$/.test(text) && name !== 'rate' ? Number(text) : text];
    }),
  );
}

const bridge: Bridge = fakeBridge(optionsOf(window.location.search));
Object.assign(window, { dogetill: bridge });
await import('../../renderer/main.tsx');
