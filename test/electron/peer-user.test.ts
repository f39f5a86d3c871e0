import { execFile } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startBrowserHost } from '../../electron/browser-host.ts';
import { isAnotherUsers } from '../../electron/peer-user.ts';
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

/** A table with one socket in it. */
function table(local: string, remote: string, user: number): string {
  const title =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
  return `${title}\n   0: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 ${user}        0 4242 1\n`;
}

const CONNECTION = { remotePort: 0xbeef, localPort: 0x20e4 };
const judge = (user: number, local = '0100007F:BEEF', remote = '0100007F:20E4') =>
  isAnotherUsers(CONNECTION, (file) => (file.endsWith('tcp6') ? '' : table(local, remote, user)));

describe.runIf(isLinux)('the other end of a connection', () => {
  test('is our own when this program connects to itself', async () => {
    await withConnection((accepted) => expect(isAnotherUsers(accepted)).toBe(false));
  });

  test("is another user's when the system says so", () => {
    expect(judge(NOBODY)).toBe(true);
    const mapped = (file: string) =>
      file.endsWith('tcp6')
        ? table('0000000000000000FFFF00000100007F:BEEF', '0000000000000000FFFF00000100007F:20E4', NOBODY)
        : '';
    expect(isAnotherUsers(CONNECTION, mapped)).toBe(true);
  });

  test('is let in for the superuser, for us, and where the system does not tell', () => {
    expect(judge(0)).toBe(false);
    expect(judge(process.getuid?.() ?? 0)).toBe(false);
    expect(isAnotherUsers(CONNECTION, () => '')).toBe(false);
    expect(isAnotherUsers(CONNECTION, () => 'nonsense\n\n1: 2')).toBe(false);
  });

  test('is not mistaken for the end that is ours, or for another connection', () => {
    expect(judge(NOBODY, '0100007F:20E4', '0100007F:BEEF')).toBe(false);
    expect(judge(NOBODY, '0100007F:BEEF', '0100007F:20E5')).toBe(false);
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
});
