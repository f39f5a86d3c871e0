import { OP } from './opcodes.ts';
import { ScriptFailure } from './script-error.ts';
import { isTruthy, readScriptNumber } from './script-number.ts';
import type { Stack } from './stack.ts';
import type { StackOperation } from './stack-operations.ts';

function unary(compute: (value: number) => number): StackOperation {
  return (stack, isMinimal) => {
    const value = readScriptNumber(stack.peek(), isMinimal);
    stack.pop();
    stack.pushNumber(compute(value));
  };
}

function binary(compute: (a: number, b: number) => number | boolean): StackOperation {
  return (stack, isMinimal) => {
    stack.need(2);
    const a = readScriptNumber(stack.peek(2), isMinimal);
    const b = readScriptNumber(stack.peek(1), isMinimal);
    stack.take(2, 2);
    stack.pushNumber(Number(compute(a, b)));
  };
}

function within(stack: Stack, isMinimal: boolean): void {
  stack.need(3);
  const value = readScriptNumber(stack.peek(3), isMinimal);
  const least = readScriptNumber(stack.peek(2), isMinimal);
  const limit = readScriptNumber(stack.peek(1), isMinimal);
  stack.take(3, 3);
  stack.pushBoolean(least <= value && value < limit);
}

const isEqual = binary((a, b) => a === b);

function numberEqualVerify(stack: Stack, isMinimal: boolean): void {
  isEqual(stack, isMinimal);
  if (!isTruthy(stack.peek())) throw new ScriptFailure('NUMEQUALVERIFY');
  stack.pop();
}

/** Operands are 4 bytes at most, results one bit more: doubles hold either exactly. */
export const NUMBER_OPERATIONS: ReadonlyMap<number, StackOperation> = new Map<number, StackOperation>([
  [OP.OP_1ADD, unary((value) => value + 1)],
  [OP.OP_1SUB, unary((value) => value - 1)],
  [OP.OP_NEGATE, unary((value) => -value)],
  [OP.OP_ABS, unary(Math.abs)],
  [OP.OP_NOT, unary((value) => Number(value === 0))],
  [OP.OP_0NOTEQUAL, unary((value) => Number(value !== 0))],
  [OP.OP_ADD, binary((a, b) => a + b)],
  [OP.OP_SUB, binary((a, b) => a - b)],
  [OP.OP_BOOLAND, binary((a, b) => a !== 0 && b !== 0)],
  [OP.OP_BOOLOR, binary((a, b) => a !== 0 || b !== 0)],
  [OP.OP_NUMEQUAL, isEqual],
  [OP.OP_NUMEQUALVERIFY, numberEqualVerify],
  [OP.OP_NUMNOTEQUAL, binary((a, b) => a !== b)],
  [OP.OP_LESSTHAN, binary((a, b) => a < b)],
  [OP.OP_GREATERTHAN, binary((a, b) => a > b)],
  [OP.OP_LESSTHANOREQUAL, binary((a, b) => a <= b)],
  [OP.OP_GREATERTHANOREQUAL, binary((a, b) => a >= b)],
  [OP.OP_MIN, binary(Math.min)],
  [OP.OP_MAX, binary(Math.max)],
  [OP.OP_WITHIN, within],
]);
