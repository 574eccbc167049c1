import { runCommand } from './command-line/run-command';

void runCommand(process.argv.slice(2), {
  environment: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
  exit: (exitCode) => process.exit(exitCode),
}).then((exitCode) => process.exit(exitCode));
