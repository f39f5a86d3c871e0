import { enableCompileCache } from 'node:module';

// Compiled code is kept between calls: a command answers in less than half the time.
enableCompileCache?.();
await import('./command-line/cli-commands.ts');
