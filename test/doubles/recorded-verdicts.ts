import { readFileSync } from 'node:fs';

/** A transaction that Dogecoin Core was given on regtest, and what two of its nodes said. */
export interface RecordedVerdict {
  readonly name: string;
  /** Of the tip when it was sent. */
  readonly height: number;
  readonly mediantime: number;
  readonly prevouts: readonly {
    readonly txid: string;
    readonly vout: number;
    /** Koinu. */
    readonly value: string;
    readonly script: string;
  }[];
  readonly tx: string;
  /** "accepted" or the error of sendrawtransaction: a node with -acceptnonstdtxn=0. */
  readonly policy: string;
  /** The same of a node that enforces only P2SH, DERSIG and CLTV. */
  readonly consensus: string;
}

export function recordedVerdicts(): readonly RecordedVerdict[] {
  const text = readFileSync(new URL('../vectors/transactions.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { vectors: RecordedVerdict[] }).vectors;
}

/** The words of the script's failure in a recorded error; undefined when no script failed. */
export function scriptFailure(verdict: string): string | undefined {
  return /script-verify-flag(?:-failed)? \((.*)\)$/.exec(verdict)?.[1];
}
