import { writeSync } from 'node:fs';
import { koinu } from '../../core/money.ts';
import { utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { openStore } from '../../core/store/store.ts';

/**
 * A till that takes payments on the one channel of the database named by its argument, as fast as it can, until it is
 * killed. It prints what is paid after each commit, never before.
 */
const [, , path = '', round = ''] = process.argv;
const store = openStore(path);
const row = 1;
for (let at = 0; ; at++) {
  const paid = store.transaction(() => {
    const channel = store.channels.require(row);
    const amount = koinu(BigInt(1 + (at % 7)));
    const total = koinu(channel.paid + amount);
    const invoice = store.invoices.insert({
      id: sha256(utf8(`${round} ${at}`))
        .subarray(0, 16)
        .reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), ''),
      amount,
      allowsTip: false,
      memo: '',
      issuedAt: at,
      expiresAt: at,
    });
    store.channels.raisePaid(row, { paid: total, changeScript: undefined });
    store.channels.setPsbt(row, utf8(`psbt ${total}`));
    store.payments.insert({
      invoice: invoice.number,
      channel: row,
      number: channel.payments + 1,
      amount,
      tip: koinu(0n),
      paid: total,
      acceptedAt: at,
      psbtHash: new Uint8Array(32),
      transactionHash: new Uint8Array(32),
    });
    return total;
  });
  writeSync(1, `${paid}\n`);
}
