import type { WalletContext } from '../state/wallet-context.ts';
import type { OnChainRecord, WalletState } from '../state/wallet-state.ts';
import type { InvoiceLink } from './invoice-link.ts';

type NamedInvoice = Pick<InvoiceLink, 'invoice' | 'identityHash'>;

/** What was paid for an invoice from her own coins, or tried. A bare URL names no till: then any till's. */
export function findOnChain(wallet: WalletContext, link: NamedInvoice): OnChainRecord | undefined {
  return wallet
    .state()
    .onChain.find(
      ({ invoice, identityHash }) =>
        invoice === link.invoice && (link.identityHash === undefined || identityHash === link.identityHash),
    );
}

/** A transaction for the invoice was given away, and is not known to be refused. */
export function isPaidOnChain(wallet: WalletContext, link: NamedInvoice): boolean {
  const found = findOnChain(wallet, link);
  return found !== undefined && found.state !== 'refused';
}

export function withOnChain(state: WalletState, record: OnChainRecord): WalletState {
  return { ...state, onChain: [...state.onChain.filter(({ txid }) => txid !== record.txid), record] };
}
