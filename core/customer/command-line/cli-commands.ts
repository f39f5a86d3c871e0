import { Option } from 'commander';
import type { Koinu } from '../../money.ts';
import type { NetworkName } from '../../networks.ts';
import { askNode } from '../state/node-question.ts';
import { done } from '../state/refusals.ts';
import { createWallet } from '../wallet.ts';
import {
  amount,
  count,
  fail,
  type GlobalOptions,
  NODE_HELP,
  program,
  readLine,
  readWords,
  showOutcome,
  UsageError,
  withNode,
  withWallet,
} from './cli-program.ts';
import * as describe from './cli-text.ts';

program
  .command('init')
  .description('make a new wallet')
  .addOption(
    new Option('-n, --network <name>', 'the network')
      .choices(['mainnet', 'testnet', 'regtest'])
      .default('regtest'),
  )
  .option('--restore', 'read the 24 words of an existing seed from standard input')
  .action(async (options: { network: NetworkName; restore?: boolean }) => {
    const { wallet: path } = program.opts<GlobalOptions>();
    const words = options.restore ? { mnemonic: await readWords() } : {};
    const created = createWallet({ path, network: options.network, ...words });
    showOutcome(created, (wallet) => describe.describeNewWallet(wallet, path));
    if (created.ok) await created.value.close();
  });

program
  .command('address')
  .description('show an unused address to receive at')
  .action(() =>
    withWallet(async (wallet) => done(wallet.address()), describe.describeAddress, { isReadOnly: true }),
  );

program
  .command('fund')
  .description("add coins: a transaction that pays the wallet, or on regtest the node's own money")
  .option('--tx <hex>', 'the raw transaction')
  .option('--node <address>', NODE_HELP)
  .option('--amount <doge>', 'what the node shall pay (with --node)', amount)
  .action((options: { tx?: string; node?: string; amount?: Koinu }) =>
    withWallet((wallet) => {
      const { tx, amount: wanted } = options;
      if (tx !== undefined) return wallet.addTransaction(tx);
      return withNode(options.node, wallet.network, async (node) => {
        if (node !== undefined && wanted !== undefined) return wallet.fundFromNode(node, wanted);
        throw new UsageError('Give either --tx HEX, or --node ADDRESS and --amount DOGE.');
      });
    }, describe.describeCoins),
  );

interface OpenFlags {
  readonly identity?: string;
  readonly name?: string;
  readonly locktimeBlocks?: number;
  readonly mostBlocks?: number;
  readonly inputs?: number;
  readonly node?: string;
}

program
  .command('open')
  .description('open a channel with a till, or send an announcement again that has no answer yet')
  .argument('<url>', 'the URL of the till, such as http://192.168.1.20:8080')
  .argument('<amount>', 'the capacity, DOGE', amount)
  .option(
    '--identity <hash>',
    'the till\'s identity, the "ph" of its invoices; else the first answer is trusted',
  )
  .option('--name <text>', 'a name for the clerk to see')
  .option('--locktime-blocks <n>', "blocks until the refund; the till's minimum when not given", count)
  .option('--most-blocks <n>', 'the most you would wait for the refund, blocks', count)
  .option('--inputs <n>', 'funding outputs', count)
  .option('--node <address>', `checks the height that the till states: ${NODE_HELP}`)
  .action((tillUrl: string, capacity: Koinu, flags: OpenFlags) =>
    withWallet(
      (wallet) =>
        withNode(flags.node, wallet.network, async (node) => {
          const tip = node && (await askNode(() => node.tip()));
          if (tip?.ok === false) return tip;
          return wallet.openChannel({
            tillUrl,
            amount: capacity,
            ...(flags.identity && { expectedIdentityHash: flags.identity }),
            ...(flags.name && { name: flags.name }),
            ...(flags.locktimeBlocks && { locktimeBlocks: flags.locktimeBlocks }),
            ...(flags.mostBlocks && { locktimeLimit: flags.mostBlocks }),
            ...(flags.inputs && { inputs: flags.inputs }),
            ...(tip && { height: tip.value.height }),
          });
        }),
      describe.describeChannel,
    ),
  );

program
  .command('list')
  .description('show the money and the channels, as the file has them')
  .action(() => withWallet(async (wallet) => done(wallet), describe.describeWallet, { isReadOnly: true }));

interface PayFlags {
  readonly tip?: Koinu;
  readonly maxAmount?: Koinu;
  readonly channel?: string;
  readonly compact?: boolean;
  readonly onChain?: boolean;
}

program
  .command('pay')
  .description('pay an invoice through a channel; again for the same invoice, it is never paid twice')
  .argument('<invoice>', 'its dogecoin: URI, or its URL together with --max-amount')
  .option('--tip <doge>', 'on top of the invoice', amount)
  .option('--max-amount <doge>', 'the most that may leave, tip included', amount)
  .option('--channel <id>', 'the channel to pay from, or the beginning of its id')
  .option('--compact', 'print the payment as text for a QR code instead: the till need not be reachable')
  .option('--on-chain', "pay its URI from the wallet's own coins instead, without a channel")
  .action((invoice: string, { compact, onChain, ...options }: PayFlags) => {
    if (onChain) return payOnChain(invoice, compact ? { compact, ...options } : options);
    return compact
      ? withWallet((wallet) => wallet.payCompactly(invoice, options), describe.describeCompact)
      : withWallet((wallet) => wallet.pay(invoice, options), describe.describePaid);
  });

function payOnChain(
  uri: string,
  { compact, channel, tip, maxAmount }: Omit<PayFlags, 'onChain'>,
): Promise<void> {
  if (compact || channel !== undefined || tip !== undefined) {
    throw new UsageError('--on-chain takes no --compact, --channel or --tip.');
  }
  const options = maxAmount === undefined ? {} : { maxAmount };
  return withWallet((wallet) => wallet.payOnChain(uri, options), describe.describeOnChain);
}

program
  .command('receipt')
  .description(
    'keep a receipt that the till showed on its screen; reads its JSON or its QR code from standard input',
  )
  .argument('<channel>', 'its id, or the beginning of it')
  .action((id: string) =>
    withWallet(
      async (wallet) => {
        const recorded = await wallet.recordReceipt(id, await readLine());
        return recorded.ok ? done({ ...recorded.value }) : recorded;
      },
      (payment) => ({
        text: `The receipt of ${payment.acceptedAt} is kept.`,
        json: { invoice: payment.invoice },
      }),
    ),
  );

program
  .command('close')
  .description('ask the till to settle a channel')
  .argument('<channel>', 'its id, or the beginning of it')
  .action((id: string) => withWallet((wallet) => wallet.requestClose(id), describe.describeChannel));

program
  .command('release')
  .description('ask the till to give back a channel on which nothing was paid')
  .argument('<channel>', 'its id, or the beginning of it')
  .action((id: string) => withWallet((wallet) => wallet.releaseChannel(id), describe.describeChannel));

program
  .command('refund')
  .description('take a channel back after its locktime; without a node, print the transaction')
  .argument('<channel>', 'its id, or the beginning of it')
  .option('--node <address>', NODE_HELP)
  .action((id: string, options: { node?: string }) =>
    withWallet(
      (wallet) => withNode(options.node, wallet.network, (node) => wallet.refund(id, node)),
      describe.describeRefund,
    ),
  );

program
  .command('recover')
  .description(
    'bring every channel up to date from the file: send again what has no answer, then ask the till',
  )
  .option('--node <address>', `finds coins and spends on the chain too: ${NODE_HELP}`)
  .option('--from-height <n>', 'the first block to search', count)
  .action((options: { node?: string; fromHeight?: number }) =>
    withWallet(
      (wallet) =>
        withNode(options.node, wallet.network, (node) =>
          wallet.recover({
            ...(node && { node }),
            ...(options.fromHeight !== undefined && { fromHeight: options.fromHeight }),
          }),
        ),
      describe.describeRecovery,
    ),
  );

/** Carries out what the arguments say. Never throws. */
export async function runCommand(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    fail({ text: detail, json: { error: 'fault', detail } });
  }
}
