import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

const PROVIDER = 'export function WordsProvider(';

/**
 * Has the page change its language without starting anew, whatever it shows: `speak("de")`. A scene is played
 * once and looked at in every language, also where the language is not yet the till's.
 */
export const OTHER_LANGUAGE: Plugin = {
  name: 'other-language',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]renderer[\\/]hooks[\\/]use-words\.tsx$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(PROVIDER)) throw new Error(`${path} has no WordsProvider`);
      const contents = [
        "import { useSyncExternalStore } from 'react';",
        source.replace(PROVIDER, 'function OwnWordsProvider('),
        `let spoken: any;
        const listeners = new Set<() => void>();
        Object.assign(window, {
          speak: (language: any) => {
            spoken = language;
            for (const listener of listeners) listener();
          },
        });
        function listen(listener: () => void) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        }
        export function WordsProvider({ language, children }: any) {
          const other = useSyncExternalStore(listen, () => spoken);
          return <OwnWordsProvider language={other ?? language}>{children}</OwnWordsProvider>;
        }`,
      ];
      return { contents: contents.join('\n'), loader: 'tsx' };
    });
  },
};
