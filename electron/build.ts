import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

export const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const SCREEN_FOLDER = path.join(ROOT, 'dist', 'renderer');
const SHELL_FOLDER = path.join(ROOT, 'dist', 'electron');

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

/** The oldest Chromium and Node that the shell is tried with are those of Electron 33. */
const PAGE: BuildOptions = {
  ...COMMON,
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  minify: true,
};
const SHELL: BuildOptions = { ...COMMON, platform: 'node', target: 'node20', packages: 'external' };

/** The screens for window and browser: one script, one style sheet, one page, and what stands in for the preload. */
export async function buildScreen(): Promise<void> {
  await Promise.all([
    build({
      ...PAGE,
      entryPoints: ['renderer/main.tsx'],
      outdir: SCREEN_FOLDER,
      jsx: 'automatic',
      define: { 'process.env.NODE_ENV': '"production"' },
    }),
    build({ ...PAGE, entryPoints: ['electron/browser/browser-bridge.ts'], outdir: SCREEN_FOLDER }),
  ]);
  cpSync(path.join(ROOT, 'renderer', 'page.html'), path.join(SCREEN_FOLDER, 'page.html'));
}

/** Electron's side. Libraries stay in node_modules: two of them bring files that are no JavaScript. */
export async function buildShell(): Promise<void> {
  await Promise.all([
    build({ ...SHELL, entryPoints: ['electron/main.ts'], outdir: SHELL_FOLDER, format: 'esm' }),
    build({
      ...SHELL,
      entryPoints: ['electron/preload.ts'],
      outdir: SHELL_FOLDER,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
    }),
  ]);
  // core/store/database.ts looks for them beside its own file, which is the bundle now.
  const migrations = path.join(SHELL_FOLDER, 'migrations');
  mkdirSync(migrations, { recursive: true });
  cpSync(path.join(ROOT, 'core', 'store', 'migrations'), migrations, { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await Promise.all([buildScreen(), buildShell()]);
}
