import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { OTHER_LANGUAGE } from './other-language.ts';
import { rollCall } from './roll-call.ts';

/** Serves the screens on the till in memory: `node test/renderer/preview.ts [port]`, then open what it prints. */

const HERE = dirname(fileURLToPath(import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
};

interface Bundle {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly parts: readonly string[];
}

async function bundle(): Promise<Bundle> {
  const { names, plugin } = rollCall();
  const { outputFiles } = await build({
    entryPoints: [join(HERE, 'preview-page.ts')],
    bundle: true,
    write: false,
    outdir: HERE,
    format: 'esm',
    jsx: 'automatic',
    target: 'es2022',
    plugins: [plugin, OTHER_LANGUAGE],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const files = outputFiles.map(({ path, contents }) => [path.slice(HERE.length + 1), contents] as const);
  return {
    files: new Map([...files, ['preview.html', readFileSync(join(HERE, 'preview.html'))]]),
    parts: names,
  };
}

export interface Preview {
  readonly url: string;
  readonly server: Server;
  /** The names of everything that draws something, as roll-call.ts has them noted. */
  readonly parts: readonly string[];
}

export async function servePreview(port: number): Promise<Preview> {
  const { files, parts } = await bundle();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === '/' ? 'preview.html' : pathname.slice(1);
    const file = files.get(name);
    response.writeHead(file ? 200 : 404, {
      'content-type': `${TYPES[extname(name)] ?? 'text/plain'}; charset=utf-8`,
    });
    response.end(file ?? 'not here');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}/`, server, parts };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await servePreview(Number(process.argv[2] ?? 8800));
  process.stdout.write(`${url}\n`);
}
