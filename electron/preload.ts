import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge, BridgeEvent } from '../core/bridge/bridge.ts';
import { CALL_CHANNEL, EVENT_CHANNEL, FOLDER_CHANNEL, LIFE_CHANNEL } from './channel-names.ts';

/** All that the page can reach. What it asks for is checked on the other side. */
const bridge: Bridge = {
  call: (name, input, override) => ipcRenderer.invoke(CALL_CHANNEL, name, input, override),
  onEvent: (listener) => {
    const hear = (_from: IpcRendererEvent, event: BridgeEvent) => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, hear);
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, hear);
    };
  },
  chooseFolder: () => ipcRenderer.invoke(FOLDER_CHANNEL) as Promise<string | undefined>,
  onSignOfLife: (listener) => {
    const hear = () => listener();
    ipcRenderer.on(LIFE_CHANNEL, hear);
    return () => {
      ipcRenderer.off(LIFE_CHANNEL, hear);
    };
  },
};
contextBridge.exposeInMainWorld('dogetill', bridge);
