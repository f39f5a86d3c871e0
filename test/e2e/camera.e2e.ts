import { rmSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesOf, joinFrames } from '../../core/protocol/bbqr.ts';
import { readUtf8 } from '../../core/protocol/bytes.ts';
import { type BrowserHost, startBrowserHost } from '../../electron/browser/browser-host.ts';
import { buildScreen, SCREEN_FOLDER } from '../../electron/build.ts';
import { readScreenFiles } from '../../electron/screen-files.ts';
import { doge, must, WalletFolder } from '../customer/wallet-fixture.ts';
import { accepted } from '../doubles/outcomes.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';
import { CHROMIUM, CHROMIUM_ARGUMENTS } from './stage/browser-stage.ts';
import { writeFilm } from './stage/camera-film.ts';
import { announced, says } from './stage/clerk.ts';

/** A customer without a network before the camera of the till: Chromium plays a film of her phone instead of one. */
let shop: Shop;
let host: BrowserHost;
let browser: Browser;
let page: Page;
let film: string;

beforeAll(async () => {
  await buildScreen();
  shop = await Shop.open();
  film = path.join(shop.folder, 'film.y4m');
  host = await startBrowserHost({
    openDesk: () => shop.running.desk.open({ isTrusted: true }),
    files: readScreenFiles(SCREEN_FOLDER),
    port: 0,
  });
  // Permitted without a question, as by somebody who has said yes before.
  browser = await launch(['--use-fake-ui-for-media-stream']);
  page = await enter(browser);
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
  await shop?.remove();
  rmSync(film, { force: true });
});

function launch(more: readonly string[] = []): Promise<Browser> {
  const camera = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [...CHROMIUM_ARGUMENTS, ...camera, ...more],
  });
}

async function enter(by: Browser): Promise<Page> {
  const context = await by.newContext({ viewport: { width: 1280, height: 900 } });
  const entered = await context.newPage();
  entered.setDefaultTimeout(60_000);
  await entered.goto(host.newLink());
  await entered.waitForURL((url) => url.pathname === '/');
  return entered;
}

/** Shows an invoice and holds a phone before the camera on which these codes are seen. */
async function holdBefore(at: Page, invoice: string, codes: readonly string[]): Promise<void> {
  writeFilm(film, codes);
  await at.goto(`${host.url}/#/invoice/${invoice}`);
  await at.getByRole('button', { name: says('scan.open') }).click();
}

/** The code on the screen, as the customer's phone reads it. */
async function shownCode(name: string): Promise<string> {
  const side = 800;
  const pixels = await page.getByRole('img', { name }).evaluate(async (svg, size) => {
    const copy = svg.cloneNode(true) as SVGElement;
    copy.setAttribute('width', String(size));
    copy.setAttribute('height', String(size));
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const drawing = canvas.getContext('2d');
    drawing?.drawImage(image, 0, 0);
    const { data = [] } = drawing?.getImageData(0, 0, size, size) ?? {};
    let text = '';
    for (let at = 0; at < data.length; at += 4) text += (data[at] ?? 0) > 127 ? '#' : ' ';
    return text;
  }, side);
  const data = Uint8Array.from([...pixels].flatMap((pixel) => [1, 1, 1].fill(pixel === '#' ? 255 : 0)));
  return decodeQR({ data, width: side, height: side }, { timeLimit: 2000 });
}

describe('at a till with a camera, a customer without a network', { timeout: 150_000 }, () => {
  test('pays by one code, and reads her receipt off the screen [CMP-4, QRX-2]', async () => {
    const folder = new WalletFolder();
    const wallet = folder.create();
    must(await wallet.fundFromNode(shop.node, doge(150)));
    const { height } = await shop.node.tip();
    const opened = must(await wallet.openChannel({ tillUrl: shop.url, amount: doge(100), height }));
    await shop.mine(2);
    await expect
      .poll(async () => must(await wallet.channelStatus(opened.record.id)).record.state, { timeout: 20_000 })
      .toBe('open');
    const { id, uri } = await shop.desk('issueInvoice', { amount: '12.5' });
    const { text } = must(await wallet.payCompactly(uri));
    await holdBefore(page, id, [text]);
    await announced(page, 'paid.title');
    const shown = accepted(joinFrames([await shownCode(says('receipt.qr'))]));
    if (shown.kind !== 'whole') throw new Error('the receipt is shown in parts');
    must(await wallet.recordReceipt(opened.record.id, readUtf8(shown.bytes)));
    expect(wallet.channels()[0]).toMatchObject({ paid: doge(12.5), signed: doge(12.5) });
    await folder.remove();
  });

  test('pays by a PSBT in several codes that are shown in turn [QRX-1]', async () => {
    const channel = await openChannel(shop, { fundings: [[50, 30, 20]] });
    const invoice = await shop.invoice('3');
    const channelFields = new Map([[0, Buffer.from(invoice)]]);
    const psbt = aPayment(channel, { paid: doge(3), channelFields });
    // Her display is small: codes of a quarter of the size.
    const codes = framesOf(psbt, 'P').flatMap((frame) => shorter(frame, 6));
    await holdBefore(page, invoice, codes);
    await announced(page, 'paid.title');
    await page.getByRole('img', { name: says('receipt.qr') }).waitFor();
    expect(await shop.desk('invoice', { id: invoice })).toMatchObject({ state: 'paid' });
  });

  test('is told in words when nobody permits the camera', async () => {
    const other = await launch();
    try {
      const refusing = await enter(other);
      await holdBefore(refusing, await shop.invoice('1'), ['nothing']);
      await refusing.getByText(says('scan.camera.denied')).waitFor();
      await refusing.getByRole('textbox').last().waitFor();
    } finally {
      await other.close();
    }
  });
});

/** The one frame of a thing as several. */
function shorter(frame: string, count: number): string[] {
  const data = frame.slice(8);
  const each = Math.ceil(data.length / count / 8) * 8;
  return Array.from(
    { length: count },
    (_, index) => `${frame.slice(0, 4)}0${count}0${index}${data.slice(index * each, (index + 1) * each)}`,
  );
}
