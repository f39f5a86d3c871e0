import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { PracticeView } from '../../bridge/views/setup.ts';
import { sentenceOf } from '../../customer/state/refusal-texts.ts';
import type { Outcome } from '../../customer/state/refusals.ts';
import { type CustomerWallet, createWallet, openWallet } from '../../customer/wallet.ts';
import { formatDoge, KOINU_PER_DOGE, type Koinu, koinu, parseDoge } from '../../money.ts';
import { NETWORKS } from '../../networks.ts';
import type { NodeBackend } from '../../node/backend.ts';
import { parseNodeAddress } from '../../node/node-address.ts';
import { connectNode } from '../../node/rpc.ts';
import { addressOf, scriptHashScript } from '../../protocol/address.ts';
import { EMPTY } from '../../protocol/bytes.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { SetupFault } from '../../system/faults.ts';
import type { World } from '../../system/world.ts';
import type { Answers } from '../desk/answers.ts';
import type { NO_PRACTICE } from '../desk/desk-app.ts';
import { onChainOf } from '../invoices/invoice-state.ts';
import { invoiceAddress } from '../invoices/invoicing.ts';
import { DEFAULT_POLICY, defaultPolicy, type Policy } from '../policy/policy.ts';
import type { RunningTill } from '../serve/serve.ts';
import { furnish } from './new-shop.ts';

const REGTEST = NETWORKS.regtest;

/** Everything that takes days in a shop is seen here within a minute of pushing buttons. */
const PRACTICE_POLICY: Policy = {
  ...defaultPolicy('regtest'),
  terms: {
    ...DEFAULT_POLICY.terms,
    minLocktimeBlocks: 60,
    maxLocktimeBlocks: 10_000,
    paymentCutoffBlocks: 20,
    confirmations: 2,
  },
  openOffersPerAddress: 1000,
};

const PRACTICE_SETTINGS = { shopName: 'Practice shop', warnBlocks: [40, 20, 5] };
/** Play money: the customer is given more whenever she has less than the half of it. */
const PLAY_MONEY = koinu(20_000n * KOINU_PER_DOGE);
/** Blocks are paid to nobody, so that what the customer has is what she was given. */
const MINER = addressOf(scriptHashScript(EMPTY), REGTEST) ?? '';
const NAME = 'Practice customer';
/** The till follows the chain block by block; with more at once it would be out of date for long. */
const BLOCKS_AT_ONCE = 2000;

/** States of her own record that the till may have left already. */
const TILL_GOES_ON: readonly string[] = ['confirming', 'open', 'closing'];

/** A practice till's folder, with policy and settings for practice where it is new. */
export async function preparePractice(folder: string, world: World): Promise<void> {
  if (existsSync(path.join(folder, 'till.sqlite'))) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const made = await furnish(
    folder,
    { network: NETWORKS.regtest, settings: PRACTICE_SETTINGS, policy: PRACTICE_POLICY },
    world,
  );
  if (!made.ok) throw new SetupFault(`The practice till in ${folder} cannot be made.`);
}

/** The other side of the counter, in practice: a customer with play money, and the blocks at the push of a button. */
export class PracticeCustomer {
  readonly #running: RunningTill;
  readonly #node: NodeBackend;
  readonly #wallet: CustomerWallet;
  #problem: string | undefined;
  #closed: Promise<void> | undefined;

  private constructor(running: RunningTill, node: NodeBackend, wallet: CustomerWallet) {
    this.#running = running;
    this.#node = node;
    this.#wallet = wallet;
  }

  static async start(folder: string, running: RunningTill): Promise<PracticeCustomer> {
    const parsed = parseNodeAddress(running.ready.node ?? '', REGTEST);
    if (!parsed.ok) throw new SetupFault(parsed.problem);
    const file = path.join(folder, 'customer.json');
    const opened = existsSync(file) ? openWallet(file) : createWallet({ path: file, network: REGTEST.name });
    if (!opened.ok) throw new SetupFault(sentenceOf(opened.refusal));
    const node = connectNode({ address: parsed.address, network: REGTEST });
    const customer = new PracticeCustomer(running, node, opened.value);
    try {
      await customer.#catchUp();
      if (await customer.#refill()) await customer.#mine(1);
    } catch (error) {
      await customer.close();
      throw error;
    }
    return customer;
  }

  get answers(): Pick<Answers, keyof typeof NO_PRACTICE> {
    return {
      practice: async () => ok(await this.#view()),
      practiceOpenChannel: ({ amount }) => this.#withAmount(amount, (wanted) => this.#openChannel(wanted)),
      practicePay: ({ uri, tip }) =>
        this.#withAmount(tip, async (extra) => {
          this.#note(await this.#wallet.pay(uri, extra > 0n ? { tip: extra } : {}));
        }),
      practicePayOnChain: ({ id, part }) => this.#payOnChain(id, part),
      practiceMine: async ({ blocks }) => {
        this.#problem = undefined;
        await this.#refill();
        await this.#mine(blocks);
        await this.#catchUp();
        return ok(await this.#view());
      },
    };
  }

  close(): Promise<void> {
    this.#closed ??= this.#wallet.close().finally(() => this.#node.close());
    return this.#closed;
  }

  async #withAmount(text: string, work: (amount: Koinu) => Promise<void>): Promise<Result<PracticeView>> {
    const amount = parseDoge(text.trim());
    if (amount === undefined) {
      return refuse('bad_amount', {
        reason: 'not_an_amount',
        problem: 'write DOGE with at most 8 decimals, like 12.5',
      });
    }
    this.#problem = undefined;
    await work(amount);
    return ok(await this.#view());
  }

  /** From the practice node's own wallet, which knows no channels. */
  async #payOnChain(id: string, part: 'all' | 'half'): Promise<Result<PracticeView>> {
    const { till } = this.#running;
    const invoice = till.invoice(id);
    if (!invoice.ok) return invoice;
    const { missing } = onChainOf(till.context, invoice.value);
    const amount = part === 'all' ? missing : koinu(missing / 2n);
    this.#problem = undefined;
    if (amount > 0n) {
      await this.#node.sendToAddress(invoiceAddress(till.context, invoice.value), amount);
      await till.look();
    }
    return ok(await this.#view());
  }

  async #openChannel(amount: Koinu): Promise<void> {
    if (this.#wallet.funds() <= amount) await this.#refill(koinu(amount + PLAY_MONEY));
    const tillUrl = this.#running.ready.endpoint;
    this.#note(await this.#wallet.openChannel({ tillUrl, amount, name: NAME }));
  }

  #note(outcome: Outcome<unknown>): void {
    if (!outcome.ok) this.#problem = sentenceOf(outcome.refusal);
  }

  /** @returns whether something came, which the next block confirms */
  async #refill(least: Koinu = koinu(PLAY_MONEY / 2n)): Promise<boolean> {
    const funds = this.#wallet.funds();
    if (funds >= least) return false;
    const wanted = least > PLAY_MONEY ? least : PLAY_MONEY;
    this.#note(await this.#wallet.fundFromNode(this.#node, koinu(wanted - funds)));
    return true;
  }

  async #mine(blocks: number): Promise<void> {
    for (let left = blocks; left > 0; left -= BLOCKS_AT_ONCE) {
      await this.#node.mine(Math.min(left, BLOCKS_AT_ONCE), MINER);
      await this.#running.till.look();
    }
    // What the blocks led to, such as a close at the cutoff, is on its way after the second look.
    await this.#running.till.look();
  }

  /** The wallet learns what became of its channels and money, as a customer's would when it is opened again. */
  async #catchUp(): Promise<void> {
    this.#note(await this.#wallet.recover({ node: this.#node }));
  }

  /**
   * A till tells no wallet that it closes a channel: she learns it from the chain, at the next block that somebody mines.
   * The newcomer has just seen it on the till's screen.
   */
  #stateOf({ id, state }: { readonly id: string; readonly state: string }): string {
    const atTill = this.#running.till.channel(id);
    return atTill.ok && TILL_GOES_ON.includes(state) ? atTill.value.state : state;
  }

  async #view(): Promise<PracticeView> {
    const { height } = await this.#node.tip();
    const channels = this.#wallet.channels().map(({ record, paid, spendable }) => ({
      id: record.id,
      state: this.#stateOf(record),
      paid: formatDoge(paid),
      spendable: formatDoge(spendable),
    }));
    return {
      funds: formatDoge(this.#wallet.funds()),
      height,
      channels,
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }
}

/** The customer comes after the till that she is a customer of. */
export function practiceAnswers(customer: () => PracticeCustomer | undefined) {
  const answers = () => {
    const present = customer();
    if (present === undefined) throw new SetupFault('Practice is still being prepared.');
    return present.answers;
  };
  return {
    practice: (given, caller) => answers().practice(given, caller),
    practiceOpenChannel: (given, caller) => answers().practiceOpenChannel(given, caller),
    practicePay: (given, caller) => answers().practicePay(given, caller),
    practicePayOnChain: (given, caller) => answers().practicePayOnChain(given, caller),
    practiceMine: (given, caller) => answers().practiceMine(given, caller),
  } satisfies Partial<Answers>;
}
