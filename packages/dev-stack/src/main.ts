import { runCommand } from './command-line/run-command';

void runCommand(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
