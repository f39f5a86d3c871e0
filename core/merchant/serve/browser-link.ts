import { readBrowserFile } from './browser-memory.ts';

/** A till that hangs gives no link. */
const PATIENCE_MS = 3000;

/** A new link of the till that runs on this data folder with its screens in a browser; undefined when none does. */
export async function askForLink(folder: string): Promise<string | undefined> {
  const known = readBrowserFile(folder);
  if (known === undefined) return undefined;
  try {
    const answer = await fetch(`http://127.0.0.1:${known.port}/link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${known.key}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
