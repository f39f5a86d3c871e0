/** A violation of one rule, and the rule of Biome that must catch it in the first of the files. */
export interface Violation {
  readonly claim: string;
  readonly caughtBy: string;
  /** Path to source. The first file is the one in which the violation is reported. */
  readonly files: Readonly<Record<string, string>>;
}

export const IMPORTS = 'lint/style/noRestrictedImports';

/** A file that imports one module, statically. The path names the folder whose rule is tried. */
export function importing(claim: string, path: string, module: string): Violation {
  return {
    claim,
    caughtBy: IMPORTS,
    files: { [path]: `import { x } from '${module}';\n\nexport const y = x;\n` },
  };
}
