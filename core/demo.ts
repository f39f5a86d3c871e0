import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runDemo } from './commands/demo.ts';
import { reportAndExit } from './commands/program.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-demo-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
try {
  await runDemo(folder, (line) => process.stdout.write(`${line}\n`));
  process.exit(0);
} catch (error) {
  reportAndExit(error);
}
