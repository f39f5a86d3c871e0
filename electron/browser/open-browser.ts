import { spawn } from 'node:child_process';

/** Opens a link in this user's browser, where there is one; the link was printed besides. */
export function openInBrowser(link: string): void {
  const isHeadless =
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (isHeadless) return;
  const { command, input = '' } = opener(link);
  const [program, ...given] = command;
  const child = spawn(program, given, { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  child.once('error', () => undefined);
  child.stdin.once('error', () => undefined);
  child.stdin.end(input);
  child.unref();
}

interface Opener {
  readonly command: readonly [string, ...string[]];
  readonly input?: string;
}

function opener(link: string): Opener {
  switch (process.platform) {
    case 'darwin':
      // A command's arguments are seen by every user of the machine; what it reads is not.
      return { command: ['osascript', '-'], input: `open location "${link}"\n` };
    case 'win32':
      // Not `start`, which is the shell's own and would read the link.
      return { command: ['rundll32', 'url.dll,FileProtocolHandler', link] };
    default:
      // Seen by other users, too; the host asks Linux who comes with it.
      return { command: ['xdg-open', link] };
  }
}
