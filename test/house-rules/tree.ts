import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'out', 'coverage', '.dogetill']);

/** Every file of the project, relative to its root, with forward slashes. */
export function projectFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function isCode(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`/])\/\/.*$/gm;

/** What a file says to people: a Markdown file without its code spans, the comments of code. */
export function prose(path: string): string {
  if (path.endsWith('.md')) return read(path).replace(/`[^`\n]*`/g, '``');
  return isCode(path) ? (read(path).match(COMMENT) ?? []).join('\n') : '';
}
