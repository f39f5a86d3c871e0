import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house-rules/tree.ts';
import { COMMANDS_DOCUMENT, commandsDocument } from './commands-document.ts';

writeFileSync(join(ROOT, COMMANDS_DOCUMENT), commandsDocument());
