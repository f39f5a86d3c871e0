import { describe, expect, test } from 'vitest';
import { tillProgram } from '../../core/commands/program.ts';
import { read } from '../house-rules/tree.ts';
import { COMMANDS_DOCUMENT, commandsDocument } from './commands-document.ts';

describe('the document of the commands', () => {
  test('is what `npm run docs` writes', () => {
    expect(read(COMMANDS_DOCUMENT)).toBe(commandsDocument());
  });

  test('has every command and every option of the till', () => {
    const text = read(COMMANDS_DOCUMENT);
    for (const command of tillProgram().commands) {
      expect(text).toContain(`### ${command.name()}\n`);
      for (const { long } of command.options)
        expect([command.name(), text]).toContainEqual(expect.stringContaining(long ?? '--'));
    }
  });
});
