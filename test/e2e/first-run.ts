import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { wordsIn } from '../../renderer/messages/translate.ts';
import { expectNoViolation } from './axe.ts';
import { chargeButton, says } from './stage/clerk.ts';
import type { OwnNode } from './stage/own-node.ts';
import { ask, type Stage } from './stage/stage.ts';

export const OWNER = '270182';
export const CLERK = '3141';
export const PASSPHRASE = 'a cat in the window';
/** Of BIP39's test vectors. */
const EARLIER = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
export const SHOP = "Bob's Coffee";

const { plural } = wordsIn('en');

interface FirstRun {
  readonly stage: Stage;
  readonly node: OwnNode;
}

function nextButton(page: Page): Locator {
  return page.getByRole('button', { name: says('setup.next'), exact: true });
}

async function isAt(
  page: Page,
  step: 'language' | 'begins' | 'shop' | 'network' | 'node' | 'seed' | 'words' | 'check',
) {
  await page.getByRole('heading', { name: says(`setup.${step}`), exact: true }).waitFor();
}

async function goOn(page: Page): Promise<void> {
  await nextButton(page).click();
}

async function goBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: says('setup.back'), exact: true }).click();
}

function field(page: Page, label: string): Locator {
  return page.getByLabel(label, { exact: true });
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('link', { name: says('practice.setup') }).click();
  await isAt(page, 'language');
}

async function nameShop(page: Page): Promise<void> {
  await goOn(page);
  await isAt(page, 'begins');
  await goOn(page);
  await isAt(page, 'shop');
  expect(await nextButton(page).isDisabled()).toBe(true);
  await field(page, says('settings.shopName')).fill(SHOP);
  await goOn(page);
}

async function chooseRegtest(page: Page): Promise<void> {
  await isAt(page, 'network');
  await page.getByText(says('network.regtest'), { exact: true }).click();
  await goOn(page);
  await isAt(page, 'node');
}

/** What the screen says of a node. */
async function tryNode(page: Page, address: string): Promise<string> {
  await field(page, says('node.url')).fill(address);
  await page.getByRole('button', { name: says('node.test') }).click();
  const verdict = page
    .getByRole('status')
    .filter({ hasText: new RegExp(`${says('node.usable')}|${says('node.unusable')}`) });
  await verdict.waitFor();
  return verdict.innerText();
}

async function shownWords(page: Page): Promise<string[]> {
  const items = page.getByRole('main').getByRole('listitem');
  await expect.poll(() => items.count()).toBe(12);
  return items.allInnerTexts();
}

/** Fills in the words that are asked back, as they are on the paper, or all of them wrong. */
async function answerWords(page: Page, paper: readonly string[], isRight: boolean): Promise<void> {
  const asked = page.getByRole('main').getByRole('textbox');
  expect(await asked.count()).toBe(3);
  for (let at = 1; at <= paper.length; at += 1) {
    const box = field(page, says('seed.word', { place: at }));
    if (await box.count()) await box.fill(isRight ? (paper[at - 1] ?? '') : 'dogedogedoge');
  }
}

/** The first run, clicked through as a newcomer would; each test goes on where the one before has stopped. */
export function testFirstRun(given: () => FirstRun): void {
  const page = () => given().stage.page;

  test('speaks the language that is chosen in the first step', async () => {
    await begin(page());
    await page().getByText('Deutsch', { exact: true }).click();
    const german = wordsIn('de');
    await page()
      .getByRole('heading', { name: german.t('setup.language') })
      .waitFor();
    await page()
      .getByRole('button', { name: german.t('setup.next'), exact: true })
      .waitFor();
    await page().getByText('English', { exact: true }).click();
    await expectNoViolation(page());
  });

  test('goes back a step, which still has what was typed', async () => {
    await nameShop(page());
    await isAt(page(), 'network');
    await goBack(page());
    expect(await field(page(), says('settings.shopName')).inputValue()).toBe(SHOP);
    await goOn(page());
    await chooseRegtest(page());
  });

  test('says in words what is wrong with a node, and goes on with one that answers only', async () => {
    const { node } = given();
    expect(await tryNode(page(), 'nowhere')).toContain(says('refusal.node_unusable.address'));
    const silent = await tryNode(page(), 'http://user:password@127.0.0.1:9');
    expect(silent).toContain(says('refusal.node_unusable.unreachable'));
    const refused = await tryNode(page(), node.addressWithWrongPassword);
    expect(refused).toContain(says('refusal.node_unusable.unauthorised'));
    expect(refused).not.toContain('guessed');
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await expectNoViolation(page());
    expect(await tryNode(page(), node.address)).toContain(says('node.usable'));
    await goOn(page());
    await isAt(page(), 'seed');
  });

  test('says which words of an earlier till are wrong, and keeps them while other steps are looked at', async () => {
    await page().getByText(says('seed.earlier'), { exact: true }).click();
    await goOn(page());
    const words = field(page(), says('seed.words'));
    await words.fill(EARLIER.replace('winner', 'winer').replace('yellow', 'jellow'));
    await page()
      .getByText(plural('seed.unknown', 2, { places: '2 and 12' }))
      .waitFor();
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await expectNoViolation(page());
    await words.fill(EARLIER.replace('yellow', 'year'));
    await page().getByText(says('seed.wrongSum')).waitFor();
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await words.fill(EARLIER);
    await page().getByText(plural('seed.right', 12)).waitFor();
    await page().getByText(says('seed.newIndexes')).waitFor();
    await goBack(page());
    await page().getByText(says('seed.new'), { exact: true }).click();
    await page().getByText(says('seed.earlier'), { exact: true }).click();
    await goOn(page());
    expect(await words.inputValue()).toBe(EARLIER);
    expect(await nextButton(page()).isEnabled()).toBe(true);
    await goBack(page());
    await page().getByText(says('seed.new'), { exact: true }).click();
  });

  test('leaves nothing half-made when the window is closed in the middle of it', async () => {
    const { stage, node } = given();
    await goOn(page());
    const before = await shownWords(page());
    await stage.reopen();
    await page().getByText(says('practice.banner')).first().waitFor();
    expect(existsSync(path.join(stage.folder, 'shop'))).toBe(false);
    expect(await ask(page(), 'session', {})).toMatchObject({ mode: 'practice', hasShop: false });
    await begin(page());
    await nameShop(page());
    await chooseRegtest(page());
    await tryNode(page(), node.address);
    await goOn(page());
    await goOn(page());
    await isAt(page(), 'words');
    // What was written on paper stays right for as long as the program runs; afterwards nothing knows the words.
    if (stage.outlivesWindow) expect(await shownWords(page())).toEqual(before);
    else expect(await shownWords(page())).not.toEqual(before);
  });

  test('asks three of the words back, and takes no wrong ones', async () => {
    const paper = await shownWords(page());
    await expectNoViolation(page());
    await goOn(page());
    await isAt(page(), 'check');
    expect(await page().getByRole('main').innerText()).not.toContain(paper.join(' '));
    await answerWords(page(), paper, false);
    await page().getByText(says('seed.wrongWord')).first().waitFor();
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await expectNoViolation(page());
    await goBack(page());
    expect(await shownWords(page())).toEqual(paper);
    await goOn(page());
    await answerWords(page(), paper, true);
    await goOn(page());
  });

  test('wants a passphrase of some length, twice the same', async () => {
    const first = field(page(), says('setup.passphraseField'));
    const again = field(page(), says('setup.passphraseAgain'));
    await first.fill('short');
    await again.fill('short');
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await page().getByText(plural('passphrase.short', 7)).waitFor();
    await first.fill('doge doge doge');
    await page().getByText(says('passphrase.fewCharacters')).waitFor();
    await first.fill(PASSPHRASE);
    await page().getByText(says('passphrase.good')).waitFor();
    await again.fill(`${PASSPHRASE}!`);
    await page().getByText(says('setup.passphraseDiffers')).waitFor();
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await again.fill(PASSPHRASE);
    await expectNoViolation(page());
    await goOn(page());
  });

  test('wants two PINs that differ', async () => {
    await field(page(), says('settings.ownerPin')).fill(OWNER);
    await field(page(), says('pin.again')).first().fill(CLERK);
    await page().getByText(says('pin.differs')).waitFor();
    await field(page(), says('pin.again')).first().fill(OWNER);
    await field(page(), says('settings.clerkPin')).fill(OWNER);
    await page().getByText(says('refusal.pin_in_use')).waitFor();
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await field(page(), says('settings.clerkPin')).fill(CLERK);
    expect(await nextButton(page()).isDisabled()).toBe(true);
    await field(page(), says('pin.again')).last().fill(CLERK);
    await expectNoViolation(page());
    await goOn(page());
  });

  test('goes back from the last step to the node and on again, and asks for nothing twice', async () => {
    const heading = (step: 'review' | 'pins' | 'passphrase') =>
      page().getByRole('heading', { name: says(`setup.${step}`), exact: true });
    await heading('review').waitFor();
    await goBack(page());
    await heading('pins').waitFor();
    expect(await field(page(), says('settings.ownerPin')).inputValue()).toBe(OWNER);
    expect(await field(page(), says('settings.clerkPin')).inputValue()).toBe(CLERK);
    await goBack(page());
    await heading('passphrase').waitFor();
    expect(await field(page(), says('setup.passphraseField')).inputValue()).toBe(PASSPHRASE);
    expect(await field(page(), says('setup.passphraseAgain')).inputValue()).toBe(PASSPHRASE);
    for (const step of ['check', 'words', 'seed', 'node'] as const) {
      await goBack(page());
      await isAt(page(), step);
    }
    expect(await field(page(), says('node.url')).inputValue()).toBe(given().node.address);
    await page().getByText(says('node.usable')).waitFor();
    // Next is pressed and nothing else: every step has all that it asks for.
    for (const step of ['seed', 'words', 'check'] as const) {
      await goOn(page());
      await isAt(page(), step);
    }
    await goOn(page());
    await heading('passphrase').waitFor();
    await goOn(page());
    await goOn(page());
    await heading('review').waitFor();
  });

  test('opens the shop at the end, and shows no password of the node on the way', async () => {
    const { stage } = given();
    await page()
      .getByRole('heading', { name: says('setup.review') })
      .waitFor();
    const review = await page().getByRole('main').innerText();
    expect(review).toContain(SHOP);
    expect(review).toContain(new URL(given().node.address).host);
    expect(review).not.toContain(new URL(given().node.address).password);
    await expectNoViolation(page());
    expect(existsSync(path.join(stage.folder, 'shop'))).toBe(false);
    await page()
      .getByRole('button', { name: says('setup.create') })
      .click();
    await chargeButton(page()).waitFor();
    await page()
      .getByRole('button', { name: says('nav.lock') })
      .waitFor();
    await page().getByText(says('practice.banner')).waitFor({ state: 'detached' });
    expect(existsSync(path.join(stage.folder, 'shop', 'till.sqlite'))).toBe(true);
    expect(await ask(page(), 'session', {})).toMatchObject({ mode: 'shop', role: 'owner' });
  });
}
