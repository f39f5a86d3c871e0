import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { concat, fromHex, utf8 } from '../../core/protocol/bytes.ts';
import { CONSENSUS_FLAGS, POLICY_FLAGS, VERIFY } from '../../core/protocol/interpreter/flags.ts';
import { findAndDelete, pushData } from '../../core/protocol/interpreter/instructions.ts';
import { OP } from '../../core/protocol/interpreter/opcodes.ts';
import { readScriptNumber, scriptNumber } from '../../core/protocol/interpreter/script-number.ts';
import { verifyInput } from '../../core/protocol/interpreter/verify-input.ts';
import { SIGHASH_ALL, signatureHash } from '../../core/protocol/sighash.ts';
import { publicKeyOf, signEcdsa, toDer, withHashByte } from '../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction } from '../../core/protocol/transaction.ts';
import { anyTransaction } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const NAMES = new Map<string, number>(Object.entries(OP).map(([name, opcode]) => [name.slice(3), opcode]));

/** Core's own notation: numbers, 0x raw bytes, 'text' pushed, opcodes by name. */
function script(text: string): Uint8Array {
  const words = text.split(' ').filter((word) => word !== '');
  return concat(
    words.map((word) => {
      if (word.startsWith('0x')) return fromHex(word.slice(2));
      if (word.startsWith("'")) return pushData(utf8(word.slice(1, -1)));
      if (!/^-?\d+$/.test(word)) return Uint8Array.of(NAMES.get(word) ?? 0xff);
      const number = Number(word);
      if (number === -1 || (number >= 1 && number <= 16)) return Uint8Array.of(OP.OP_1 - 1 + number);
      return number === 0 ? Uint8Array.of(0) : pushData(scriptNumber(number));
    }),
  );
}

interface Spending {
  readonly scriptSig?: Uint8Array;
  readonly locktime?: number;
  readonly sequence?: number;
  readonly version?: number;
}

function spending({
  scriptSig,
  locktime = 0,
  sequence = FINAL_SEQUENCE,
  version = 1,
}: Spending): Transaction {
  const transaction = new Transaction();
  transaction.version = version;
  transaction.locktime = locktime;
  transaction.addInput(new Uint8Array(32).fill(7), 0, sequence, scriptSig);
  transaction.addOutput(script('1'), 5n);
  return transaction;
}

function verdict(prevoutScript: Uint8Array, transaction: Transaction, flags: number): string {
  const result = verifyInput({ transaction, index: 0, prevoutScript, flags });
  return result.isValid ? 'valid' : result.code;
}

const run = (scriptSig: string, prevout: string, flags: number = CONSENSUS_FLAGS) =>
  verdict(script(prevout), spending({ scriptSig: script(scriptSig) }), flags);

const PRIVATE_KEY = new Uint8Array(32).fill(3);
const PUBLIC_KEY = publicKeyOf(PRIVATE_KEY);
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

describe('an opcode', () => {
  test.each([
    ['1', 'VERIFY 1', 'valid'],
    ['0', 'VERIFY 1', 'VERIFY'],
    ['', 'VERIFY', 'INVALID_STACK_OPERATION'],
    ['', '', 'EVAL_FALSE'],
    ['0x0180', '', 'EVAL_FALSE'],
    ['0x020080', '', 'EVAL_FALSE'],
    ['0x028000', '', 'valid'],
    ['1', 'RETURN', 'OP_RETURN'],
    ['1', 'IF RETURN ELSE 1 ENDIF', 'OP_RETURN'],
    ['0', 'IF RETURN ELSE 1 ENDIF', 'valid'],
    ['0', 'NOTIF 1 ELSE 0 ENDIF', 'valid'],
    ['1', 'IF 1', 'UNBALANCED_CONDITIONAL'],
    ['1', 'ELSE', 'UNBALANCED_CONDITIONAL'],
    ['1', 'ENDIF', 'UNBALANCED_CONDITIONAL'],
    ['', 'IF 1 ENDIF', 'UNBALANCED_CONDITIONAL'],
    ['0', 'IF VERIF ELSE 1 ENDIF', 'BAD_OPCODE'],
    ['0', 'IF VER RESERVED 0xba ELSE 1 ENDIF', 'valid'],
    ['1', 'VER', 'BAD_OPCODE'],
    ['1', '0xba', 'BAD_OPCODE'],
    ['1', '0x05 0x01', 'BAD_OPCODE'],
    ['0', 'IF CAT ELSE 1 ENDIF', 'DISABLED_OPCODE'],
    ['1 2 3', '2DROP', 'valid'],
    ['1 2', '2DUP 2DROP EQUAL NOT', 'valid'],
    ['1 2 3', '3DUP 2DROP DROP 3 EQUALVERIFY 2 EQUALVERIFY', 'valid'],
    ['1 2 3 4', '2OVER 2 EQUALVERIFY 1 EQUALVERIFY 2DROP 2DROP 1', 'valid'],
    ['1 2 3 4 5 6', '2ROT 2 EQUALVERIFY 1 EQUALVERIFY 6 EQUALVERIFY 1', 'valid'],
    ['1 2 3 4', '2SWAP 2 EQUALVERIFY 1 EQUALVERIFY 4 EQUAL', 'valid'],
    ['0', 'IFDUP DEPTH 1 EQUALVERIFY NOT', 'valid'],
    ['5', 'IFDUP EQUAL', 'valid'],
    ['1 2', 'NIP 2 EQUALVERIFY DEPTH NOT', 'valid'],
    ['1 2', 'OVER 1 EQUALVERIFY', 'valid'],
    ['7 8 9', '2 PICK 7 EQUAL', 'valid'],
    ['7 8 9', '2 ROLL 7 EQUALVERIFY 9 EQUALVERIFY 8 EQUAL', 'valid'],
    ['7', '1 PICK', 'INVALID_STACK_OPERATION'],
    ['7', '-1 PICK', 'INVALID_STACK_OPERATION'],
    ['1 2 3', 'ROT 1 EQUALVERIFY 3 EQUALVERIFY', 'valid'],
    ['1 2', 'SWAP 1 EQUALVERIFY', 'valid'],
    ['1 2', 'TUCK 2 EQUALVERIFY 1 EQUALVERIFY 2 EQUAL', 'valid'],
    ["'abc'", 'SIZE 3 EQUAL', 'valid'],
    ['1', 'TOALTSTACK FROMALTSTACK', 'valid'],
    ['1', 'FROMALTSTACK', 'INVALID_ALTSTACK_OPERATION'],
    ['1 2', 'EQUALVERIFY 1', 'EQUALVERIFY'],
    ['1 2', 'NUMEQUALVERIFY 1', 'NUMEQUALVERIFY'],
    ['2147483647', 'DUP ADD 4294967294 EQUAL', 'valid'],
    ['2147483648', '1ADD', 'UNKNOWN_ERROR'],
    ['-5', 'ABS 5 EQUALVERIFY 3 1SUB NEGATE -2 EQUAL', 'valid'],
    ['4 0', 'BOOLOR 3 7 BOOLAND EQUAL', 'valid'],
    ['3 3', 'LESSTHANOREQUAL 4 3 GREATERTHAN EQUAL', 'valid'],
    ['3 4', 'MIN 3 EQUALVERIFY 3 4 MAX 4 EQUAL', 'valid'],
    ['3', '3 5 WITHIN', 'valid'],
    ['5', '3 5 WITHIN', 'EVAL_FALSE'],
    ["''", 'RIPEMD160 0x14 0x9c1185a5c5e9fc54612808977ee8f548b2258d31 EQUAL', 'valid'],
    ["''", 'SHA1 0x14 0xda39a3ee5e6b4b0d3255bfef95601890afd80709 EQUAL', 'valid'],
    ["''", 'HASH160 0x14 0xb472a266d0bd89c13706a4132ccfb16f7c3b9fcb EQUALVERIFY 1', 'valid'],
    ['0 0', 'CHECKSIG NOT', 'valid'],
    ['0 0', 'CHECKSIGVERIFY', 'CHECKSIGVERIFY'],
    ['0 0 0', 'CHECKMULTISIG', 'valid'],
    ['0 1 1', 'CHECKMULTISIGVERIFY', 'INVALID_STACK_OPERATION'],
    ['0 0 1 1 1', 'CHECKMULTISIGVERIFY', 'CHECKMULTISIGVERIFY'],
    ['1 1 1 1', 'CHECKMULTISIG', 'INVALID_STACK_OPERATION'],
    ['0 0 21', 'CHECKMULTISIG', 'PUBKEY_COUNT'],
    ['0 2 1 1', 'CHECKMULTISIG', 'SIG_COUNT'],
    ['1', 'NOP1 NOP10 NOP', 'valid'],
  ])('%s | %s is %s', (scriptSig, prevout, expected) => {
    expect(run(scriptSig, prevout)).toBe(expected);
  });
});

describe('a script', () => {
  const many = (word: string, count: number) => Array(count).fill(word).join(' ');

  test.each([
    ['of 201 operations', '1', many('NOP', 201), 'valid'],
    ['of 202 operations', '1', many('NOP', 202), 'OP_COUNT'],
    ['of 1000 items', many('1', 1000), 'NOP', 'valid'],
    ['of 1001 items', many('1', 1001), 'NOP', 'STACK_SIZE'],
    ['of a push of 520 bytes', '1', `0x4d0802 0x${'11'.repeat(520)} DROP`, 'valid'],
    ['of a push of 521 bytes', '1', `0x4d0902 0x${'11'.repeat(521)} DROP`, 'PUSH_SIZE'],
    ['of a push of 521 bytes never executed', '0', `IF 0x4d0902 0x${'11'.repeat(521)} ENDIF 1`, 'PUSH_SIZE'],
    ['of 20 keys eleven times', '1', `${many(`0 0 ${many('0', 20)} 20 CHECKMULTISIG DROP`, 10)}`, 'OP_COUNT'],
  ])('%s', (_, scriptSig, prevout, expected) => {
    expect(run(scriptSig, prevout)).toBe(expected);
  });

  test('is at most 10,000 bytes long', () => {
    const long = (bytes: number) =>
      verdict(new Uint8Array(bytes).fill(OP.OP_1), spending({}), CONSENSUS_FLAGS);
    expect(long(10_001)).toBe('SCRIPT_SIZE');
    expect(long(10_000)).toBe('STACK_SIZE');
  });
});

describe('a policy flag', () => {
  test.each([
    ['MINIMALDATA refuses a push that is too long', '0x4c0101', 'NOP', VERIFY.MINIMALDATA, 'MINIMALDATA'],
    ['MINIMALDATA wants OP_5 for 5', '0x0105', 'NOP', VERIFY.MINIMALDATA, 'MINIMALDATA'],
    ['MINIMALDATA looks at executed pushes only', '0', 'IF 0x0105 ENDIF 1', VERIFY.MINIMALDATA, 'valid'],
    ['MINIMALDATA wants short numbers', '0x020500', '1ADD', VERIFY.MINIMALDATA, 'UNKNOWN_ERROR'],
    ['NULLDUMMY', '1 0 0', 'CHECKMULTISIG', VERIFY.NULLDUMMY, 'SIG_NULLDUMMY'],
    ['NULLFAIL', '0x0101 0', 'CHECKSIG NOT', VERIFY.NULLFAIL, 'SIG_NULLFAIL'],
    ['NULLFAIL lets an empty signature be', '0 0', 'CHECKSIG NOT', VERIFY.NULLFAIL, 'valid'],
    ['DISCOURAGE_NOPS', '1', 'NOP10', VERIFY.DISCOURAGE_NOPS, 'DISCOURAGE_UPGRADABLE_NOPS'],
    [
      'DISCOURAGE_NOPS where CLTV is off',
      '1',
      'CHECKLOCKTIMEVERIFY',
      VERIFY.DISCOURAGE_NOPS,
      'DISCOURAGE_UPGRADABLE_NOPS',
    ],
    ['CLEANSTACK', '1 1', 'NOP', VERIFY.CLEANSTACK, 'CLEANSTACK'],
    ['DERSIG', '0x0101 0', 'CHECKSIG NOT', VERIFY.DERSIG, 'SIG_DER'],
    ['STRICTENC asks for a known key', '0 0x0101', 'CHECKSIG NOT', VERIFY.STRICTENC, 'PUBKEYTYPE'],
    [
      'WITNESS',
      '',
      '0 0x14 0x1111111111111111111111111111111111111111',
      POLICY_FLAGS,
      'WITNESS_PROGRAM_MISMATCH',
    ],
    ['a later WITNESS', '', '1 0x02 0x1111', POLICY_FLAGS, 'DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM'],
  ])('%s', (...[, scriptSig, prevout, flags, expected]) => {
    expect(run(scriptSig, prevout, flags)).toBe(expected);
  });
});

describe('a lock', () => {
  const locked = (prevout: string, given: Spending, flags: number = POLICY_FLAGS) =>
    verdict(script(`${prevout} DROP 1`), spending(given), flags);
  const open = { sequence: FINAL_SEQUENCE - 1 };

  test.each([
    ['100 CHECKLOCKTIMEVERIFY', { ...open, locktime: 100 }, 'valid'],
    ['100 CHECKLOCKTIMEVERIFY', { ...open, locktime: 99 }, 'UNSATISFIED_LOCKTIME'],
    ['100 CHECKLOCKTIMEVERIFY', { locktime: 100 }, 'UNSATISFIED_LOCKTIME'],
    ['100 CHECKLOCKTIMEVERIFY', { ...open, locktime: 500_000_100 }, 'UNSATISFIED_LOCKTIME'],
    ['500000000 CHECKLOCKTIMEVERIFY', { ...open, locktime: 500_000_000 }, 'valid'],
    ['500000000 CHECKLOCKTIMEVERIFY', { ...open, locktime: 499_999_999 }, 'UNSATISFIED_LOCKTIME'],
    ['4294967295 CHECKLOCKTIMEVERIFY', { ...open, locktime: 4_294_967_295 }, 'valid'],
    ['4294967296 CHECKLOCKTIMEVERIFY', { ...open, locktime: 4_294_967_295 }, 'UNSATISFIED_LOCKTIME'],
    ['-1 CHECKLOCKTIMEVERIFY', { ...open, locktime: 1 }, 'NEGATIVE_LOCKTIME'],
    ['0x06 0x010000000001 CHECKLOCKTIMEVERIFY', { ...open, locktime: 1 }, 'UNKNOWN_ERROR'],
    ['7 CHECKSEQUENCEVERIFY', { version: 2, sequence: 7 }, 'valid'],
    ['7 CHECKSEQUENCEVERIFY', { version: 2, sequence: 6 }, 'UNSATISFIED_LOCKTIME'],
    ['7 CHECKSEQUENCEVERIFY', { version: 1, sequence: 7 }, 'UNSATISFIED_LOCKTIME'],
    ['7 CHECKSEQUENCEVERIFY', { version: 2, sequence: 0x400007 }, 'UNSATISFIED_LOCKTIME'],
    ['4194311 CHECKSEQUENCEVERIFY', { version: 2, sequence: 0x400007 }, 'valid'],
    ['7 CHECKSEQUENCEVERIFY', { version: 2, sequence: 0x80000007 }, 'UNSATISFIED_LOCKTIME'],
    ['2147483648 CHECKSEQUENCEVERIFY', { version: 1, sequence: 0 }, 'valid'],
    ['-1 CHECKSEQUENCEVERIFY', { version: 2, sequence: 7 }, 'NEGATIVE_LOCKTIME'],
  ])('%s, given %o, is %s', (prevout, given, expected) => {
    expect(locked(prevout, given)).toBe(expected);
  });

  test('is no more than a NOP where its flag is off', () => {
    expect(locked('100 CHECKLOCKTIMEVERIFY', {}, VERIFY.P2SH)).toBe('valid');
    expect(locked('7 CHECKSEQUENCEVERIFY', {}, CONSENSUS_FLAGS)).toBe('valid');
  });
});

describe('a signature', () => {
  const key = (publicKey: Uint8Array) => concat([pushData(publicKey), script('CHECKSIG')]);

  function signed(
    prevout: Uint8Array,
    scriptCode: Uint8Array,
    change = (signature: Uint8Array) => signature,
  ) {
    const transaction = spending({});
    const hash = signatureHash(transaction, { index: 0, scriptCode, hashType: SIGHASH_ALL });
    const compact = change(signEcdsa(hash, PRIVATE_KEY));
    transaction.setInputScript(0, pushData(withHashByte(compact)));
    return (flags: number) => verdict(prevout, transaction, flags);
  }

  function withHighS(compact: Uint8Array): Uint8Array {
    const s = BigInt(`0x${Buffer.from(compact.subarray(32)).toString('hex')}`);
    return concat([compact.subarray(0, 32), fromHex((ORDER - s).toString(16).padStart(64, '0'))]);
  }

  test('of the key is valid', () => {
    expect(signed(key(PUBLIC_KEY), key(PUBLIC_KEY))(POLICY_FLAGS)).toBe('valid');
  });

  test('of another script is not', () => {
    const check = signed(key(PUBLIC_KEY), key(publicKeyOf(new Uint8Array(32).fill(4))));
    expect(check(POLICY_FLAGS)).toBe('SIG_NULLFAIL');
    expect(check(CONSENSUS_FLAGS)).toBe('EVAL_FALSE');
  });

  test('with a high S is valid in a block only', () => {
    const check = signed(key(PUBLIC_KEY), key(PUBLIC_KEY), withHighS);
    expect(check(POLICY_FLAGS)).toBe('SIG_HIGH_S');
    expect(check(CONSENSUS_FLAGS)).toBe('valid');
  });

  test('of a hybrid key is valid in a block only, and only with the right prefix', () => {
    const uncompressed = Buffer.from(
      '04531fe6068134503d2723133227c867ac8fa6c83c537e9a44c3c5bdbdcb1fe3379e92c265e71e481ba82a84675a47ac705a200fcd524e92d93b0e7386f26a5458',
      'hex',
    );
    const isOdd = (uncompressed[64] ?? 0) & 1;
    const hybrid = (prefix: number) => concat([Uint8Array.of(prefix), uncompressed.subarray(1)]);
    const right = signed(key(hybrid(6 + isOdd)), key(hybrid(6 + isOdd)));
    expect(right(POLICY_FLAGS)).toBe('PUBKEYTYPE');
    expect(right(CONSENSUS_FLAGS)).toBe('valid');
    expect(signed(key(hybrid(7 - isOdd)), key(hybrid(7 - isOdd)))(CONSENSUS_FLAGS)).toBe('EVAL_FALSE');
  });

  test('signs the script from the last OP_CODESEPARATOR on', () => {
    const prevout = concat([script('NOP CODESEPARATOR'), key(PUBLIC_KEY)]);
    expect(signed(prevout, key(PUBLIC_KEY))(CONSENSUS_FLAGS)).toBe('valid');
    expect(signed(prevout, prevout)(CONSENSUS_FLAGS)).toBe('EVAL_FALSE');
  });

  test('leaves out an OP_CODESEPARATOR that comes later', () => {
    const prevout = concat([key(PUBLIC_KEY), script('CODESEPARATOR')]);
    expect(signed(prevout, key(PUBLIC_KEY))(CONSENSUS_FLAGS)).toBe('valid');
  });

  test.each([
    ['a push longer than needed', '0x4c0105 DROP'],
    ['a number in two bytes', '0x020500 DROP'],
  ])('covers %s byte for byte', (_, prefix) => {
    const prevout = concat([script(prefix), key(PUBLIC_KEY)]);
    expect(signed(prevout, prevout)(CONSENSUS_FLAGS)).toBe('valid');
  });

  test.each([0x00, 0x04, 0x41])('of hash type %i is valid in a block only', (hashType) => {
    const transaction = spending({});
    const hash = signatureHash(transaction, { index: 0, scriptCode: key(PUBLIC_KEY), hashType });
    const der = toDer(signEcdsa(hash, PRIVATE_KEY));
    transaction.setInputScript(0, pushData(concat([der, Uint8Array.of(hashType)])));
    expect(verdict(key(PUBLIC_KEY), transaction, POLICY_FLAGS)).toBe('SIG_HASHTYPE');
    expect(verdict(key(PUBLIC_KEY), transaction, CONSENSUS_FLAGS)).toBe('valid');
  });
});

describe('a script hash', () => {
  const redeem = script('DROP 1');

  test('is unlocked by the script and what it asks for', () => {
    const transaction = spending({ scriptSig: concat([script('5'), pushData(redeem)]) });
    expect(verdict(scriptHashScript(redeem), transaction, POLICY_FLAGS)).toBe('valid');
  });

  test('runs nothing before the time of P2SH', () => {
    const transaction = spending({ scriptSig: pushData(script('RETURN')) });
    expect(verdict(scriptHashScript(script('RETURN')), transaction, 0)).toBe('valid');
    expect(verdict(scriptHashScript(script('RETURN')), transaction, VERIFY.P2SH)).toBe('OP_RETURN');
  });

  test('takes pushes alone', () => {
    const transaction = spending({ scriptSig: concat([script('5 NOP'), pushData(redeem)]) });
    expect(verdict(scriptHashScript(redeem), transaction, CONSENSUS_FLAGS)).toBe('SIG_PUSHONLY');
  });
});

describe('FindAndDelete', () => {
  test.each([
    ['0302ff03', '0302ff03', ''],
    ['0302ff030302ff03', '0302ff03', ''],
    ['0302ff03', '02', '0302ff03'],
    ['0302ff03', 'ff', '0302ff03'],
    ['0302ff030302ff03', '03', '02ff0302ff03'],
    ['0003feed', '03feed', '00'],
    ['0003feed', '00', '03feed'],
    ['02feed5169', 'feed51', '02feed5169'],
    ['516902feed5169', '02feed5169', '5169'],
  ])('takes %s of %s and leaves %s', (from, pattern, rest) => {
    expect(Buffer.from(findAndDelete(fromHex(from), fromHex(pattern))).toString('hex')).toBe(rest);
  });
});

describe('a script number', () => {
  test('reads back as it was written', () => {
    forAll(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), (value) => {
      expect(readScriptNumber(scriptNumber(value), true)).toBe(value);
    });
  });
});

describe('whatever the bytes', () => {
  test('there is a verdict and never a throw', () => {
    const flags = fc.constantFrom(0, POLICY_FLAGS, CONSENSUS_FLAGS, VERIFY.P2SH);
    const scripts = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .array(fc.oneof(fc.integer({ min: 0x4f, max: 0xba }), fc.constantFrom(0, 0x51, 0x52, 0x53)), {
          maxLength: 60,
        })
        .map((opcodes) => Uint8Array.from(opcodes)),
    );
    const cases = fc.record({
      transaction: anyTransaction,
      index: fc.nat({ max: 5 }),
      scriptSig: scripts,
      prevoutScript: scripts,
      flags,
    });
    forAll(
      cases,
      ({ scriptSig, ...check }) => {
        const [input] = check.transaction.ins;
        if (input !== undefined) input.script = scriptSig;
        const result = verifyInput(check);
        expect(result.isValid || result.message.length > 0).toBe(true);
      },
      500,
    );
  });
});
