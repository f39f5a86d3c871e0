import { isIPv6 } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { domainToASCII } from 'node:url';
import type { Network } from '../networks.ts';

/** Where a Dogecoin node answers JSON-RPC, and what it is to be shown to let us in. */
export type NodeAddress =
  | {
      readonly kind: 'password';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
    }
  | {
      readonly kind: 'cookie';
      readonly host: string;
      readonly port: number;
      /** The cookie file, or the data directory it is in: looked up at each reading. */
      readonly path: string;
      /** The network's folder below a data directory. */
      readonly subfolder: string;
    };

type NodeAddressResult =
  | { readonly ok: true; readonly address: NodeAddress }
  /** One sentence that says what to write instead. It never repeats the text: that may hold a password. */
  | { readonly ok: false; readonly problem: string };

const LONGEST = 4096;
const FORM = 'http://user:password@host:port, or the path of the data directory or cookie file of the node';
/** The password may hold anything: it ends at the last @. */
const WITH_PASSWORD = /^http:\/\/([^:@/]*):(.*)@([^@]*)$/i;
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:/[\]]*)(?::(\d*))?\/?$/;
const HOST_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;
const ABSOLUTE_PATH = /^(?:\/|~[/\\]|[A-Za-z]:[/\\]|\\\\)/;
const PATH_AND_PORT = /^(.*[^:]):(\d+)$/;

function problem(text: string): NodeAddressResult {
  return { ok: false, problem: text };
}

function hasControlCharacter(text: string): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function parsePort(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535 ? port : undefined;
}

function parseHost(text: string): string | undefined {
  if (text.startsWith('[')) {
    const inner = text.slice(1, -1);
    return isIPv6(inner) ? inner.toLowerCase() : undefined;
  }
  // A name in another script has the form that DNS knows it by; a final dot means the same host.
  const name = domainToASCII(text.replace(/\.$/, '')).toLowerCase();
  return HOST_NAME.test(name) ? name : undefined;
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parseUrl(text: string, network: Network): NodeAddressResult {
  const match = WITH_PASSWORD.exec(text);
  if (match === null) return problem(`The node's address lacks the user or the password: write ${FORM}.`);
  const [, rawUser = '', rawPassword = '', rest = ''] = match;
  if (/[/?#]./.test(rest)) {
    return problem("The node's address ends with the port: leave out what comes after it.");
  }
  const location = HOST_AND_PORT.exec(rest);
  const host = parseHost(location?.[1] ?? '');
  if (host === undefined) {
    return problem(
      "The node's address names no host that could exist: write a name or an IP address after the @.",
    );
  }
  const port = location?.[2] === undefined ? network.rpcPort : parsePort(location[2]);
  if (port === undefined) return problem("The port in the node's address must be a number from 1 to 65535.");
  const user = decodePercent(rawUser);
  const password = decodePercent(rawPassword);
  if (user === undefined || password === undefined) {
    return problem('A % in the user or password of the node must be written as %25.');
  }
  if (user === '' || password === '') {
    return problem(`The node's address has an empty user or password: write ${FORM}.`);
  }
  if (user.includes(':')) return problem("The node's user name cannot hold a colon.");
  return { ok: true, address: { kind: 'password', host, port, user, password } };
}

function parsePath(text: string, network: Network): NodeAddressResult {
  const [, beforePort, portText] = PATH_AND_PORT.exec(text) ?? [];
  const port = portText === undefined ? network.rpcPort : parsePort(portText);
  if (port === undefined) return problem("The port after the node's path must be a number from 1 to 65535.");
  const written = beforePort ?? text;
  const expanded = written.startsWith('~') ? path.join(homedir(), written.slice(1)) : written;
  return {
    ok: true,
    address: { kind: 'cookie', host: '127.0.0.1', port, path: expanded, subfolder: network.dataSubfolder },
  };
}

/**
 * Reads the one text by which a person names their node:
 * `http://user:password@host:port` with percent-encoding where needed, or the absolute path of the data directory or
 * cookie file of a node on this machine, with `:port` behind it where the port is not the network's own.
 */
export function parseNodeAddress(text: string, network: Network): NodeAddressResult {
  const trimmed = text.trim();
  if (trimmed === '') return problem(`The node's address is missing: write ${FORM}.`);
  if (trimmed.length > LONGEST) return problem(`The node's address is longer than ${LONGEST} characters.`);
  if (hasControlCharacter(trimmed))
    return problem("The node's address holds a line break or control character.");
  if (/^http:\/\//i.test(trimmed)) return parseUrl(trimmed, network);
  if (/^https:/i.test(trimmed)) {
    return problem('Dogecoin Core speaks plain HTTP only: write http:// instead of https://.');
  }
  if (ABSOLUTE_PATH.test(trimmed)) return parsePath(trimmed, network);
  return problem(`This is no address of a node: write ${FORM}, in full.`);
}

/** The address without its secrets, for messages and logs. */
export function nodeLocation(address: NodeAddress): string {
  return isIPv6(address.host) ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}

/** This machine by its other names. */
const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?=:)/i;

/** Whether one node answers at both. @param one,other as nodeLocation gives them */
export function isSamePlace(one: string, other: string): boolean {
  const plain = (place: string) => place.toLowerCase().replace(LOOPBACK, 'localhost');
  return plain(one) === plain(other);
}
