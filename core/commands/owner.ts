import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { AbsenceView, CollectPreviewView, CollectView, PayoutView } from '../bridge/views/owner.ts';
import { readPassphrase } from '../merchant/serve/serve.ts';
import { type AskArguments, ask, askTill, passphraseFor, print } from './asking.ts';
import { readGivenHook } from './given-hook.ts';
import { pathOf, pathOption } from './options.ts';
import { askPassphrase } from './prompt.ts';

interface SigningArguments extends AskArguments {
  readonly passphraseFile?: string;
}

const NO_HOOK: { readonly url?: string; readonly warnings: readonly string[] } = { warnings: [] };

/** What an owner decides for the time he is not at the till. */
export function addOwnerCommands(program: Command): void {
  addPayoutCommand(program);
  addCollectCommand(program);
  addAwayCommand(program);
  ask(program, 'settlements', 'write all settlements, co-signed, for somebody to broadcast without keys')
    .addOption(pathOption('--out <file>', 'where the text goes').makeOptionMandatory())
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'))
    .action(async (given: SigningArguments & { readonly out: string }) => {
      pathOf('--out', given.out);
      const exported = await askTill(given.data, 'exportSettlements', await passphraseFor(given));
      writeFileSync(pathOf('--out', given.out), exported.text, { mode: 0o600 });
      const { count, amount } = exported;
      print(given, { count, amount, file: given.out }, `${count} settlements, ${amount} DOGE: ${given.out}`);
    });
  ask(program, 'alerts', 'where an owner who is away is told of warnings')
    .option(
      '--url <url>',
      'an address that gets them by POST, or @FILE whose first line it is; "" for none. It gets a trial message first',
    )
    .action(async (given: AskArguments & { readonly url?: string }) => {
      const { url, warnings } = given.url === undefined ? NO_HOOK : readGivenHook(given.url);
      for (const warning of warnings) process.stderr.write(`${warning}\n`);
      const hook = await (url === undefined
        ? askTill(given.data, 'alertHook', {})
        : askTill(given.data, 'setAlertHook', { url }));
      const state = hook.problem ?? (hook.lastTold === undefined ? '' : `last told ${hook.lastTold}`);
      print(given, hook, hook.url === '' ? 'Nobody is told.' : `${hook.url}  ${state}`.trimEnd());
    });
}

function addPayoutCommand(program: Command): void {
  ask(program, 'payout', 'where settlements of new channels pay')
    .option('--account <key>', 'an owner\'s extended public key; "" for the till\'s own addresses')
    .option('--first-address <address>', 'the first receiving address, as the wallet of that key shows it')
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'))
    .action(
      async (given: SigningArguments & { readonly account?: string; readonly firstAddress?: string }) => {
        const { account, firstAddress = '' } = given;
        if (account === undefined) {
          const payout = await askTill(given.data, 'payout', {});
          return print(given, payout, payoutText(payout));
        }
        if (account !== '' && firstAddress === '') {
          const preview = await askTill(given.data, 'previewPayout', { account });
          const text = `The account's addresses begin with ${preview.addresses.join(', ')}.\nIf your wallet shows the same, say so: --first-address ${preview.addresses[0] ?? ''}`;
          return print(given, preview, text);
        }
        const passphrase = await ownersPassphrase(given);
        const payout = await askTill(given.data, 'setPayout', { account, firstAddress, ...passphrase });
        print(given, payout, payoutText(payout));
      },
    );
}

function payoutText({ account, firstAddress }: PayoutView): string {
  return account === undefined
    ? "Settlements pay the till's own addresses."
    : `Settlements of new channels pay ${account}, whose first address is ${firstAddress ?? ''}.`;
}

function addCollectCommand(program: Command): void {
  ask(program, 'collect', "what came to invoices' own addresses, and take it to one address")
    .option('--to <address>', "without it the next address of the owner's account")
    .option('--yes', 'do it; without it nothing is changed')
    .option('--list', 'what was collected, and how far it has come')
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'))
    .action(
      async (
        given: SigningArguments & { readonly to?: string; readonly yes?: boolean; readonly list?: boolean },
      ) => {
        const { to = '', yes, list } = given;
        if (list) {
          const view = await askTill(given.data, 'collections', {});
          return print(given, view, collectionsText(view));
        }
        if (!yes) {
          const preview = await askTill(given.data, 'previewCollect', { to });
          return print(given, preview, collectPreviewText(preview));
        }
        const passphrase = await ownersPassphrase(given);
        const view = await askTill(given.data, 'collect', { to, ...passphrase });
        print(given, view, collectionsText(view));
      },
    );
}

/** Asked for at a terminal even where the till has it at hand: it says who is there. */
async function ownersPassphrase({ passphraseFile: file }: SigningArguments) {
  // A till of play money has none, and a script has nobody to ask.
  const typed = file === undefined && process.stdin.isTTY ? await askPassphrase() : undefined;
  const passphrase = file === undefined ? typed : readPassphrase(file);
  return passphrase === undefined ? {} : { passphrase };
}

function collectPreviewText(preview: CollectPreviewView): string {
  const { coins, transactions, shallow, undecided, small, spent, isMore } = preview;
  const what =
    coins === 0
      ? ['Nothing to collect at present.']
      : [
          `${coins} coins of ${preview.sum} DOGE in ${transactions} transactions, fee ${preview.fee} DOGE.`,
          `${preview.arrives} DOGE would arrive at ${preview.to}. --yes does it.`,
        ];
  return [
    ...what,
    ...(shallow.coins > 0 ? [`Left, not deep enough yet: ${shallow.coins}, ${shallow.amount} DOGE.`] : []),
    ...(undecided.coins > 0
      ? [`Left, in question (till invoices --state question): ${undecided.coins}, ${undecided.amount} DOGE.`]
      : []),
    ...(small.coins > 0 ? [`Left, worth less than the fee: ${small.coins}, ${small.amount} DOGE.`] : []),
    ...(spent > 0 ? [`Spent elsewhere already: ${spent}.`] : []),
    ...(isMore ? ['There are more: collect again afterwards.'] : []),
  ].join('\n');
}

function collectionsText({ collections }: CollectView): string {
  if (collections.length === 0) return 'Nothing was collected yet.';
  return collections
    .map(({ txid, to, amount, state, problem }) =>
      `${txid}  ${state.padEnd(10)}  ${amount} DOGE to ${to}${problem === undefined ? '' : `  (${problem})`}`.trimEnd(),
    )
    .join('\n');
}

function addAwayCommand(program: Command): void {
  ask(program, 'away', 'what would come due while nobody is there, and plan to close it before')
    .option('--from <time>', 'like 2026-12-24T18:00:00Z; now, if not given')
    .option(
      '--to <time>',
      'when somebody is back, as RFC 3339 has it: with seconds and Z or an offset like +01:00',
    )
    .option('--plan', 'close at --from what would come due by --to')
    .option('--cancel', 'nothing is planned any more')
    .action(
      async (
        given: AskArguments & {
          readonly from?: string;
          readonly to?: string;
          readonly plan?: boolean;
          readonly cancel?: boolean;
        },
      ) => {
        // Without --from it begins now, by the till's clock.
        const { from = '', to, plan, cancel } = given;
        const times = { from, to: to ?? '' };
        const asked = () => {
          if (cancel) return askTill(given.data, 'planAbsence', { from: '', to: '' });
          if (to === undefined) return askTill(given.data, 'absence', {});
          return askTill(given.data, plan ? 'planAbsence' : 'previewAbsence', times);
        };
        const absence = await asked();
        print(given, absence, absenceText(absence));
      },
    );
}

function absenceText({ from, to, height, channels, amount }: AbsenceView): string {
  if (from === undefined || to === undefined) return 'Nothing is planned.';
  const lines = channels.map(({ id, name, paid, closeBy }) =>
    `${id}  ${paid} DOGE, closed at height ${closeBy}  ${name}`.trimEnd(),
  );
  const head = `Away from ${from} to ${to}; by then the chain may be at height ${height ?? 'unknown'}.`;
  return [head, channels.length === 0 ? 'Nothing comes due.' : `Comes due: ${amount} DOGE`, ...lines].join(
    '\n',
  );
}
