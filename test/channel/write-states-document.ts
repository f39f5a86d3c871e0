import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house-rules/tree.ts';
import { STATES_DOCUMENT, statesDocument } from './states-document.ts';

writeFileSync(join(ROOT, STATES_DOCUMENT), statesDocument());
