/** One opening tag of JSX, with its attributes as they are written. */
export interface Tag {
  readonly name: string;
  readonly attributes: string;
}

/** The opening tags of a component's source. Braces and quotes are passed over whole, so that `=>` ends no tag. */
export function tagsOf(source: string): readonly Tag[] {
  return [...source.matchAll(/<([A-Za-z][\w.]*)(?=[\s/>])/g)].map((found) => {
    const start = found.index + found[0].length;
    return { name: found[1] ?? '', attributes: source.slice(start, endOfTag(source, start)) };
  });
}

function endOfTag(source: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < source.length; at++) {
    const letter = source[at] ?? '';
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '"' || letter === "'" || letter === '`') quote = letter;
    else if (letter === '{') depth += 1;
    else if (letter === '}') depth -= 1;
    else if (letter === '>' && depth === 0) return at;
  }
  return source.length;
}

/** Whether a tag takes something out of use without naming the words that say why. */
export function isSilentlyDisabled({ attributes }: Tag): boolean {
  const own = withoutValues(attributes);
  return /(?<![\w-])(?:aria-)?disabled(?![\w-])/.test(own) && !/(?<![\w-])aria-describedby=/.test(own);
}

/** Whether a tag is a place for any text: a secret can be pasted there. */
export function takesText({ name, attributes }: Tag): boolean {
  if (name === 'textarea') return true;
  return name === 'input' && !/type="(?:checkbox|radio|range|file|color|date)"/.test(attributes);
}

/** Whether what is typed goes through useSecretGuard before anything keeps or shows it. */
export function isGuarded({ attributes }: Tag): boolean {
  return /onChange=\{\(event\) => guard\.onText\(event\.target\.value\)\}/.test(attributes);
}

/** The attributes' names alone: a value may speak of anything. */
function withoutValues(attributes: string): string {
  let depth = 0;
  let names = '';
  for (const letter of attributes.replace(/"[^"]*"/g, '""')) {
    if (letter === '{') depth += 1;
    if (depth === 0) names += letter;
    if (letter === '}') depth -= 1;
  }
  return names;
}
