import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';

/** A stranger's machine, as far as a page could reach one: counts what arrives. */
export class Eavesdropper {
  packets = 0;
  readonly #udp = createSocket('udp4');
  readonly #tcp = createServer((socket) => {
    this.packets += 1;
    socket.on('error', () => undefined);
    socket.unref();
  });

  async open(): Promise<{ readonly udp: number; readonly tcp: number }> {
    this.#udp.on('message', () => {
      this.packets += 1;
    });
    await new Promise<void>((resolve) => this.#udp.bind(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => this.#tcp.listen(0, '127.0.0.1', resolve));
    return { udp: this.#udp.address().port, tcp: (this.#tcp.address() as AddressInfo).port };
  }

  close(): void {
    this.#udp.close();
    this.#tcp.close();
  }
}
