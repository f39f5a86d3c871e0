import type { Command } from 'commander';
import { tillProgram } from '../../core/commands/program.ts';
import { program as customerProgram } from '../../core/customer/command-line/cli-program.ts';
import '../../core/customer/command-line/cli-commands.ts';

export const COMMANDS_DOCUMENT = 'docs/COMMANDS.md';

const HEAD = `# Commands

What the programs themselves say with \`--help\`, command by command. \`npm run docs\` writes this page.

In every path \`~\` is your home folder; an empty path is refused. On Windows write \`node_modules\\.bin\\node core\\cli.ts\` for
\`npm run till --\`, and \`node_modules\\.bin\\node core\\customer\\cli.ts\` for \`npm run customer --\`.
`;

/** The options of every command of both programs, as their help has them. */
export function commandsDocument(): string {
  return [
    HEAD,
    ...programText('The till', 'npm run --silent till --', tillProgram()),
    ...programText('The customer’s wallet', 'npm run --silent customer --', customerProgram),
  ].join('\n');
}

function programText(title: string, call: string, program: Command): string[] {
  return [
    `## ${title}`,
    '',
    program.description(),
    '',
    ...program.commands.flatMap((one) => commandText(call, one)),
  ];
}

function commandText(call: string, command: Command): string[] {
  const named = command.registeredArguments.map((one) =>
    one.variadic ? `<${one.name()}...>` : `<${one.name()}>`,
  );
  const options = command.options.filter(({ hidden }) => !hidden);
  const rows = options.map((option) => {
    const byDefault = option.defaultValueDescription ?? option.defaultValue;
    const facts = [
      option.description,
      ...(option.argChoices === undefined ? [] : [`One of ${option.argChoices.join(', ')}`]),
      ...(byDefault === undefined ? [] : [`Default: ${String(byDefault)}`]),
      ...(option.envVar === undefined ? [] : [`The environment's ${option.envVar} says the same`]),
    ];
    return `| \`${cell(option.flags)}\` | ${cell(facts.map(sentence).join(' '))} |`;
  });
  return [
    `### ${command.name()}`,
    '',
    `${sentence(command.description())}`,
    '',
    `    ${[call, command.name(), ...named].join(' ')}`,
    '',
    ...(rows.length === 0 ? [] : ['| option | |', '| --- | --- |', ...rows, '']),
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
}

/** In a cell of a table a bar would be the end of it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
