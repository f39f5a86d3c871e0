/** What an answer may have, counted before anything is built of it. */
interface AnswerLimit {
  readonly bytes: number;
  /** Members, elements and brackets of its JSON. */
  readonly values: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** Whatever is asked: the frame of a batch, and Dogecoin Core's errors, which quote the whole help of a command. */
const FRAME: AnswerLimit = { bytes: 64 * KIB, values: 2000 };

/**
 * The largest honest answer to each method that is asked, with room to spare. A transaction that nodes relay has 100 kB,
 * which Dogecoin Core (core_write.cpp) writes as 1 MB of JSON; a block has 1 MB (consensus.h) and may hold outputs of nine
 * bytes, each some 300 bytes as JSON.
 */
const LIMITS: Readonly<Record<string, AnswerLimit>> = {
  getblockhash: { bytes: KIB, values: 8 },
  getblockheader: { bytes: 4 * KIB, values: 64 },
  getblockchaininfo: { bytes: 32 * KIB, values: 500 },
  getnetworkinfo: { bytes: 32 * KIB, values: 500 },
  waitforblockheight: { bytes: KIB, values: 16 },
  estimatesmartfee: { bytes: KIB, values: 16 },
  sendrawtransaction: { bytes: KIB, values: 8 },
  sendtoaddress: { bytes: KIB, values: 8 },
  gettxout: { bytes: 64 * KIB, values: 64 },
  getrawtransaction: { bytes: 2 * MIB, values: 60_000 },
  getrawmempool: { bytes: 32 * MIB, values: 500_000 },
  generatetoaddress: { bytes: MIB, values: 12_000 },
  getblock: { bytes: 48 * MIB, values: 3_000_000 },
};

/** Of methods that only practice and tests ask for. */
const OTHER: AnswerLimit = { bytes: MIB, values: 12_000 };

/** What one exchange may bring at most, for the methods that were asked in it. */
export function answerLimit(methods: readonly string[]): AnswerLimit {
  let { bytes, values } = FRAME;
  for (const method of methods) {
    const limit = LIMITS[method] ?? OTHER;
    bytes += limit.bytes;
    values += limit.values;
  }
  return { bytes, values };
}
