import type { Bridge } from '../../core/bridge/bridge.ts';
import { fakeBridge } from './fake/fake-bridge.ts';
import type { FakeOptions } from './fake/fake-state.ts';

/** The screens on the till in memory. Its options are the page's query, as ?role=clerk&theme=dark&payAfter=3000. */

function optionsOf(query: string): FakeOptions {
  return Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, text]) => {
      if (text === 'true' || text === 'false') return [name, text === 'true'];
      return [name, /^\d+$/.test(text) && name !== 'rate' ? Number(text) : text];
    }),
  );
}

const NO_ANSWER = {
  code: 'internal_error',
  detail: 'The till does not answer. Start it again where it was started.',
} as const;

/** What the till in memory still owes: a picture is taken when it is nothing. */
const preview = { unanswered: 0 };

const options = optionsOf(window.location.search);
const till = fakeBridge(options);
const bridge: Bridge = {
  ...till,
  call: async (name, input, override) => {
    if (options.isSilent === true) return { ok: false, problem: NO_ANSWER };
    preview.unanswered += 1;
    try {
      return await till.call(name, input, override);
    } finally {
      preview.unanswered -= 1;
    }
  },
};
Object.assign(window, {
  dogetill: options.isStopped === true ? { ...bridge, onSignOfLife: () => () => undefined } : bridge,
  preview,
});
await import('../../renderer/main.tsx');
