import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'esbuild';

/** Every part of the screens that a page has drawn, by its file and its function. */
export interface RollCall {
  readonly names: readonly string[];
  readonly plugin: Plugin;
}

const PART = /^(?:export )?function ([A-Z]\w*)(?=[<(])/gm;

/** Has every function that draws something note its name in `window.drawn` when it does. */
export function rollCall(): RollCall {
  const names: string[] = [];
  return {
    names,
    plugin: {
      name: 'roll-call',
      setup({ onLoad }) {
        onLoad({ filter: /[\\/]renderer[\\/](?:screens|components)[\\/].*\.tsx$/ }, ({ path }) => {
          const source = readFileSync(path, 'utf8');
          const file = basename(path, '.tsx');
          const parts = [...source.matchAll(PART)].map(([, part = '']) => part);
          names.push(...parts.map((part) => nameOf(file, part)));
          const noting = parts.map((part) => notes(part, nameOf(file, part)));
          return {
            contents: [source.replace(PART, 'function $1WhenDrawn'), ...noting].join('\n'),
            loader: 'tsx',
          };
        });
      },
    },
  };
}

function nameOf(file: string, part: string): string {
  return file === part ? file : `${file}: ${part}`;
}

function notes(part: string, name: string): string {
  return `export function ${part}(given: any): any {
    ((window as any).drawn ??= new Set()).add(${JSON.stringify(name)});
    return (${part}WhenDrawn as any)(given);
  }`;
}
