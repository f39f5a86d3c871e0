import { MAX_MONEY } from '../../../core/money.ts';
import { scriptHashScript } from '../../../core/protocol/address.ts';
import { concat, fromHex, toBase64, toHex } from '../../../core/protocol/bytes.ts';
import { MAX_PSBT_BYTES } from '../../../core/protocol/psbt.ts';
import { buildRedeemScript } from '../../../core/protocol/redeem-script.ts';
import { aTransactionPaying, doge, fund } from '../../doubles/channels.ts';
import { alice, mallory } from '../../doubles/parties.ts';
import { editRawPsbt, type RawPsbt } from '../../doubles/raw-psbt.ts';
import {
  type AnnouncementDeviations,
  anAnnouncement,
  announcing,
  type OfferedChannel,
  unfundedAnnouncement,
} from '../deviant-customer.ts';
import { posting } from '../wire.ts';
import { lockedOtherwise, unknownScripts } from './odd-bytes.ts';
import type { RefusedCase } from './refused.ts';

/** A channel that is ready to be announced, and never is before the last of these was refused. */
export interface AnnouncementStage {
  readonly channel: OfferedChannel;
}

type Case = RefusedCase<AnnouncementStage>;

const deviating = (deviations: AnnouncementDeviations): Case['prepare'] => {
  return ({ channel }) => announcing(anAnnouncement(channel, deviations));
};
const raw = (change: (psbt: RawPsbt) => Partial<RawPsbt>): Case['prepare'] => {
  return ({ channel }) => announcing(editRawPsbt(channel.announcementPsbt, change));
};
const bytes = (change: (psbt: Uint8Array) => Uint8Array): Case['prepare'] => {
  return ({ channel }) => announcing(change(channel.announcementPsbt));
};
const text = (change: (base64: string) => string): Case['prepare'] => {
  return ({ channel }) => posting('/v1/channels', { psbt: change(toBase64(channel.announcementPsbt)) });
};
/** The same channel with another script, over a funding that pays that script. */
const scripted = (change: (channel: OfferedChannel) => Uint8Array, amount = 100): Case['prepare'] => {
  return ({ channel }) => announcing(unfundedAnnouncement(change(channel), amount));
};
const parts = ({ locktime, customer, merchant }: OfferedChannel) => ({
  locktime,
  customerKey: customer.publicKey,
  merchantKey: merchant.publicKey,
});
const rebuilt = (changes: (channel: OfferedChannel) => Partial<ReturnType<typeof parts>>) =>
  scripted((channel) => buildRedeemScript({ ...parts(channel), ...changes(channel) }));

const NOT_A_POINT = fromHex(`02${'5'.padStart(64, '0')}`);
const KEYS = { locktime: 2000, customerKey: alice.publicKey, merchantKey: mallory.publicKey };

const MALFORMED: readonly Case[] = [
  ...(
    [
      ['of no bytes', () => ''],
      ['in the URL alphabet', (base64: string) => base64.replace(/[+/]/g, '-').replace('c', '_')],
      ['with white space in its base64', (base64: string) => `${base64.slice(0, 40)}\n${base64.slice(40)}`],
      ['with padding in the middle', (base64: string) => `AAA=${base64}`],
      ['that is none', () => toBase64(new Uint8Array(40).fill(7))],
    ] as const
  ).map(
    ([what, change]): Case => ({
      claim: `a PSBT ${what}`,
      code: 'malformed_psbt',
      prepare: text(change),
    }),
  ),
  {
    claim: 'a PSBT with bytes after its end',
    code: 'malformed_psbt',
    prepare: bytes((psbt) => concat([psbt, Uint8Array.of(0, 0)])),
  },
  {
    claim: 'a PSBT that is cut off',
    code: 'malformed_psbt',
    prepare: bytes((psbt) => psbt.subarray(0, -3)),
  },
  {
    claim: 'a PSBT of version 2 [ENC-3]',
    code: 'malformed_psbt',
    prepare: raw(({ globals }) => ({
      globals: [...globals, { key: 'fb', value: Uint8Array.of(2, 0, 0, 0) }],
    })),
  },
  {
    claim: 'a PSBT with a key that is there twice',
    code: 'malformed_psbt',
    prepare: raw(({ inputs }) => ({ inputs: inputs.map((map) => [...map, ...map.slice(0, 1)]) })),
  },
  {
    claim: 'a change script that is neither P2PKH nor P2SH [ANN-6]',
    code: 'malformed_psbt',
    prepare: ({ channel }) => announcing(anAnnouncement({ ...channel, changeScript: Uint8Array.of(0x51) })),
  },
  {
    claim: 'a PSBT larger than the till reads',
    code: 'psbt_too_large',
    prepare: text(() => 'A'.repeat(Math.ceil(((MAX_PSBT_BYTES + 300) * 4) / 12) * 4)),
  },
  {
    claim: 'a PSBT with one byte more than the till reads',
    code: 'psbt_too_large',
    prepare: text(() => toBase64(new Uint8Array(MAX_PSBT_BYTES + 1))),
  },
];

const SHAPES: readonly Case[] = [
  {
    claim: 'an announcement with an output [ANN-2]',
    code: 'psbt_has_outputs',
    prepare: deviating({ transaction: (it) => it.addOutput(alice.script, doge(1)) }),
  },
  {
    claim: 'an announcement with a signature [ANN-2]',
    code: 'psbt_has_signatures',
    prepare: deviating({
      input: (input) => ({
        ...input,
        partialSignatures: new Map([[toHex(alice.publicKey), new Uint8Array(71).fill(1)]]),
      }),
    }),
  },
  {
    claim: 'an announcement that is finalised [ANN-2]',
    code: 'psbt_has_signatures',
    prepare: raw(({ inputs }) => ({
      inputs: inputs.map((map) => [...map, { key: '07', value: Uint8Array.of(0x51) }]),
    })),
  },
  {
    claim: 'an announcement without inputs [ANN-2]',
    code: 'no_inputs',
    prepare: deviating({ transaction: (it) => it.ins.splice(0) }),
  },
  {
    claim: 'an announcement of more inputs than the terms allow [ANN-2]',
    code: 'too_many_inputs',
    prepare: ({ channel }) => announcing(unfundedAnnouncement(channel.redeemScript, 25, 25, 25, 25)),
  },
  {
    claim: 'an input that is there twice [ANN-5]',
    code: 'duplicate_input',
    prepare: deviating({ transaction: (it) => it.ins.push({ ...it.ins[0] } as (typeof it.ins)[number]) }),
  },
  ...[1, 1_000_000, 499_999_999, 1_700_000_000].map(
    (locktime): Case => ({
      claim: `the nLockTime ${locktime} [ANN-3]`,
      code: 'transaction_not_final',
      prepare: deviating({ transaction: (it) => Object.assign(it, { locktime }) }),
    }),
  ),
  ...[0, 0xff, 0xfffffffd, 0xfffffffe].map(
    (sequence): Case => ({
      claim: `the sequence ${sequence.toString(16)} [ANN-3]`,
      code: 'transaction_not_final',
      prepare: deviating({ transaction: (it) => it.ins.map((input) => Object.assign(input, { sequence })) }),
    }),
  ),
  ...[0, 3, 0xffffffff].map(
    (version): Case => ({
      claim: `the transaction version ${version | 0} [ANN-3]`,
      code: 'unsupported_version',
      prepare: deviating({ transaction: (it) => Object.assign(it, { version }) }),
    }),
  ),
];

const FUNDINGS: readonly Case[] = [
  {
    claim: 'an input without its funding transaction [ANN-4]',
    code: 'missing_funding_transaction',
    prepare: deviating({ input: ({ redeemScript }) => (redeemScript ? { redeemScript } : {}) }),
  },
  ...(
    [
      ['another transaction', () => fund(KEYS.customerKey, [doge(100)]).toBuffer()],
      ['a transaction that does not decode', () => new Uint8Array(100).fill(3)],
      ['a transaction with a byte behind it', (it: Uint8Array) => concat([it, Uint8Array.of(0)])],
      ['the transaction with a witness put on', withWitness],
    ] as const
  ).map(
    ([what, change]): Case => ({
      claim: `${what} as the funding transaction [ANN-4]`,
      code: 'funding_transaction_mismatch',
      prepare: deviating({
        input: (input) => ({
          ...input,
          fundingTransaction: change(input.fundingTransaction ?? alice.script),
        }),
      }),
    }),
  ),
  {
    claim: 'an output that the funding transaction does not have',
    code: 'funding_transaction_mismatch',
    prepare: deviating({ transaction: (it) => it.ins.map((input) => Object.assign(input, { index: 99 })) }),
  },
  ...[MAX_MONEY + 1n, 2n ** 63n - 1n].map(
    (value): Case => ({
      claim: `a funding output of ${value} koinu`,
      code: 'funding_transaction_mismatch',
      prepare: ({ channel: { redeemScript } }) => {
        const transaction = aTransactionPaying([{ script: scriptHashScript(redeemScript), value }]);
        return announcing(anAnnouncement({ redeemScript, fundingOutputs: [{ transaction, vout: 0 }] }));
      },
    }),
  ),
  {
    claim: 'an input without its redeem script [ANN-4]',
    code: 'missing_redeem_script',
    prepare: deviating({
      input: ({ fundingTransaction }) => (fundingTransaction ? { fundingTransaction } : {}),
    }),
  },
  {
    claim: 'a redeem script that the funding does not pay [SCR-5]',
    code: 'redeem_script_mismatch',
    prepare: deviating({
      input: (input) => ({ ...input, redeemScript: buildRedeemScript(KEYS) }),
    }),
  },
  {
    claim: 'the output beside the funding output [SCR-5]',
    code: 'redeem_script_mismatch',
    prepare: deviating({ transaction: (it) => it.ins.map((input) => Object.assign(input, { index: 1 })) }),
  },
  {
    claim: 'two inputs with two redeem scripts [ANN-4]',
    code: 'redeem_scripts_differ',
    prepare: ({ channel: { redeemScript } }) => {
      const transaction = fund(redeemScript, [doge(50), doge(50)]);
      const fundingOutputs = [0, 1].map((vout) => ({ transaction, vout }));
      const input: AnnouncementDeviations['input'] = (it, at) =>
        at === 1 ? { ...it, redeemScript: buildRedeemScript(KEYS) } : it;
      return announcing(anAnnouncement({ redeemScript, fundingOutputs }, { input }));
    },
  },
  {
    claim: 'a funding that no node knows or takes [STA-4]',
    code: 'funding_not_found',
    prepare: scripted(({ redeemScript }) => redeemScript),
  },
];

/** The txid does not cover it, so it looks right to whoever does not look at the bytes. */
function withWitness(transaction: Uint8Array): Uint8Array {
  const body = transaction.subarray(4, -4);
  const witness = fromHex('01fd0002'.concat('00'.repeat(0x200)));
  return concat([transaction.subarray(0, 4), Uint8Array.of(0, 1), body, witness, transaction.subarray(-4)]);
}

const SCRIPTS: readonly Case[] = [
  ...unknownScripts(KEYS).map(
    ([name], at): Case => ({
      claim: `a redeem script with ${name} [SCR-1, SCR-2]`,
      code: 'unknown_script',
      prepare: scripted((channel) => unknownScripts(parts(channel))[at]?.[1] ?? alice.script),
    }),
  ),
  ...lockedOtherwise(KEYS).map(
    ([name], at): Case => ({
      claim: `the locktime ${name} [SCR-3]`,
      code: 'locktime_not_a_height',
      prepare: scripted((channel) => lockedOtherwise(parts(channel))[at]?.[1] ?? alice.script),
    }),
  ),
  {
    claim: "a customer's key that is no point of the curve [SCR-4]",
    code: 'invalid_customer_key',
    prepare: rebuilt(() => ({ customerKey: NOT_A_POINT })),
  },
  {
    claim: "the merchant's key as the customer's [SCR-4]",
    code: 'invalid_customer_key',
    prepare: rebuilt(({ merchant }) => ({ customerKey: merchant.publicKey })),
  },
  {
    claim: 'a key that the till never offered',
    code: 'unknown_key',
    prepare: rebuilt(() => ({ merchantKey: mallory.publicKey })),
  },
  {
    claim: 'the two keys of a channel exchanged',
    code: 'unknown_key',
    prepare: rebuilt(({ customer, merchant }) => ({
      customerKey: merchant.publicKey,
      merchantKey: customer.publicKey,
    })),
  },
  {
    claim: 'a locktime one block too soon [STA-8]',
    code: 'locktime_too_soon',
    prepare: rebuilt(({ offer }) => ({ locktime: offer.height + offer.terms.minLocktimeBlocks - 1 })),
  },
  {
    claim: 'a locktime that is past [STA-8]',
    code: 'locktime_too_soon',
    prepare: rebuilt(() => ({ locktime: 1 })),
  },
  {
    claim: 'a locktime too far [STA-8]',
    code: 'locktime_too_far',
    prepare: rebuilt(({ offer }) => ({ locktime: offer.height + offer.terms.maxLocktimeBlocks + 50 })),
  },
  {
    claim: 'a capacity one koinu below the least',
    code: 'capacity_too_small',
    prepare: ({ channel }) => announcing(unfundedAnnouncement(channel.redeemScript, '9.99999999')),
  },
  {
    claim: 'a capacity one koinu above the most',
    code: 'capacity_too_large',
    prepare: ({ channel }) =>
      announcing(unfundedAnnouncement(channel.redeemScript, '99999.99999999', '0.00000002')),
  },
  {
    claim: 'a name of more than 64 characters [ANN-1]',
    code: 'malformed_request',
    prepare: ({ channel }) => announcing(channel.announcementPsbt, 'é'.repeat(65)),
  },
];

export const REFUSED_ANNOUNCEMENTS: readonly Case[] = [...MALFORMED, ...SHAPES, ...FUNDINGS, ...SCRIPTS];
