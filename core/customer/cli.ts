import { enableCompileCache } from 'node:module';

// Compiled code is kept between calls: a command answers in less than half the time.
enableCompileCache?.();
const { runCommand } = await import('./command-line/cli-commands.ts');
await runCommand();
