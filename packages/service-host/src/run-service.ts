import { constants } from 'node:os';
import { DomainError } from '@accounting/kernel';
import { processArguments, processEnvironment } from './configuration/process-environment';
import { ConfigurationError } from './configuration/read-settings';
import type { CalledServices } from './calls/called-services';
import type { Settings } from './configuration/settings';
import type { ServiceDefinition } from './definition';
import { deadLettersCommand, type CommandSurroundings } from './maintenance/dead-letters.command';
import { Misuse } from './maintenance/misuse';
import { replayFactsCommand } from './maintenance/replay-facts.command';
import { rebuildReadModels } from './rebuild/rebuild-read-models';
import type { RunningService } from './start-options';
import { startService } from './start-service';

/** How the process ends, besides 128 + n for a second signal n. */
const exitCodes = {
  stopped: 0,
  /** The start or the work failed, or a step of the stop had to be abandoned. */
  failed: 1,
  /** EX_USAGE: nobody knows the command. */
  misused: 64,
  /** EX_CONFIG of sysexits.h: starting again cannot help before somebody corrects it. */
  misconfigured: 78,
} as const;

type StopSignal = 'SIGTERM' | 'SIGINT';

const isForPeople = (thrown: unknown): thrown is Error =>
  thrown instanceof ConfigurationError ||
  thrown instanceof Misuse ||
  (thrown instanceof DomainError && thrown.kind !== 'internal');

const report = (thrown: unknown): void => {
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`${isForPeople(thrown) ? thrown.message : text}\n`);
};

const exitAfter = (thrown: unknown): void => {
  report(thrown);
  if (thrown instanceof Misuse) process.exit(exitCodes.misused);
  const isConfiguration = thrown instanceof ConfigurationError;
  process.exit(isConfiguration ? exitCodes.misconfigured : exitCodes.failed);
};

const stopOnSignal = (starting: Promise<RunningService>): void => {
  let hasBegun = false;
  const stop = async (): Promise<void> => {
    const abandoned = await (await starting).stop();
    process.exit(abandoned.length === 0 ? exitCodes.stopped : exitCodes.failed);
  };
  const onSignal = (signal: StopSignal): void => {
    // Whoever asks twice does not want to wait.
    if (hasBegun) process.exit(128 + constants.signals[signal]);
    hasBegun = true;
    stop().catch((thrown: unknown) => {
      report(thrown);
      process.exit(exitCodes.failed);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
};

const dieOf = (thrown: unknown): void => {
  report(thrown);
  process.exit(exitCodes.failed);
};

const serve = async <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
): Promise<void> => {
  process.on('uncaughtException', dieOf);
  process.on('unhandledRejection', dieOf);
  const starting = startService(definition, { environment: processEnvironment() });
  stopOnSignal(starting);
  await starting;
};

const rebuild = async <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
): Promise<void> => {
  const count = await rebuildReadModels(definition, {
    environment: processEnvironment(),
    report: (sentence) => process.stdout.write(`${sentence}\n`),
  });
  process.stdout.write(`The read models agree with all ${count} facts.\n`);
};

/** What to do instead of serving, by its first word. */
const commandsOf = <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
): Readonly<Record<string, (words: readonly string[]) => Promise<void>>> => {
  const surroundings: CommandSurroundings = {
    service: definition.name,
    environment: processEnvironment(),
    show: (text) => process.stdout.write(`${text}\n`),
  };
  return {
    'rebuild-read-models': async (words) => {
      if (words.length > 0) throw new Misuse('rebuild-read-models takes nothing else.');
      await rebuild(definition);
    },
    'dead-letters': (words) => deadLettersCommand(surroundings, words),
    'replay-facts': (words) => replayFactsCommand(surroundings, words),
  };
};

/**
 * The whole process of a service: reads the environment, starts, stops gracefully on SIGTERM or
 * SIGINT, and exits. A second signal exits at once. Errors nobody caught end the process, because
 * what state they left behind is unknown. With a command (`rebuild-read-models`, `dead-letters`,
 * `replay-facts`) it does that instead, and exits.
 */
export const runService = async <Declared extends Settings, Called extends CalledServices>(
  definition: ServiceDefinition<Declared, Called>,
): Promise<void> => {
  const [command, ...words] = processArguments();
  const commands = commandsOf(definition);
  try {
    if (command === undefined) await serve(definition);
    else if (Object.hasOwn(commands, command)) await commands[command]?.(words);
    else {
      const names = Object.keys(commands).join(', ');
      throw new Misuse(`The commands are ${names}; without one it serves.`);
    }
  } catch (thrown) {
    exitAfter(thrown);
  }
};
