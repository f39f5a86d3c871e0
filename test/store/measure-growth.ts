import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesPerPayment } from './growth.ts';

const folder = mkdtempSync(join(tmpdir(), 'dogetill-growth-'));
try {
  for (const payments of [1_000, 10_000, 100_000]) {
    const bytes = bytesPerPayment(join(folder, `${payments}.sqlite`), payments);
    console.log(`${payments} payments on one channel: ${bytes.toFixed(1)} bytes each, with its invoice`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
