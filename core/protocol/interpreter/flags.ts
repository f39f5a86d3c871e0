/** SCRIPT_VERIFY_*, Dogecoin Core script/interpreter.h: the same bits, so that `-promiscuousmempoolflags` compare. */
export const VERIFY = {
  P2SH: 1 << 0,
  STRICTENC: 1 << 1,
  DERSIG: 1 << 2,
  LOW_S: 1 << 3,
  NULLDUMMY: 1 << 4,
  MINIMALDATA: 1 << 6,
  DISCOURAGE_NOPS: 1 << 7,
  CLEANSTACK: 1 << 8,
  CLTV: 1 << 9,
  CSV: 1 << 10,
  WITNESS: 1 << 11,
  DISCOURAGE_WITNESS_PROGRAM: 1 << 12,
  NULLFAIL: 1 << 14,
} as const;

/** MANDATORY_SCRIPT_VERIFY_FLAGS (script/standard.h): what a failure must violate to read "mandatory". */
export const MANDATORY_FLAGS = VERIFY.P2SH;

/**
 * STANDARD_SCRIPT_VERIFY_FLAGS (policy/policy.h): what a mempool wants. MINIMALIF and WITNESS_PUBKEYTYPE bind only
 * inside a witness, which no Dogecoin transaction has, and so are left out.
 */
export const POLICY_FLAGS =
  VERIFY.P2SH |
  VERIFY.DERSIG |
  VERIFY.STRICTENC |
  VERIFY.MINIMALDATA |
  VERIFY.NULLDUMMY |
  VERIFY.DISCOURAGE_NOPS |
  VERIFY.CLEANSTACK |
  VERIFY.NULLFAIL |
  VERIFY.CLTV |
  VERIFY.CSV |
  VERIFY.LOW_S |
  VERIFY.WITNESS |
  VERIFY.DISCOURAGE_WITNESS_PROGRAM;

/** What a block must satisfy once BIP66 and BIP65 are active (ConnectBlock, validation.cpp): 517. */
export const CONSENSUS_FLAGS = VERIFY.P2SH | VERIFY.DERSIG | VERIFY.CLTV;

/** ConnectBlock's flags at a height of a chain that activated BIP66 and BIP65 at the given ones. */
export function consensusFlags(
  height: number,
  activation: { readonly bip66Height: number; readonly bip65Height: number },
): number {
  let flags: number = VERIFY.P2SH;
  if (height >= activation.bip66Height) flags |= VERIFY.DERSIG;
  if (height >= activation.bip65Height) flags |= VERIFY.CLTV;
  return flags;
}
