import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import { type FakeState, newInvoice } from './fake-state.ts';

/** The most that anybody can be asked for: longer amounts than any shop will see. */
const AMOUNT = '119624998.12345678';
/** As long as names may be, and without a place to break. */
const NAME = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk';
const MEMO = `Rechtsschutzversicherungsgesellschaften und ${NAME}, Tisch 7, mit allem und ohne Zwiebeln, zum Mitnehmen`;

function largeChannel(channel: ChannelView, index: number): ChannelView {
  return { ...channel, name: `${index} ${NAME}`, capacity: AMOUNT, paid: AMOUNT, spendable: AMOUNT };
}

function largeInvoice(invoice: InvoiceView): InvoiceView {
  const { payment } = invoice;
  return {
    ...invoice,
    amount: AMOUNT,
    memo: MEMO,
    ...(payment && {
      payment: {
        ...payment,
        amount: AMOUNT,
        tip: AMOUNT,
        paid: AMOUNT,
        spendable: AMOUNT,
        customer: NAME,
      },
    }),
  };
}

/** The same till with the longest of everything. */
export function enlarged(state: FakeState): FakeState {
  state.settings = { ...state.settings, shopName: `Konditorei ${NAME} & Töchter` };
  state.channels = new Map([...state.channels].map(([id, one], at) => [id, largeChannel(one, at)]));
  const invoices = [...state.invoices].map(([id, one]) => [id, largeInvoice(one)] as const);
  const open = largeInvoice(
    newInvoice(
      'long',
      { amount: AMOUNT, memo: MEMO, tips: true },
      { at: Date.now(), seconds: 250, pricing: state.settings },
    ),
  );
  state.invoices = new Map([[open.id, open], ...invoices]);
  return state;
}
