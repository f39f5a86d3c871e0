import { NodeFault } from '../../node/backend.ts';
import { decline, done, type Outcome } from './refusals.ts';

/** Asks a node; its faults become a refusal with the node's own sentence. */
export async function askNode<T>(question: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return done(await question());
  } catch (error) {
    if (error instanceof NodeFault) return decline('node_failed', { problem: error.message });
    throw error;
  }
}
