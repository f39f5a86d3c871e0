import { OP } from './opcodes.ts';
import { ScriptFailure } from './script-error.ts';
import { isTruthy, readScriptNumber } from './script-number.ts';
import type { Stack } from './stack.ts';

/** An opcode that only moves items of the stack. */
export type StackOperation = (stack: Stack, isMinimal: boolean) => void;

/** Copies items from a depth to the top: OP_2DUP is (2, 2), OP_2OVER (4, 2), OP_OVER (2, 1). */
function copy(depth: number, count: number): StackOperation {
  return (stack) => {
    stack.need(depth);
    const from = stack.size - depth;
    stack.push(...stack.items.slice(from, from + count));
  };
}

/** Moves items from a depth to the top: OP_ROT is (3, 1), OP_2SWAP (4, 2). */
function raise(depth: number, count: number): StackOperation {
  return (stack) => {
    stack.push(...stack.take(depth, count));
  };
}

function drop(depth: number, count: number): StackOperation {
  return (stack) => {
    stack.take(depth, count);
  };
}

function indexed(isRoll: boolean): StackOperation {
  return (stack, isMinimal) => {
    stack.need(2);
    const depth = readScriptNumber(stack.peek(), isMinimal) + 1;
    stack.pop();
    if (depth < 1 || depth > stack.size) throw new ScriptFailure('INVALID_STACK_OPERATION');
    (isRoll ? raise(depth, 1) : copy(depth, 1))(stack, isMinimal);
  };
}

export const STACK_OPERATIONS: ReadonlyMap<number, StackOperation> = new Map<number, StackOperation>([
  [OP.OP_2DROP, drop(2, 2)],
  [OP.OP_2DUP, copy(2, 2)],
  [OP.OP_3DUP, copy(3, 3)],
  [OP.OP_2OVER, copy(4, 2)],
  [OP.OP_2ROT, raise(6, 2)],
  [OP.OP_2SWAP, raise(4, 2)],
  [
    OP.OP_IFDUP,
    (stack) => {
      if (isTruthy(stack.peek())) stack.push(stack.peek());
    },
  ],
  [OP.OP_DEPTH, (stack) => stack.pushNumber(stack.size)],
  [OP.OP_DROP, drop(1, 1)],
  [OP.OP_DUP, copy(1, 1)],
  [OP.OP_NIP, drop(2, 1)],
  [OP.OP_OVER, copy(2, 1)],
  [OP.OP_PICK, indexed(false)],
  [OP.OP_ROLL, indexed(true)],
  [OP.OP_ROT, raise(3, 1)],
  [OP.OP_SWAP, raise(2, 1)],
  [
    OP.OP_TUCK,
    (stack) => {
      const [below, top] = stack.take(2, 2);
      if (below !== undefined && top !== undefined) stack.push(top, below, top);
    },
  ],
  [OP.OP_SIZE, (stack) => stack.pushNumber(stack.peek().length)],
]);
