import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchWithScrollbars, layoutFaultsOf, layoutScript } from './layout.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchWithScrollbars();
  page = await browser.newPage({ viewport: { width: 640, height: 400 } });
  await page.addInitScript(await layoutScript());
});
afterAll(async () => browser?.close());

async function faultsOf(body: string): Promise<string[]> {
  await page.goto('about:blank');
  await page.setContent(`<!doctype html><style>body { margin: 0; font: 16px sans-serif; }</style>${body}`);
  return await layoutFaultsOf(page);
}

const TALL = '<p style="block-size: 900px">tall</p>';
const BUTTON = 'inline-size: 60px; block-size: 48px; padding: 0; border: 0;';
const QR = (side: number, modules: number) =>
  `<svg class="qr" role="img" aria-label="code" style="display: block; inline-size: ${side}px; block-size: ${side}px" viewBox="0 0 ${modules} ${modules}"><rect width="9" height="9" /></svg>`;

const FAULTS: readonly (readonly [string, string, RegExp])[] = [
  [
    'a page that scrolls sideways',
    '<div style="inline-size: 700px">wide</div>',
    /the window scrolls sideways by 60 px/,
  ],
  [
    'a place that scrolls sideways',
    '<div style="overflow: auto"><div style="inline-size: 700px; block-size: 9px"></div></div>',
    /div .* scrolls sideways/,
  ],
  [
    'a second bar, by hidden text that is placed absolutely',
    `<main style="overflow-y: auto; block-size: 390px">${TALL}<span style="position: absolute; clip-path: inset(50%)">unseen</span></main>`,
    /main .* scrolls inside of html/,
  ],
  [
    'a list that scrolls inside of a page that scrolls',
    `<ul style="overflow-y: auto; block-size: 300px">${TALL}</ul>${TALL}`,
    /ul .* scrolls inside of html/,
  ],
  [
    'a word that is cut off',
    '<p style="overflow: hidden; inline-size: 40px; white-space: nowrap">Auszahlungskonto</p>',
    /is cut off at its side/,
  ],
  [
    'dots in place of words that are nowhere else',
    '<p style="overflow: hidden; text-overflow: ellipsis; inline-size: 40px; white-space: nowrap">Auszahlungskonto</p>',
    /is cut off at its side/,
  ],
  [
    'a line that is cut off below',
    '<p style="overflow: hidden; block-size: 8px">words</p>',
    /is cut off below/,
  ],
  [
    'a button’s words that stick out',
    `<button style="${BUTTON} white-space: nowrap">Schließen und weiter</button>`,
    /sticks out at its side/,
  ],
  [
    'a choice that is cut off',
    '<select style="inline-size: 60px; block-size: 44px"><option>Alle Channels dieses Ladens</option></select>',
    /has its choice cut off/,
  ],
  [
    'words outside of the window',
    '<p style="position: fixed; inset: 0 auto auto -20px">words</p>',
    /lies outside of the window by 20 px/,
  ],
  [
    'a tick under a banner',
    `<div style="position: fixed; inset: 0 0 auto; block-size: 50px; background: red; z-index: 1">practice</div><svg class="icon" viewBox="0 0 9 9" style="display: block; inline-size: 40px; block-size: 40px"><rect width="9" height="9" /></svg>`,
    /svg.icon .* is covered by div "practice"/,
  ],
  [
    'navigation under a notice, although the pointer goes through it',
    `<nav><a href="#a" style="display: block; block-size: 44px">Sales</a></nav><div style="position: fixed; inset: 0; pointer-events: none">Paid</div>`,
    /a "Sales" is covered by div "Paid"/,
  ],
  [
    'what cannot be scrolled to',
    `<div style="block-size: 390px; overflow: hidden"><div style="position: fixed; inset-block-start: 500px">words</div></div>`,
    /cannot be scrolled to/,
  ],
  ['a button too small for a finger', '<button style="padding: 0">ok</button>', /is too small to touch/],
  [
    'words on each other',
    '<p>first words</p><p style="margin-block-start: -34px">second words</p>',
    /lie on each other/,
  ],
  ['a code that is never seen whole', QR(500, 60), /is never seen whole/],
  ['a code of modules too small', QR(100, 77), /has modules of 1\.30 px/],
];

const SOUND: readonly (readonly [string, string])[] = [
  ['a page that fits', `<h1>Charge</h1><button style="${BUTTON}">OK</button>${QR(300, 60)}`],
  ['one bar', `<main style="overflow-y: auto; block-size: 390px; position: relative">${TALL}</main>`],
  [
    'dots in place of words that a title tells',
    '<p title="Auszahlungskonto" style="overflow: hidden; text-overflow: ellipsis; inline-size: 40px; white-space: nowrap">Auszahlungskonto</p>',
  ],
  [
    'navigation that is inert under a notice',
    '<nav inert><a href="#a" style="display: block; block-size: 44px">Sales</a></nav><div style="position: fixed; inset: 0">Paid</div>',
  ],
  ['a link within a sentence', '<p>See <a href="#a">the sale</a> of today.</p>'],
];

describe('the measure of the layout', () => {
  test.each(FAULTS)('finds %s', async (_, body, fault) => {
    expect(await faultsOf(body)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });

  test.each(SOUND)('finds nothing wrong with %s', async (_, body) => {
    expect(await faultsOf(body)).toEqual([]);
  });
});
