import { toHex } from '../../protocol/bytes.ts';
import { sha256 } from '../../protocol/hash.ts';
import { encodePayment } from '../../protocol/payment.ts';
import { decodePsbt } from '../../protocol/psbt.ts';
import { type CloseRequest, closeRequestHash } from '../../protocol/requests.ts';
import { checkRelease } from '../../protocol/settlement.ts';
import { verifyEcdsa } from '../../protocol/signature.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { inTurns } from '../../system/in-turns.ts';
import { applyEvent } from '../channels/channel-events.ts';
import { guarded, named } from '../channels/each-channel.ts';
import type { TillContext } from '../context.ts';

/** [H] The customer asks for the close, by signature, or by a release of a channel on which nothing was paid. */
export function closeForCustomer(
  context: TillContext,
  channelId: string,
  request: CloseRequest,
): Result<StoredChannel> {
  return context.store.transaction(() => {
    const found = named(context, channelId, () => context.store.channels.byId(channelId));
    if (!found.ok) return found;
    const channel = found.value;
    const { row } = channel.constants;
    if (request.kind === 'release') {
      return guarded(context, row, () => release(context, channel, request.psbt));
    }
    const { customerKey } = channel.constants.basis;
    if (!verifyEcdsa(closeRequestHash(channelId), customerKey, request.signature)) {
      return refuse('bad_signature', { input: 0, problem: 'invalid' });
    }
    return guarded(context, row, () => applyEvent(context, channel, { type: 'close_requested' }));
  });
}

/** As many are closed in one transaction. */
const CLOSED_AT_ONCE = 25;

/** The owner closes: from here on these channels take no payment. */
export async function closeAllForOwner(
  context: TillContext,
  channelIds: readonly string[],
): Promise<Result<StoredChannel>[]> {
  const groups: string[][] = [];
  for (let from = 0; from < channelIds.length; from += CLOSED_AT_ONCE) {
    groups.push(channelIds.slice(from, from + CLOSED_AT_ONCE));
  }
  const closed = await inTurns(groups, (group) =>
    context.store.transaction(() => group.map((channelId) => closeForOwner(context, channelId))),
  );
  return closed.flat();
}

function closeForOwner(context: TillContext, channelId: string): Result<StoredChannel> {
  const found = named(context, channelId, () => context.store.channels.byId(channelId));
  if (!found.ok) return found;
  const channel = found.value;
  return guarded(context, channel.constants.row, () =>
    applyEvent(context, channel, { type: 'close_requested' }),
  );
}

function release(context: TillContext, channel: StoredChannel, bytes: Uint8Array): Result<StoredChannel> {
  const psbt = decodePsbt(bytes);
  if (!psbt.ok) return psbt;
  const { basis, row } = channel.constants;
  const released = checkRelease(basis, psbt.value);
  if (!released.ok) return released;
  // The first release stands: its settlement may be signed and sent already.
  if (channel.isReleased) return ok(channel);
  const closing = applyEvent(context, channel, { type: 'release_accepted' });
  if (!closing.ok) return closing;
  const stored = encodePayment(basis, released.value);
  context.store.channels.setPsbt(row, stored);
  context.log.info({ channel: basis.channelId, psbt: toHex(sha256(stored)) }, 'release stored');
  return closing;
}
