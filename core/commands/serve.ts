import { isIP, isIPv6 } from 'node:net';
import { type Command, Option } from 'commander';
import { type Logger, pino } from 'pino';
import { type Policy, readPolicy } from '../merchant/policy/policy.ts';
import { policyRisks, riskSentence } from '../merchant/policy/policy-risks.ts';
import { serve } from '../merchant/serve/serve.ts';
import { isName, NAME_RULE } from '../names.ts';
import { NETWORKS, type Network, type NetworkName } from '../networks.ts';
import { NODE_VARIABLE, passwordShown, readGivenNode } from '../node/given-node.ts';
import { isSamePlace, nodeLocation, parseNodeAddress } from '../node/node-address.ts';
import { SetupFault } from '../system/faults.ts';
import { readNamedFile } from '../system/named-file.ts';
import { parseWebAddress } from '../web-address.ts';
import { dataOption, networkOption, pathOption } from './options.ts';

interface ServeArguments {
  readonly data: string;
  readonly network: NetworkName;
  readonly node?: string;
  readonly otherNode?: readonly string[];
  readonly listen?: string;
  readonly publicUrl?: string;
  readonly trustedProxy?: readonly string[];
  readonly policy?: string;
  readonly passphraseFile?: string;
  readonly shop?: string;
  readonly alertCommand?: string;
  readonly logLevel: string;
}

export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .description('run the till: answer customers, watch the chain, close channels')
    .addOption(dataOption())
    .addOption(networkOption())
    .addOption(
      new Option(
        '--node <address>',
        'a Dogecoin Core data folder or cookie file; @FILE, of mode 600, whose first line is http://user:password@host:port; or "practice", the node that is built in, whose URL is then in the ready line (default: practice on regtest, else ~/.dogecoin). The URL itself is taken too, with a warning: every user of the machine can read arguments',
      ).env(NODE_VARIABLE),
    )
    .option(
      '--other-node <address...>',
      'further nodes, named in the same ways, which confirm what the first one says',
    )
    .option(
      '--listen <host:port>',
      'where customers are answered; port 0 takes a free one (default: 127.0.0.1, where it listened last)',
    )
    .option(
      '--public-url <url>',
      'where customers reach the till, if not where it listens: http or https, without user, password, "?" or "#"',
    )
    .option(
      '--trusted-proxy <address...>',
      'IP addresses of your reverse proxies: customers are counted by the address that these name in X-Forwarded-For',
    )
    .addOption(
      pathOption(
        '--policy <file>',
        'JSON with the terms and limits that differ from the defaults, by their names in docs/PROTOCOL.md and docs/decisions/deadlines.md, and min_peers: the peers below which the till warns of its node',
      ),
    )
    .addOption(
      pathOption(
        '--passphrase-file <file>',
        'its first line opens the seed when a channel is closed; it may be left out on regtest, and where the owner closes by hand',
      ),
    )
    .option(
      '--shop <name>',
      'the name that customers see, 1 to 64 characters on one line (default: the one in the settings)',
    )
    .addOption(
      pathOption(
        '--alert-command <file>',
        'a program that gets warnings as JSON on its standard input, for an owner who is away',
      ),
    )
    .addOption(
      new Option('--log-level <level>', 'what goes to standard error')
        .choices(['debug', 'info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .action(runServe);
}

async function runServe(given: ServeArguments): Promise<void> {
  // What the till writes is for this user's eyes alone.
  process.umask(0o077);
  const network = NETWORKS[given.network];
  const node = readNode(given.node ?? (network.name === 'regtest' ? 'practice' : '~/.dogecoin'), '--node');
  const others = (given.otherNode ?? []).map((other) => readNode(other, '--other-node'));
  const nodes = [node, ...others];
  refuseTwice(
    nodes.map(({ text }) => text),
    network,
  );
  const log = pino({ level: given.logLevel }, pino.destination({ dest: 2, sync: true }));
  const policy = given.policy === undefined ? undefined : readPolicyFile(given.policy, network.name);
  // Play money is lost to nobody.
  if (network.name !== 'regtest') warnOfRisks(policy, log);
  const running = await serve({
    data: given.data,
    network,
    node: node.text,
    otherNodes: others.map(({ text }) => text),
    nodeFiles: nodes.flatMap(({ file }) => file ?? []),
    isPasswordShown: nodes.some(({ isPasswordShown }) => isPasswordShown),
    ...(given.listen === undefined ? { host: '127.0.0.1', port: undefined } : parseListen(given.listen)),
    publicUrl: given.publicUrl === undefined ? undefined : parsePublicUrl(given.publicUrl),
    trustedProxies: given.trustedProxy?.map(parseProxy),
    policy,
    passphraseFile: given.passphraseFile,
    shopName: given.shop === undefined ? undefined : parseShopName(given.shop),
    alertCommand: given.alertCommand,
    log,
  });
  // Before the ready line: who reads it may send a signal at once.
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  process.stdout.write(`${JSON.stringify(running.ready)}\n`);
  await ended;
  await running.stop();
  process.exit(0);
}

/** Throws SetupFault. Says so on standard error where other users can read the password. */
function readNode(given: string, option: string) {
  const node = readGivenNode(given);
  if (!node.ok) throw new SetupFault(node.problem);
  if (node.isPasswordShown) process.stderr.write(`${passwordShown(option)}\n`);
  return node;
}

/** What a node says twice proves nothing: a settlement that it was given would seem to have spread. Throws SetupFault. */
function refuseTwice(nodes: readonly string[], network: Network): void {
  const places: string[] = [];
  for (const node of nodes) {
    const parsed = parseNodeAddress(node, network);
    if (!parsed.ok) continue;
    const place = nodeLocation(parsed.address);
    if (places.some((other) => isSamePlace(place, other))) {
      throw new SetupFault(`The node ${place} is named twice: a further node must be another one.`);
    }
    places.push(place);
  }
}

/** Throws SetupFault for what is no IP address: a name could come to mean another machine. */
function parseProxy(text: string): string {
  const address = text.trim();
  if (isIP(address) !== 0) return address;
  throw new SetupFault(`--trusted-proxy ${text} is not an IP address, like 192.168.1.2 or fd00::2.`);
}

/** HOST:PORT, with an IPv6 host in brackets. Throws SetupFault. */
export function parseListen(text: string): { readonly host: string; readonly port: number } {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9][a-z0-9._-]*):(\d{1,5})$/i.exec(text.trim());
  const port = Number(match?.[2]);
  const host = (match?.[1] ?? '').replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const isAddress = !match?.[1]?.startsWith('[') || isIPv6(host);
  if (match === null || port > 65_535 || !isAddress) {
    throw new SetupFault(`--listen ${text} is not HOST:PORT, like 127.0.0.1:8420 or [::1]:8420.`);
  }
  return { host, port };
}

/** The same rule as in the settings. Throws SetupFault. */
function parseShopName(text: string): string {
  const name = text.trim();
  if (!isName(name)) throw new SetupFault(`--shop is no name: ${NAME_RULE}.`);
  return name;
}

function parsePublicUrl(text: string): string {
  const address = parseWebAddress(text);
  if (!address.ok) throw new SetupFault(`--public-url: ${address.problem}`);
  return address.url;
}

/** Two dozen numbers. Bytes. */
const LARGEST_POLICY_FILE = 64 * 1024;

/** Throws SetupFault with what is wrong in the file. */
function readPolicyFile(file: string, network: NetworkName): Policy {
  const text = readNamedFile(file, { what: 'policy file', atMost: LARGEST_POLICY_FILE });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SetupFault(`The policy file ${file} is not JSON.`, { cause: error });
  }
  const policy = readPolicy(value, network);
  if (!policy.ok) throw new SetupFault(`The policy file ${file} is refused: ${policy.problem}.`);
  return policy.policy;
}

/** A file is written with a purpose, and there is nobody to ask: what it risks is said. */
function warnOfRisks(policy: Policy | undefined, log: Logger): void {
  if (policy === undefined) return;
  for (const risk of policyRisks(policy)) log.warn({ risk: risk.kind }, riskSentence(risk));
}
