import { isIP, isIPv6 } from 'node:net';

/** The network address that a customer has. Of IPv6 the half that one customer gets (/64). @param address of a socket */
export function clientAt(address: string): string {
  const ip = plainAddress(address);
  return isIPv6(ip) ? `${ipv6Groups(ip).slice(0, 4).join(':')}::/64` : ip;
}

/** Whose address it is: of IPv6 what a provider gives to one house (/48), of IPv4 the address itself. */
export function networkAt(address: string): string {
  const ip = plainAddress(address);
  return isIPv6(ip) ? `${ipv6Groups(ip).slice(0, 3).join(':')}::/48` : ip;
}

/**
 * An IPv4 address that came over an IPv6 socket is that address, in whatever form; a port that a proxy wrote with it is
 * not part of it. All that is no address at all is one client.
 */
export function plainAddress(address: string): string {
  const text = address.slice(0, 64).trim();
  const bare =
    /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/.exec(text)?.[1] ?? text;
  const mapped = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(mapped)) return isIP(mapped) === 0 ? 'unknown' : mapped;
  const groups = ipv6Groups(mapped);
  const isMapped = groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';
  if (!isMapped) return groups.join(':');
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function ipv6Groups(ip: string): string[] {
  const [head = '', tail] = (ip.split('%', 1)[0] ?? '').split('::');
  const first = head.split(':').filter((group) => group !== '');
  const last = (tail ?? '').split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...new Array<string>(missing).fill('0'), ...last];
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
