import { spawn } from 'node:child_process';

/** Opens a link in this user's browser, where there is one; the link was printed besides. */
export function openInBrowser(link: string): void {
  const isHeadless =
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (isHeadless) return;
  const [program, ...given] = opener(link);
  const child = spawn(program, given, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}

function opener(link: string): readonly [string, ...string[]] {
  switch (process.platform) {
    case 'darwin':
      return ['open', link];
    case 'win32':
      // Not `start`, which is the shell's own and would read the link.
      return ['rundll32', 'url.dll,FileProtocolHandler', link];
    default:
      return ['xdg-open', link];
  }
}
