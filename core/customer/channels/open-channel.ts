import type { Koinu } from '../../money.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import { buildAnnouncement } from '../../protocol/announcement.ts';
import { toHex } from '../../protocol/bytes.ts';
import { type ChannelOffer, readOffer } from '../../protocol/messages.ts';
import { MAX_PSBT_BYTES } from '../../protocol/psbt.ts';
import { buildRedeemScript, channelIdOf } from '../../protocol/redeem-script.ts';
import { txidOf } from '../../protocol/transaction.ts';
import { identityHash } from '../../protocol/uri.ts';
import { baseOfTill, readPayload } from '../state/client.ts';
import { reserveCoins, spendableCoins } from '../state/coins.ts';
import { KEY_CHAIN } from '../state/keys.ts';
import { decline, done, type Outcome } from '../state/refusals.ts';
import type { WalletContext } from '../state/wallet-context.ts';
import type { ChannelRecord, WalletState } from '../state/wallet-state.ts';
import { announce } from './announce.ts';
import { buildFunding, type FundingTransaction } from './funding.ts';
import { checkOffer, DEFAULT_LOCKTIME_LIMIT } from './offer-check.ts';

export interface OpenOptions {
  /** `http://host:port` of the till, or the URL of its offer. */
  readonly tillUrl: string;
  /** The capacity: what she can spend and the settlement's fee. */
  readonly amount: Koinu;
  /** `ph` of an invoice of the till: the identity that must sign. Without it the first answer is trusted. */
  readonly expectedIdentityHash?: string;
  /** Shown to the clerk, at most 64 characters. */
  readonly name?: string;
  /** From now to the refund, blocks; the till's minimum when not given. */
  readonly locktimeBlocks?: number;
  /** The most she would wait, blocks. */
  readonly locktimeLimit?: number;
  /** Her own node's height, where she has a node. */
  readonly height?: number;
  /** Funding outputs, and the funding transactions they are spread over. */
  readonly inputs?: number;
  readonly fundingTransactions?: number;
}

/**
 * [1] to [4]: asks for an offer, checks it, funds the channel and announces it. The file has the channel before the till
 * has: after a crash in between, opening again (or `recover`) sends the same announcement, and funds nothing twice.
 */
export async function openChannel(
  wallet: WalletContext,
  options: OpenOptions,
): Promise<Outcome<ChannelRecord>> {
  const tillUrl = baseOfTill(options.tillUrl);
  if (tillUrl === undefined) return decline('bad_url', { url: options.tillUrl.slice(0, 200) });
  const unanswered = wallet
    .state()
    .channels.find((channel) => channel.state === 'announcing' && channel.tillUrl === tillUrl);
  if (unanswered !== undefined) {
    const { id, capacity } = unanswered;
    if (capacity === options.amount) return announce(wallet, id);
    return decline('announcement_unanswered', { channel: id, capacity });
  }
  const answer = await wallet.client.get(`${tillUrl}/v1/channel-key`);
  if (!answer.ok) return answer;
  const { payload, signer } = answer.value;
  const identity = toHex(signer);
  const trusted = checkIdentity(wallet.state(), signer, { ...options, tillUrl });
  if (!trusted.ok) return trusted;
  const offer = readPayload(payload, readOffer);
  if (!offer.ok) return offer;
  const locktime = checkOffer(offer.value, {
    network: wallet.network,
    capacity: options.amount,
    now: wallet.now(),
    locktimeBlocks: options.locktimeBlocks,
    locktimeLimit: options.locktimeLimit ?? DEFAULT_LOCKTIME_LIMIT,
    height: options.height,
  });
  if (!locktime.ok) return locktime;
  const prepared = prepareChannel(wallet, offer.value, {
    ...options,
    tillUrl,
    identity,
    locktime: locktime.value,
  });
  if (!prepared.ok) return prepared;
  wallet.save(prepared.value.state);
  return announce(wallet, prepared.value.record.id);
}

/** Whom she expects: the one that an invoice named, and the one she has channels with at this URL already. */
function checkIdentity(
  state: WalletState,
  signer: Uint8Array,
  { tillUrl, expectedIdentityHash }: OpenOptions,
): Outcome<void> {
  const hash = identityHash(signer);
  if (expectedIdentityHash !== undefined && expectedIdentityHash !== hash) {
    return decline('wrong_signer', { expected: expectedIdentityHash, signer: hash });
  }
  const known = state.channels.find((channel) => channel.tillUrl === tillUrl);
  if (expectedIdentityHash === undefined && known !== undefined && known.identity !== toHex(signer)) {
    return decline('wrong_signer', { expected: known.identity, signer: toHex(signer) });
  }
  return done(undefined);
}

type Preparation = OpenOptions & { readonly identity: string; readonly locktime: number };

/** [A] [B] [C] The channel, funded from her coins but known to nobody yet, and the state that holds it. */
function prepareChannel(
  wallet: WalletContext,
  offer: ChannelOffer,
  preparation: Preparation,
): Outcome<{ record: ChannelRecord; state: WalletState }> {
  const { amount, locktime, identity, tillUrl } = preparation;
  const outputs = preparation.inputs ?? 1;
  const transactions = preparation.fundingTransactions ?? 1;
  if (outputs > offer.terms.maxInputs) {
    return decline('bad_inputs', { problem: `the till takes at most ${offer.terms.maxInputs} inputs` });
  }
  const state = wallet.state();
  const keyIndex = state.nextChannel;
  const customerKey = wallet.keys.publicKey(KEY_CHAIN.channel, keyIndex);
  const redeemScript = buildRedeemScript({ locktime, customerKey, merchantKey: offer.merchantKey });
  const changeIndex = state.nextChange;
  const scriptAt = (index: number) => pubKeyHashScript(wallet.keys.publicKey(KEY_CHAIN.change, index));
  const funding = buildFunding(
    {
      capacity: amount,
      redeemScript,
      outputs,
      transactions,
      changeScripts: Array.from({ length: transactions }, (_, at) => scriptAt(changeIndex + 1 + at)),
    },
    spendableCoins(state),
    wallet.keys,
  );
  if (!funding.ok) return funding;
  const announcement = buildAnnouncement({
    redeemScript,
    fundings: outpointsOf(funding.value),
    changeScript: scriptAt(changeIndex),
  });
  if (announcement.length > MAX_PSBT_BYTES) {
    return decline('bad_inputs', { problem: 'the announcement would be too large; use fewer inputs' });
  }
  const record: ChannelRecord = {
    id: channelIdOf(redeemScript),
    name: preparation.name ?? '',
    tillUrl,
    identity,
    settlementAddress: offer.settlementAddress,
    offerHeight: offer.height,
    locktime,
    terms: offer.terms,
    keyIndex,
    changeIndex,
    announcement: toHex(announcement),
    capacity: amount,
    state: 'announcing',
    confirmations: 0,
    payments: [],
  };
  return done({ record, state: withChannel(state, record, funding.value) });
}

function outpointsOf(fundings: readonly FundingTransaction[]) {
  return fundings.flatMap(({ transaction, outputs }) =>
    Array.from({ length: outputs }, (_, vout) => ({ transaction, vout })),
  );
}

function withChannel(
  state: WalletState,
  record: ChannelRecord,
  fundings: readonly FundingTransaction[],
): WalletState {
  const reserved = fundings.reduce(
    (before, { spent, transaction }) => reserveCoins(before, spent, txidOf(transaction)),
    state,
  );
  return {
    ...reserved,
    nextChannel: record.keyIndex + 1,
    nextChange: record.changeIndex + 1 + fundings.length,
    channels: [...state.channels, record],
  };
}
