import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildScreen, SCREEN_FOLDER } from '../../electron/build.ts';

/** What no script of a page may have, how it is known, and what would be found. */
const FORBIDDEN = [
  [
    'Bitcoin code',
    /secp256k1|OP_CHECKLOCKTIMEVERIFY|bip32|bip174|\bECPair\b|ripemd160|psbt\\xff|hashForSignature/i,
    'var e=t("tiny-secp256k1")',
  ],
  [
    'Node',
    /["'`]node:|require\(["'`]|process\.(?:env|versions|binding)|\bBuffer\.(?:from|alloc)/,
    'Buffer.from(e)',
  ],
  [
    'a way to run text as code',
    /\beval\(|\bnew Function\(|[^.\w]Function\(["'`]|importScripts|document\.write\(/,
    'return Function("return this")()',
  ],
  [
    'a store in the browser',
    /\blocalStorage\b|\bsessionStorage\b|\bindexedDB\b|document\.cookie/,
    'window.localStorage.x=1',
  ],
  [
    'a connection past the bridge',
    /XMLHttpRequest|\bWebSocket\b|sendBeacon|RTCPeerConnection|\bimport\(/,
    'new WebSocket(e)',
  ],
] as const;

describe('what the window and the browser load', () => {
  let files: string[];
  let script: string;

  beforeAll(async () => {
    await buildScreen();
    files = readdirSync(SCREEN_FOLDER).sort();
    const scripts = files.filter((name) => name.endsWith('.js'));
    script = scripts.map((name) => readFileSync(path.join(SCREEN_FOLDER, name), 'utf8')).join('\n');
  });

  test('is one page, one script, one style sheet and what stands in for the preload', () => {
    expect(files).toEqual(['browser-bridge.js', 'main.css', 'main.js', 'page.html']);
    expect(statSync(path.join(SCREEN_FOLDER, 'main.js')).size).toBeLessThan(1024 * 1024);
  });

  test('has no script in the page that a content policy would have to let through', () => {
    const page = readFileSync(path.join(SCREEN_FOLDER, 'page.html'), 'utf8');
    const scripts = [...page.matchAll(/<script\b([^>]*)>([^<]*)/g)];
    expect(scripts.map(([, attributes, text]) => [attributes?.includes('src='), text])).toEqual([[true, '']]);
    expect(page).not.toMatch(/\son\w+=|<style|\sstyle=|javascript:/);
  });

  test.each(FORBIDDEN)('has nothing of %s in it', (_, pattern) => {
    expect(script.match(pattern)?.[0]).toBeUndefined();
  });

  test.each(FORBIDDEN)('would be known by it: %s', (_, pattern, planted) => {
    expect(planted).toMatch(pattern);
  });

  test('names no address of the network', () => {
    const addresses = [...script.matchAll(/\b(?:https?|wss?|ftp):\/\/[\w.-]*/g)].map(([found]) => found);
    // Names of XML's kinds of elements, where React explains its error codes, how a node's address is written in two
    // languages, and what an empty field for an address shows; nothing fetches them.
    const names = ['http://www.w3.org', 'https://react.dev', 'http://user', 'http://benutzer', 'https://'];
    expect([...new Set(addresses)].filter((address) => !names.includes(address))).toEqual([]);
  });

  test('has no style that loads anything', () => {
    const styles = readFileSync(path.join(SCREEN_FOLDER, 'main.css'), 'utf8');
    expect(styles).not.toMatch(/@import|url\((?!["']?data:)/);
  });
});
