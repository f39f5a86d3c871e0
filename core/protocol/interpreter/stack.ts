import { EMPTY } from '../bytes.ts';
import { ScriptFailure } from './script-error.ts';
import { scriptNumber } from './script-number.ts';

const TRUE = Uint8Array.of(1);

/** A script's stack. Every reach below its bottom is INVALID_STACK_OPERATION. Items are never changed in place. */
export class Stack {
  readonly items: Uint8Array[];

  constructor(items: readonly Uint8Array[] = []) {
    this.items = [...items];
  }

  get size(): number {
    return this.items.length;
  }

  /** Fails unless at least this many items are there: an opcode checks before it changes anything. */
  need(count: number): void {
    if (this.items.length < count) throw new ScriptFailure('INVALID_STACK_OPERATION');
  }

  /** @param depth 1 is the top */
  peek(depth = 1): Uint8Array {
    const item = this.items[this.items.length - depth];
    if (item === undefined) throw new ScriptFailure('INVALID_STACK_OPERATION');
    return item;
  }

  pop(): Uint8Array {
    const item = this.items.pop();
    if (item === undefined) throw new ScriptFailure('INVALID_STACK_OPERATION');
    return item;
  }

  push(...items: readonly Uint8Array[]): void {
    this.items.push(...items);
  }

  pushBoolean(value: boolean): void {
    this.items.push(value ? TRUE : EMPTY);
  }

  pushNumber(value: number): void {
    this.items.push(scriptNumber(value));
  }

  /** Takes some items out, the deepest of them first in the answer. @param depth of the deepest; 1 is the top */
  take(depth: number, count = 1): Uint8Array[] {
    this.need(depth);
    return this.items.splice(this.items.length - depth, count);
  }
}
