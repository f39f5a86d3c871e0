import { reportAndExit, tillProgram } from './commands/program.ts';

try {
  await tillProgram().parseAsync(process.argv);
} catch (error) {
  reportAndExit(error);
}
