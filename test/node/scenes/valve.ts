import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before a node, and holds back everything once it is told to. */
export class Valve {
  isShut = false;
  held = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, '127.0.0.1');
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => this.#sockets.delete(socket));
      }
      near.on('data', (bytes) => {
        if (this.isShut) this.held += 1;
        else far.write(bytes);
      });
      far.on('data', (bytes) => near.write(bytes));
    });
  }

  async open(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
