import { startPracticeNode } from '../../core/node/regtest/practice-node.ts';

/** A practice node in a process of its own, at a fixed address and on a folder: it outlives a till, and its own end. */
const [, , port = '', user = '', password = '', dataDir = ''] = process.argv;
// Above BIP65's height on regtest, as the till's own practice node.
const node = await startPracticeNode({ port: Number(port), user, password, dataDir, initialBlocks: 1400 });
process.stdout.write(`${JSON.stringify({ url: node.url })}\n`);
