import { equal } from '../bytes.ts';
import { checkMultisig, checkSignature, HASH_OPERATIONS } from './crypto-operations.ts';
import { VERIFY } from './flags.ts';
import { type Instruction, isMinimalPush, readInstruction } from './instructions.ts';
import { checkLockTime, checkSequence } from './lock-check.ts';
import { NUMBER_OPERATIONS } from './number-operations.ts';
import { DISABLED_OPCODES, OP } from './opcodes.ts';
import { type ScriptErrorCode, ScriptFailure } from './script-error.ts';
import { isTruthy } from './script-number.ts';
import type { SpendingInput } from './signature-check.ts';
import { Stack } from './stack.ts';
import { STACK_OPERATIONS } from './stack-operations.ts';

/** Limits of script/script.h: bytes, bytes, operations, items. */
export const MAX_SCRIPT_SIZE = 10_000;
const MAX_PUSH_SIZE = 520;
const MAX_OPERATIONS = 201;
const MAX_STACK_SIZE = 1000;

/** One script being executed on a stack (EvalScript, script/interpreter.cpp). Fails by throwing ScriptFailure. */
class Execution {
  readonly #script: Uint8Array;
  readonly #stack: Stack;
  readonly #input: SpendingInput;
  readonly #flags: number;
  readonly #alternate = new Stack();
  /** For each OP_IF still open: whether its present branch is taken. */
  readonly #branches: boolean[] = [];
  #operations = 0;
  #codeStart = 0;

  constructor(script: Uint8Array, stack: Stack, input: SpendingInput, flags: number) {
    this.#script = script;
    this.#stack = stack;
    this.#input = input;
    this.#flags = flags;
  }

  get #isMinimal(): boolean {
    return (this.#flags & VERIFY.MINIMALDATA) !== 0;
  }

  run(): void {
    if (this.#script.length > MAX_SCRIPT_SIZE) throw new ScriptFailure('SCRIPT_SIZE');
    let at = 0;
    while (at < this.#script.length) {
      const instruction = readInstruction(this.#script, at);
      if (instruction === undefined) throw new ScriptFailure('BAD_OPCODE');
      at = instruction.next;
      this.#step(instruction);
      if (this.#stack.size + this.#alternate.size > MAX_STACK_SIZE) throw new ScriptFailure('STACK_SIZE');
    }
    if (this.#branches.length > 0) throw new ScriptFailure('UNBALANCED_CONDITIONAL');
  }

  #step(instruction: Instruction): void {
    const { opcode, data, next } = instruction;
    const isExecuted = !this.#branches.includes(false);
    if (data.length > MAX_PUSH_SIZE) throw new ScriptFailure('PUSH_SIZE');
    if (opcode > OP.OP_16) this.#countOperations(1);
    if (DISABLED_OPCODES.has(opcode)) throw new ScriptFailure('DISABLED_OPCODE');
    if (opcode <= OP.OP_PUSHDATA4) {
      if (!isExecuted) return;
      if (this.#isMinimal && !isMinimalPush(instruction)) throw new ScriptFailure('MINIMALDATA');
      this.#stack.push(data);
    } else if (opcode >= OP.OP_IF && opcode <= OP.OP_ENDIF) {
      this.#branch(opcode, isExecuted);
    } else if (isExecuted) {
      this.#execute(opcode, next);
    }
  }

  #countOperations(count: number): void {
    this.#operations += count;
    if (this.#operations > MAX_OPERATIONS) throw new ScriptFailure('OP_COUNT');
  }

  #branch(opcode: number, isExecuted: boolean): void {
    const branches = this.#branches;
    if (opcode === OP.OP_IF || opcode === OP.OP_NOTIF) {
      if (isExecuted && this.#stack.size < 1) throw new ScriptFailure('UNBALANCED_CONDITIONAL');
      const isTaken = isExecuted && isTruthy(this.#stack.pop()) === (opcode === OP.OP_IF);
      branches.push(isTaken);
      return;
    }
    // OP_VERIF and OP_VERNOTIF fail even in a branch that is not taken.
    if (opcode !== OP.OP_ELSE && opcode !== OP.OP_ENDIF) throw new ScriptFailure('BAD_OPCODE');
    const isTaken = branches.pop();
    if (isTaken === undefined) throw new ScriptFailure('UNBALANCED_CONDITIONAL');
    if (opcode === OP.OP_ELSE) branches.push(!isTaken);
  }

  #execute(opcode: number, next: number): void {
    const stack = this.#stack;
    const operation = STACK_OPERATIONS.get(opcode) ?? NUMBER_OPERATIONS.get(opcode);
    const hash = HASH_OPERATIONS.get(opcode);
    if (operation !== undefined) operation(stack, this.#isMinimal);
    else if (hash !== undefined) stack.push(hash(stack.pop()));
    else if (opcode === OP.OP_CODESEPARATOR) this.#codeStart = next;
    else if (opcode >= OP.OP_CHECKSIG && opcode <= OP.OP_CHECKMULTISIGVERIFY) this.#checkSignatures(opcode);
    else if (opcode >= OP.OP_NOP1 && opcode <= OP.OP_NOP10) this.#upgradable(opcode);
    else if (opcode === OP.OP_1NEGATE) stack.pushNumber(-1);
    else if (opcode >= OP.OP_1 && opcode <= OP.OP_16) stack.pushNumber(opcode - OP.OP_1 + 1);
    else this.#executeOther(opcode);
  }

  #executeOther(opcode: number): void {
    const stack = this.#stack;
    switch (opcode) {
      case OP.OP_NOP:
        break;
      case OP.OP_VERIFY:
        this.#verify('VERIFY');
        break;
      case OP.OP_RETURN:
        throw new ScriptFailure('OP_RETURN');
      case OP.OP_TOALTSTACK:
        this.#alternate.push(stack.pop());
        break;
      case OP.OP_FROMALTSTACK:
        if (this.#alternate.size < 1) throw new ScriptFailure('INVALID_ALTSTACK_OPERATION');
        stack.push(this.#alternate.pop());
        break;
      case OP.OP_EQUAL:
      case OP.OP_EQUALVERIFY:
        stack.need(2);
        stack.pushBoolean(equal(stack.pop(), stack.pop()));
        if (opcode === OP.OP_EQUALVERIFY) this.#verify('EQUALVERIFY');
        break;
      default:
        throw new ScriptFailure('BAD_OPCODE');
    }
  }

  /** OP_NOP1 .. OP_NOP10, two of which have become lock checks. */
  #upgradable(opcode: number): void {
    const top = this.#stack.items.at(-1);
    if (opcode === OP.OP_CHECKLOCKTIMEVERIFY && (this.#flags & VERIFY.CLTV) !== 0) {
      checkLockTime(top, this.#input, this.#flags);
    } else if (opcode === OP.OP_CHECKSEQUENCEVERIFY && (this.#flags & VERIFY.CSV) !== 0) {
      checkSequence(top, this.#input, this.#flags);
    } else if ((this.#flags & VERIFY.DISCOURAGE_NOPS) !== 0) {
      throw new ScriptFailure('DISCOURAGE_UPGRADABLE_NOPS');
    }
  }

  #checkSignatures(opcode: number): void {
    const context = {
      input: this.#input,
      flags: this.#flags,
      scriptCode: this.#script.subarray(this.#codeStart),
    };
    const isMultiple = opcode === OP.OP_CHECKMULTISIG || opcode === OP.OP_CHECKMULTISIGVERIFY;
    const isValid = isMultiple
      ? checkMultisig(this.#stack, context, (keys) => this.#countOperations(keys))
      : checkSignature(this.#stack, context);
    this.#stack.pushBoolean(isValid);
    if (opcode === OP.OP_CHECKSIGVERIFY) this.#verify('CHECKSIGVERIFY');
    if (opcode === OP.OP_CHECKMULTISIGVERIFY) this.#verify('CHECKMULTISIGVERIFY');
  }

  #verify(code: ScriptErrorCode): void {
    if (!isTruthy(this.#stack.peek())) throw new ScriptFailure(code);
    this.#stack.pop();
  }
}

/**
 * Executes a script on a stack, which it changes.
 * @throws ScriptFailure
 */
export function executeScript(
  script: Uint8Array,
  stack: Stack,
  context: { readonly input: SpendingInput; readonly flags: number },
): void {
  new Execution(script, stack, context.input, context.flags).run();
}
