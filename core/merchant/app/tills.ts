import { existsSync } from 'node:fs';
import type { CallArguments } from '../../bridge/bridge.ts';
import type { SessionView } from '../../bridge/views/session.ts';
import type { FoundBackupView } from '../../bridge/views/setup.ts';
import { NETWORKS } from '../../networks.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { prepareFolder } from '../../system/data-folder.ts';
import { SetupFault } from '../../system/faults.ts';
import { REAL_WORLD, type World } from '../../system/world.ts';
import type { Answers, AppCall, Caller } from '../desk/answers.ts';
import type { DeskSession } from '../desk/desk.ts';
import { type DeskApp, NO_PRACTICE } from '../desk/desk-app.ts';
import { checkWords, newWords } from '../keys/keys.ts';
import { findNodes, testNode } from '../nodes/find-nodes.ts';
import type { RunningTill } from '../serve/serve.ts';
import { type AppFile, readAppFile, type ShopFacts, writeAppFile } from './app-file.ts';
import { addOtherNode, removeOtherNode, replaceNode } from './further-nodes.ts';
import {
  checkNewShop,
  forgetFacts,
  makeShopFolder,
  type NewShop,
  removeDraft,
  removeShopFolder,
} from './new-shop.ts';
import { type PracticeCustomer, practiceAnswers } from './practice.ts';
import { removeCopies } from './restore-backup.ts';
import { findBackup, restoreShop } from './restore-shop.ts';
import { type PracticeTill, portOf, type ShopOptions, TillStarter } from './start-tills.ts';

const LISTEN = { host: '0.0.0.0', port: 8420 } as const;
type Mode = SessionView['mode'];

/**
 * Starts what runs behind the screens, in the mode it was left in. Throws SetupFault or DatabaseFault, with nothing
 * left running.
 */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const shop = new Shop(options);
  try {
    await shop.start();
    return shop;
  } catch (error) {
    await shop.close();
    throw error;
  }
}

/**
 * The two tills of the app and its screens. The shop's till runs for as long as the app does, also while practice is on
 * the screens: its customers' channels are watched and settled in time whatever somebody practises.
 */
export class Shop {
  readonly #options: ShopOptions;
  readonly #world: World;
  readonly #tills: TillStarter;
  #app: AppFile;
  #shop: RunningTill | undefined;
  #practice: PracticeTill | undefined;
  #isClosed = false;
  /** Words that setup has shown and that no shop has yet. */
  #words: string | undefined;
  /** One change of mode after the other. */
  #changing: Promise<unknown> = Promise.resolve();
  #retiring: Promise<unknown> = Promise.resolve();

  constructor(options: ShopOptions) {
    this.#options = options;
    this.#world = options.world ?? REAL_WORLD;
    this.#tills = new TillStarter(options, this.#world);
    prepareFolder(options.data);
    this.#app = readAppFile(options.data);
  }

  async start(): Promise<void> {
    const { mode } = this.#app;
    if (mode === 'practice') this.#practice = await this.#startPractice();
    const isNew = this.#takeNewShop();
    const { shop } = this.#app;
    if (shop === undefined) return;
    try {
      this.#shop = await this.#startShop(shop);
      if (!isNew) return;
      this.#noteShop(shop, this.#shop);
      this.#moveScreens();
      forgetFacts(this.#tills.folder('shop'));
    } catch (error) {
      if (mode === 'shop') throw error;
      // Practice goes on; switching to the shop tries again and says what is wrong.
      this.#options.log.error({ err: error }, 'the shop did not start');
    }
  }

  /**
   * Sweeps up after an app that was killed while it made a shop. Only once practice runs here: then nobody else is
   * making one. @returns whether the shop was whole; it is known from now on
   */
  #takeNewShop(): boolean {
    const folder = this.#tills.folder('shop');
    if (this.#app.shop !== undefined) {
      forgetFacts(folder);
      return false;
    }
    removeDraft(folder);
    removeCopies(this.#options.data, folder);
    const { shop } = readAppFile(folder);
    if (shop === undefined) return false;
    this.#app = { ...this.#app, shop };
    return true;
  }

  #noteShop(facts: ShopFacts, running: RunningTill): void {
    this.#write({ ...this.#app, mode: 'shop', shop: { ...facts, port: portOf(running) } });
  }

  /** For each window, and for each page of the browser host. Trusted: for the app itself, which has no PIN to give. */
  openSession(options: { readonly isTrusted?: boolean } = {}): DeskSession {
    return this.#current().desk.open(options);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#changing.catch(() => undefined);
    await this.#practice?.stop();
    await this.#retiring;
    await this.#shop?.desk.settle();
    await this.#shop?.stop();
    this.#practice = undefined;
    this.#shop = undefined;
  }

  #current(): RunningTill {
    const running = this.#app.mode === 'shop' ? this.#shop : this.#practice?.running;
    if (running === undefined) throw new SetupFault('The app is not running.');
    return running;
  }

  #appOf(mode: Mode, practice?: () => PracticeCustomer | undefined): DeskApp {
    const inTurn = <T>(work: () => Promise<T>) => {
      const turn = this.#changing.then(() => {
        // What is started while everything stops would stay behind.
        if (this.#isClosed) throw new SetupFault('The app is being closed.');
        return work();
      });
      this.#changing = turn.catch(() => undefined);
      return turn;
    };
    // Who owns practice has not shown the shop's PIN.
    const ofShop = (work: () => Promise<Result<SessionView>>) =>
      mode === 'shop' ? inTurn(work) : refuse('not_allowed', { role: 'owner' });
    const answers: Pick<Answers, AppCall> = {
      findNodes: ({ network }) => ok(findNodes(NETWORKS[network])),
      testNode: async ({ network, node }) => ok(await testNode(NETWORKS[network], node)),
      newSeed: () => ok({ words: this.#newWords() }),
      checkWords: ({ words }) => ok(checkWords(words)),
      createShop: (wanted, caller) => inTurn(() => this.#createShop(wanted, caller)),
      findBackup: ({ folder }) => inTurn(() => this.#findBackup(folder)),
      restoreShop: (wanted, caller) => inTurn(() => this.#restoreShop(wanted, caller)),
      setNode: ({ node }, caller) =>
        ofShop(() => this.#changeNodes(caller, (shop, seen) => replaceNode(shop, node, seen))),
      addOtherNode: ({ node }, caller) =>
        ofShop(() => this.#changeNodes(caller, (shop, seen) => addOtherNode(shop, node, seen))),
      removeOtherNode: ({ name }, caller) =>
        ofShop(() => this.#changeNodes(caller, async (shop) => ok(removeOtherNode(shop, name)))),
      switchMode: (wanted, caller) => inTurn(() => this.#switchMode(wanted.mode, caller)),
      ...NO_PRACTICE,
      ...(practice && practiceAnswers(practice)),
    };
    return { mode, hasShop: () => this.#app.shop !== undefined, answers };
  }

  /**
   * The same words until a shop is made of them or the program ends: somebody may have them on paper already. They are in
   * this process's memory alone.
   */
  #newWords(): string {
    this.#words ??= newWords();
    return this.#words;
  }

  async #createShop(wanted: NewShop, caller: Caller): Promise<Result<SessionView>> {
    const folder = this.#tills.folder('shop');
    if (this.#app.shop !== undefined || existsSync(folder)) return refuse('shop_exists', {});
    const checked = await checkNewShop(wanted);
    if (!checked.ok) return checked;
    const { network, node } = wanted;
    const facts: ShopFacts = { network, node, ...(this.#options.listen ?? LISTEN) };
    const made = await makeShopFolder(folder, { ...wanted, ...checked.value, facts }, this.#world);
    if (!made.ok) return made;
    try {
      this.#shop = await this.#startShop(facts);
      this.#noteShop(facts, this.#shop);
    } catch (error) {
      await this.#shop?.stop();
      this.#shop = undefined;
      removeShopFolder(folder);
      throw error;
    }
    this.#words = undefined;
    this.#moveScreens(caller);
    forgetFacts(folder);
    return ok(caller.view());
  }

  async #findBackup(folder: string): Promise<Result<FoundBackupView>> {
    if (this.#app.shop !== undefined) return refuse('shop_exists', {});
    return await findBackup(folder, this.#options.data, this.#world);
  }

  async #restoreShop(
    { folder: backup, node }: CallArguments<'restoreShop'>,
    caller: Caller,
  ): Promise<Result<SessionView>> {
    const folder = this.#tills.folder('shop');
    if (this.#app.shop !== undefined || existsSync(folder)) return refuse('shop_exists', {});
    const place = this.#options.listen ?? LISTEN;
    const restored = await restoreShop(backup, { folder, node, place, world: this.#world });
    if (!restored.ok) return restored;
    const facts = restored.value;
    // From here on it is the owner's money: whatever happens, it stays, and the next start takes it in.
    this.#app = { ...this.#app, shop: facts };
    try {
      this.#write(this.#app);
      this.#shop = await this.#startShop(facts);
    } catch (error) {
      this.#options.log.error({ err: error }, 'the shop was put back and did not start');
      return refuse('shop_not_started', { problem: error instanceof Error ? error.message : String(error) });
    }
    this.#noteShop(facts, this.#shop);
    this.#words = undefined;
    this.#moveScreens();
    forgetFacts(folder);
    return ok(caller.view());
  }

  /** @param change the shop's facts with it; those it was given for none. A node that comes in has been tested */
  async #changeNodes(
    caller: Caller,
    change: (shop: ShopFacts, seen: number | undefined) => Promise<Result<ShopFacts>>,
  ): Promise<Result<SessionView>> {
    const { shop } = this.#app;
    if (shop === undefined) return refuse('no_shop', {});
    const wanted = await change(shop, this.#shop?.till.context.chain.tip?.height);
    if (!wanted.ok) return wanted;
    return wanted.value === shop ? ok(caller.view()) : this.#rerun(wanted.value, caller);
  }

  /** The shop's till ends and starts again with other nodes, or with those it had if that fails. */
  async #rerun(wanted: ShopFacts, caller: Caller): Promise<Result<SessionView>> {
    const { shop } = this.#app;
    const before = this.#shop;
    if (shop === undefined || before === undefined) return refuse('no_shop', {});
    const screens = [...before.desk.screens].map((screen) => ({ screen, role: screen.role }));
    const port = portOf(before);
    await before.desk.settle();
    await before.stop();
    this.#shop = undefined;
    try {
      this.#shop = await this.#startShop({ ...wanted, port });
      this.#write({ ...this.#app, shop: { ...wanted, port } });
    } catch (error) {
      await this.#shop?.stop();
      this.#shop = await this.#startShop({ ...shop, port });
      throw error;
    } finally {
      for (const { screen, role } of screens) if (this.#shop) screen.moveTo(this.#shop.desk, role);
    }
    return ok(caller.view());
  }

  async #switchMode(mode: Mode, caller: Caller): Promise<Result<SessionView>> {
    const { shop } = this.#app;
    if (mode === this.#app.mode) return ok(caller.view());
    if (mode === 'shop') {
      if (shop === undefined) return refuse('no_shop', {});
      this.#shop ??= await this.#startShop(shop);
    } else {
      this.#practice ??= await this.#startPractice();
    }
    this.#write({ ...this.#app, mode });
    this.#moveScreens();
    return ok(caller.view());
  }

  /** @param creator who has just made this shop, and need not show the PIN that was chosen a moment ago */
  #moveScreens(creator?: Caller): void {
    const { desk } = this.#current();
    const left = this.#app.mode === 'shop' ? this.#practice : undefined;
    const from = (left?.running ?? this.#shop)?.desk.screens ?? [];
    for (const screen of [...from]) screen.moveTo(desk, screen === creator ? 'owner' : undefined);
    if (left === undefined) return;
    this.#practice = undefined;
    this.#retiring = left.stop().catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'practice did not stop');
    });
  }

  #startShop(facts: ShopFacts): Promise<RunningTill> {
    return this.#tills.shop(facts, this.#appOf('shop'));
  }

  async #startPractice(): Promise<PracticeTill> {
    await this.#retiring;
    const practice = await this.#tills.practice(this.#app.practicePort ?? 0, (customer) =>
      this.#appOf('practice', customer),
    );
    try {
      this.#write({ ...this.#app, practicePort: portOf(practice.running) });
      return practice;
    } catch (error) {
      await practice.stop();
      throw error;
    }
  }

  #write(app: AppFile): void {
    writeAppFile(this.#options.data, app);
    this.#app = app;
  }
}
