import type { ClosePreviewView } from '../../../bridge/views/channels.ts';
import { transition } from '../../../channel/machine.ts';
import { formatDoge, type Koinu, koinu, sum, ZERO } from '../../../money.ts';
import { equal } from '../../../protocol/bytes.ts';
import { canonicalSize } from '../../../protocol/fee.ts';
import type { Refusal } from '../../../refusal.ts';
import { ok, type Result } from '../../../result.ts';
import type { StoredChannel } from '../../../store/channel-rows.ts';
import { guarded, named } from '../../channels/each-channel.ts';
import type { TillContext } from '../../context.ts';
import { lastPayment } from '../../settlements/co-sign.ts';
import { problemView } from './views.ts';

interface Preview {
  readonly arrives: Koinu;
  readonly fee: Koinu;
  readonly returned: Koinu;
  /** Canonical, in bytes. */
  readonly size: number;
}

/** What closing a channel would bring, read out of the very payment that would be co-signed. Changes nothing. */
export function closePreviewView(context: TillContext, id: string): ClosePreviewView {
  const found = named(context, id, () => context.store.channels.byId(id));
  if (!found.ok) return view({ id, name: '', safeUntil: 0 }, found);
  const channel = found.value;
  const { lock, customerName: name } = channel.constants;
  // A refund is final in blocks above the locktime (IsFinalTx), so the block at the locktime is the last safe one.
  return view(
    { id, name, safeUntil: lock.locktime },
    guarded(context, channel.constants.row, () => preview(context, channel)),
  );
}

function view(
  channel: Pick<ClosePreviewView, 'id' | 'name' | 'safeUntil'>,
  result: Result<Preview>,
): ClosePreviewView {
  const { arrives, fee, returned, size } = result.ok ? result.value : NOTHING;
  const refusal: Refusal | undefined = result.ok ? undefined : result.refusal;
  return {
    ...channel,
    arrives: formatDoge(arrives),
    fee: formatDoge(fee),
    returned: formatDoge(returned),
    size,
    ...(refusal && { problem: problemView(refusal) }),
  };
}

const NOTHING: Preview = { arrives: ZERO, fee: ZERO, returned: ZERO, size: 0 };

function preview(context: TillContext, channel: StoredChannel): Result<Preview> {
  // The machine is pure: asking it costs nothing, and it is the one to say whether this channel can be closed.
  const step = transition(channel, { type: 'close_requested' });
  if (!step.ok) return step;
  const { basis } = channel.constants;
  const { outputs } = lastPayment(context, channel);
  const isOurs = ({ script }: { readonly script: Uint8Array }) => equal(script, basis.settlementScript);
  const arrives = sum(outputs.filter(isOurs).map(({ value }) => value));
  const total = sum(outputs.map(({ value }) => value));
  return ok({
    arrives,
    fee: koinu(basis.capacity - total),
    returned: koinu(total - arrives),
    size: canonicalSize({
      inputs: basis.inputs.length,
      redeemScriptLength: basis.redeemScript.length,
      outputScriptLengths: outputs.map(({ script }) => script.length),
    }),
  });
}
