import { useEffect, useRef, useState } from 'react';
import type { ChannelDetailView, ChannelView } from '../../../core/bridge/views/channels.ts';
import { useBridge, useBridgeEvent } from '../till/use-bridge.tsx';
import { type Loaded, useView } from '../till/use-view.ts';

const PAGE = 10_000;
/** So many changes at once are asked for one by one; beyond it the whole list is. */
const FEW = 20;
const BURST_MILLISECONDS = 200;

/** Every channel. What an event names is asked for alone: a list of ten thousand is not fetched for each payment. */
export function useChannels(): Loaded<readonly ChannelView[]> {
  const bridge = useBridge();
  const loaded = useView('channels', { limit: PAGE }, { everySeconds: 300 });
  const [patches, setPatches] = useState<ReadonlyMap<string, ChannelView>>(new Map());
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { value, reload } = loaded;

  // The list that just came is newer than every patch to the one before.
  useEffect(() => {
    if (value !== undefined) setPatches(new Map());
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function askForChanged(): Promise<void> {
    const ids = [...changed.current];
    changed.current.clear();
    if (ids.length === 0 || ids.length > FEW) return reload();
    const answers = await Promise.all(ids.map((id) => bridge.call('channel', { id })));
    const found = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
    setPatches((before) => new Map([...before, ...found.map((channel) => [channel.id, channel] as const)]));
  }

  useBridgeEvent((event) => {
    if (event.type !== 'channel_changed') return;
    changed.current.add(event.id);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void askForChanged(), BURST_MILLISECONDS);
  });

  return value === undefined ? loaded : { ...loaded, value: patched(value, patches) };
}

function patched(
  channels: readonly ChannelView[],
  patches: ReadonlyMap<string, ChannelView>,
): readonly ChannelView[] {
  if (patches.size === 0) return channels;
  const known = new Set(channels.map(({ id }) => id));
  const added = [...patches.values()].filter(({ id }) => !known.has(id));
  return [...added, ...channels.map((channel) => patches.get(channel.id) ?? channel)];
}

export function useChannel(id: string, isOff: boolean): Loaded<ChannelDetailView> {
  return useView('channel', { id }, { on: ['channel_changed', 'chain_changed'], isOff });
}
