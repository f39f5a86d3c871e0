import { DEFAULT_POLICY } from '../../core/node/regtest/chain/acceptance.ts';
import { startPracticeNode } from '../../core/node/regtest/practice-node.ts';

/**
 * A practice node in a process of its own, at a fixed address and on a folder: it outlives a till, and its own end. With
 * a fee it is a miner that takes nothing cheaper, however old the money.
 */
const [, , port = '', user = '', password = '', dataDir = '', feePerKb = ''] = process.argv;
const policy =
  feePerKb === '' ? DEFAULT_POLICY : { ...DEFAULT_POLICY, prioritySize: 0, blockFeePerKb: BigInt(feePerKb) };
// Above BIP65's height on regtest, as the till's own practice node.
const initialBlocks = 1400;
const node = await startPracticeNode({ port: Number(port), user, password, dataDir, initialBlocks, policy });
process.stdout.write(`${JSON.stringify({ url: node.url })}\n`);
