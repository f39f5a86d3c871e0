import path from 'node:path';
import type { WarningView } from '../../bridge/views/status.ts';
import { cookieFileOf } from '../../node/credentials.ts';
import { exposureOf } from '../../node/given-file.ts';
import type { NodeAddress } from '../../node/node-address.ts';
import { KEY_FILE } from '../keys/key-file.ts';

/** Where what a till must keep to itself was given, or lies. */
export interface SecretPlaces {
  readonly files: readonly string[];
  /** A node's password is among the arguments, which every user of the machine may list. */
  readonly isPasswordShown: boolean;
}

/** @param nodes whose cookies are secrets as well */
export function secretPlaces(
  given: {
    readonly data: string;
    readonly passphraseFile?: string | undefined;
    readonly nodeFiles?: readonly string[] | undefined;
    readonly isPasswordShown?: boolean | undefined;
  },
  nodes: readonly NodeAddress[],
): SecretPlaces {
  const { data, passphraseFile, nodeFiles = [], isPasswordShown = false } = given;
  const cookies = nodes.flatMap((node) => (node.kind === 'cookie' ? cookieFileOf(node) : []));
  const own = [path.join(data, KEY_FILE), ...(passphraseFile === undefined ? [] : [passphraseFile])];
  return { files: [...own, ...nodeFiles, ...cookies], isPasswordShown };
}

/** Secrets that other users of the machine can read, as it is now. */
export function exposedSecrets({ files, isPasswordShown }: SecretPlaces): WarningView[] {
  const readable = files.flatMap((file): WarningView[] => {
    const detail = exposureOf(file);
    return detail === undefined
      ? []
      : [{ kind: 'secret_readable', severity: 'warning', facts: { file }, detail: `${file}: ${detail}` }];
  });
  return isPasswordShown ? [{ kind: 'password_in_arguments', severity: 'warning' }, ...readable] : readable;
}
