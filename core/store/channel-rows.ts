import type { Channel, ChannelLock, StateName } from '../channel/vocabulary.ts';
import type { Koinu } from '../money.ts';
import { toHex } from '../protocol/bytes.ts';
import type { ChannelBasis } from '../protocol/payment.ts';
import { buildRedeemScript } from '../protocol/redeem-script.ts';
import type { SpendKind } from '../protocol/spend.ts';
import type { Terms } from '../protocol/terms.ts';
import { type Row, RowReader, txidOfBytes } from './rows.ts';

/** What was fixed at the announcement, and so may be kept in memory. */
export interface ChannelConstants {
  readonly row: number;
  readonly basis: ChannelBasis;
  readonly lock: ChannelLock;
  readonly terms: Terms;
  /** Index of the channel key and of the settlement address. */
  readonly keyIndex: number;
  readonly customerName: string;
  /** Milliseconds. */
  readonly announcedAt: number;
}

/** A channel as stored: the machine's view, the constants, and what the screens ask for. Times in milliseconds. */
export interface StoredChannel extends Channel {
  readonly constants: ChannelConstants;
  readonly lock: ChannelLock;
  readonly payments: number;
  readonly changeScript: Uint8Array | undefined;
  /** Height of the block with the shallowest funding output; undefined while one is unconfirmed. */
  readonly fundingHeight: number | undefined;
  readonly spendTxid: string | undefined;
  /** What a settlement that spends it pays to the settlement address; undefined where it was not looked at. */
  readonly spendPays: Koinu | undefined;
  readonly openedAt: number | undefined;
  readonly closingAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly frozenReason: string | undefined;
}

const STATES: readonly StateName[] = [
  'confirming',
  'open',
  'closing',
  'closed',
  'refunded',
  'lapsed',
  'conflicted',
];
const SPEND_KINDS: readonly SpendKind[] = ['settlement', 'refund', 'foreign'];

export function readConstants(row: Row, inputs: readonly Row[], terms: Terms): ChannelConstants {
  const reader = new RowReader(row);
  const locktime = reader.number('locktime');
  const customerKey = reader.bytes('customer_key');
  const merchantKey = reader.bytes('merchant_key');
  return {
    row: reader.number('id'),
    basis: {
      channelId: toHex(reader.bytes('channel_id')),
      version: reader.number('version'),
      redeemScript: buildRedeemScript({ locktime, customerKey, merchantKey }),
      customerKey,
      merchantKey,
      settlementScript: reader.bytes('settlement_script'),
      capacity: reader.amount('capacity'),
      inputs: inputs.map((input) => {
        const column = new RowReader(input);
        return {
          txid: txidOfBytes(column.bytes('txid')),
          vout: column.number('vout'),
          value: column.amount('value'),
        };
      }),
      feePerKb: terms.feePerKb,
      dust: terms.dust,
    },
    lock: {
      locktime,
      paymentCutoffBlocks: terms.paymentCutoffBlocks,
      requiredConfirmations: terms.confirmations,
    },
    terms,
    keyIndex: reader.number('key_index'),
    customerName: reader.text('customer_name'),
    announcedAt: reader.number('announced_at'),
  };
}

export function readChannel(row: Row, constants: ChannelConstants): StoredChannel {
  const reader = new RowReader(row);
  const state = STATES.find((name) => name === reader.text('state'));
  if (state === undefined) throw new TypeError('an unknown state of a channel');
  const spendKind = SPEND_KINDS.find((kind) => kind === reader.optionalText('spend_kind'));
  return {
    constants,
    state,
    lock: constants.lock,
    paid: reader.amount('paid'),
    isReleased: reader.flag('is_released'),
    spend: spendKind && { kind: spendKind, height: reader.optionalNumber('spend_height') },
    payments: reader.number('payments'),
    changeScript: reader.optionalBytes('change_script'),
    fundingHeight: reader.optionalNumber('funding_height'),
    spendTxid: reader.optionalTxid('spend_txid'),
    spendPays: reader.optionalAmount('spend_pays'),
    openedAt: reader.optionalNumber('opened_at'),
    closingAt: reader.optionalNumber('closing_at'),
    endedAt: reader.optionalNumber('ended_at'),
    frozenReason: reader.optionalText('frozen_reason'),
  };
}
