import { describe, expect, test } from 'vitest';
import type { ScreenFile } from '../../electron/screen-files.ts';
import { isOwnPage, PAGE_URL, screenResponse } from '../../electron/screen-response.ts';

const file = (type: string, text: string): ScreenFile => ({ type, bytes: new Uint8Array(Buffer.from(text)) });
const FILES = new Map([
  ['/page.html', file('text/html', 'page')],
  ['/main.js', file('text/javascript', 'script')],
]);

const get = (url: string, method = 'GET') => screenResponse(FILES, { method, url });

describe('the window', () => {
  test("gets the screen's files, under a policy that lets them connect nowhere", async () => {
    const response = get('app://till/main.js');
    expect(await response.text()).toBe('script');
    expect(response.headers.get('content-type')).toBe('text/javascript');
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
  });

  test.each([
    'app://till/',
    'app://till/../package.json',
    'app://till/%2e%2e/package.json',
    'app://till/..%2f..%2fpackage.json',
    'app://till//main.js',
    'app://other/main.js',
    'file:///main.js',
    'https://till/main.js',
    'no address',
  ])('gets nothing at %s', async (url) => {
    const response = get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  test('gets nothing by a method that changes things', () => {
    expect(get('app://till/main.js', 'POST').status).toBe(404);
  });
});

describe('a page', () => {
  test.each([PAGE_URL, `${PAGE_URL}#/channel/a`, `${PAGE_URL}?x=1#y`])('at %s is ours', (address) => {
    expect(isOwnPage(address)).toBe(true);
  });

  test.each(['about:blank', 'app://till/main.js', 'app://till/page.html.x', 'https://till/page.html', ''])(
    'at "%s" is not listened to',
    (address) => {
      expect(isOwnPage(address)).toBe(false);
    },
  );
});
