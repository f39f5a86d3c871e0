import { execFile } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startBrowserHost } from '../../electron/browser/browser-host.ts';
import { isAnotherUsers } from '../../electron/browser/peer-user.ts';
import { RecordingDesk, visit } from './visiting.ts';

const isLinux = process.platform === 'linux';
const NOBODY = 65_534;

async function withConnection(look: (accepted: Socket) => void): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  try {
    look(await accepted);
  } finally {
    client.destroy();
    server.close();
  }
}

interface Listed {
  readonly user: number;
  readonly local?: string;
  readonly remote?: string;
  readonly state?: string;
  readonly inode?: number;
}

/** A table with these sockets in it. */
function table(...sockets: readonly Listed[]): string {
  const title =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  const lines = sockets.map(
    ({ user, local = '0100007F:BEEF', remote = '0100007F:20E4', state = '01', inode = 4242 }) =>
      `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${user}        0 ${inode} 1`,
  );
  return [title, ...lines, ''].join('\n');
}

const CONNECTION = {
  remoteAddress: '127.0.0.1',
  remotePort: 0xbeef,
  localAddress: '127.0.0.1',
  localPort: 0x20e4,
};
const OWN = process.getuid?.() ?? 0;
const judge = (...sockets: readonly Listed[]) =>
  isAnotherUsers(CONNECTION, (file) => (file.endsWith('tcp6') ? '' : table(...sockets)));
const mapped = (user: number) => (file: string) =>
  file.endsWith('tcp6')
    ? table({
        user,
        local: '0000000000000000FFFF00000100007F:BEEF',
        remote: '0000000000000000FFFF00000100007F:20E4',
      })
    : '';

describe.runIf(isLinux)('the other end of a connection', () => {
  test('is our own when this program connects to itself', async () => {
    await withConnection((accepted) => expect(isAnotherUsers(accepted)).toBe(false));
  });

  test("is another user's when the system says so", () => {
    expect(judge({ user: NOBODY })).toBe(true);
    expect(isAnotherUsers(CONNECTION, mapped(NOBODY))).toBe(true);
  });

  test('is let in for the superuser and for us, over IPv4 and over IPv6', () => {
    expect(judge({ user: 0 })).toBe(false);
    expect(judge({ user: OWN })).toBe(false);
    expect(isAnotherUsers(CONNECTION, mapped(OWN))).toBe(false);
    const isMapped = { ...CONNECTION, remoteAddress: '::ffff:127.0.0.1', localAddress: '::ffff:127.0.0.1' };
    expect(isAnotherUsers(isMapped, mapped(OWN))).toBe(false);
  });

  test.each(['02', '03', '04', '05', '06', '07', '08', '09', '0A', '0B', '0C'])(
    'is not let in once it is closing (state %s), when the system lists it as user 0',
    (state) => {
      expect(judge({ user: 0, state, inode: 0 })).toBe(true);
      expect(judge({ user: 0, state })).toBe(true);
    },
  );

  test('is not let in when it belongs to no process, or the system does not list it', () => {
    expect(judge({ user: 0, inode: 0 })).toBe(true);
    expect(judge()).toBe(true);
    expect(isAnotherUsers(CONNECTION, () => '')).toBe(true);
    expect(isAnotherUsers(CONNECTION, () => 'nonsense\n\n1: 2')).toBe(true);
    expect(isAnotherUsers({ ...CONNECTION, remoteAddress: undefined }, () => table({ user: OWN }))).toBe(
      true,
    );
    expect(isAnotherUsers({ ...CONNECTION, remoteAddress: '::1' }, () => table({ user: OWN }))).toBe(true);
  });

  test('is not mistaken for the end that is ours, nor for another connection of ours', () => {
    expect(judge({ user: OWN, local: '0100007F:20E4', remote: '0100007F:BEEF' })).toBe(true);
    expect(judge({ user: OWN, remote: '0100007F:20E5' })).toBe(true);
    // The shop's browser has the same port at another address of this machine.
    expect(judge({ user: OWN, local: '0200007F:BEEF' }, { user: NOBODY })).toBe(true);
    expect(judge({ user: OWN }, { user: NOBODY })).toBe(true);
  });
});

// Only root can be somebody else for a moment.
describe.runIf(isLinux && process.getuid?.() === 0)('another user of this machine', () => {
  test('gets nothing by a link that he saw, and leaves it good for the one it is for', async () => {
    const host = await startBrowserHost({ openDesk: () => new RecordingDesk(), files: new Map(), port: 0 });
    try {
      const link = host.newLink();
      const script =
        "process.setgid(65534); process.setuid(65534); fetch(process.argv[1]).then((r) => console.log(r.status, r.headers.get('set-cookie')), (e) => console.log(String(e)))";
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, link], { cwd: '/' });
      expect(stdout.trim()).toBe('403 null');
      const own = await visit(host.url, { path: new URL(link).pathname });
      expect(own.status).toBe(200);
    } finally {
      await host.close();
    }
  });

  test.each([
    ['closes at once', 's.write(head, () => { s._handle?.close?.(); done(); }); s.destroy();'],
    ['ends and closes', 's.end(head); s.destroySoon(); setTimeout(() => { s.destroy(); done(); }, 0);'],
    ['resets', 's.write(head, () => { s.resetAndDestroy(); done(); });'],
    ['comes from another address of the machine', 's.end(head); s.once("close", done); s.resume();'],
  ])('is not heard when it has the cookie and %s', async (_, then) => {
    const desk = new RecordingDesk();
    const host = await startBrowserHost({ openDesk: () => desk, files: new Map(), port: 0 });
    try {
      const entered = await visit(host.url, { path: new URL(host.newLink()).pathname });
      const cookie = entered.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
      const headers = { cookie, origin: host.url, 'content-type': 'application/json' };
      const own = await visit(host.url, {
        method: 'POST',
        path: '/call/status',
        headers,
        body: '{"input":{}}',
      });
      expect(own.status).toBe(200);
      const script = `
        process.setgid(65534); process.setuid(65534);
        const net = require('node:net');
        const { port, host, origin } = new URL(process.argv[1]);
        const body = JSON.stringify({ input: { id: 'stolen' } });
        const head = ['POST /call/invoice HTTP/1.1', 'Host: ' + host, 'Origin: ' + origin, 'Cookie: ' + process.argv[2],
          'Content-Type: application/json', 'Content-Length: ' + body.length, 'Connection: close', '', body].join('\\r\\n');
        const localAddress = ${JSON.stringify(then)}.includes('once') ? '127.0.0.2' : '127.0.0.1';
        (async () => {
          for (let n = 0; n < 150; n++) await new Promise((done) => {
            const s = net.connect({ port, host: '127.0.0.1', localAddress }, () => { ${then} });
            s.on('error', done);
          });
        })();`;
      await promisify(execFile)(process.execPath, ['-e', script, host.url, cookie], { cwd: '/' });
      // What is still in the host's queue is read before this answer.
      await visit(host.url, { method: 'POST', path: '/call/status', headers, body: '{"input":{}}' });
      expect(desk.calls).toEqual([
        ['status', {}],
        ['status', {}],
      ]);
    } finally {
      await host.close();
    }
  });
});
