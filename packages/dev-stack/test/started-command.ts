import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPortFree } from '@accounting/server-processes';
import { isStillRunning, type ProcessIdentity } from '../src/processes/process-identity';

const program = path.join(__dirname, '..', 'dist', 'main.js');
const pollIntervalMs = 25;

/** A data folder and ports that no other stack on this machine uses. */
export interface Place {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly gatewayUrl: string;
  remove(): void;
}

const portVariables = [
  ...['GATEWAY_PORT', 'GATEWAY_ADMIN_PORT', 'GATEWAY_STATUS_PORT'],
  ...['COMPLIANCE_HTTP_PORT', 'COMPLIANCE_GRPC_PORT'],
  ...['ACCOUNTING_CORE_HTTP_PORT', 'ACCOUNTING_CORE_GRPC_PORT'],
];

const portsOfWorker = 500;
const firstPort = 10_000 + Number(process.env['JEST_WORKER_ID'] ?? 0) * portsOfWorker;
let portCount = 0;

/**
 * A port of this worker's own, below those that the system gives to connections: nobody takes it
 * between this look and the start, and none is chosen twice.
 */
const ownPort = async (): Promise<number> => {
  const port = firstPort + (portCount % portsOfWorker);
  portCount += 1;
  return (await isPortFree(port)) ? port : ownPort();
};

export const newPlace = async (): Promise<Place> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dev-stack-'));
  const ports: Record<string, string> = {};
  for (const variable of portVariables) ports[variable] = String(await ownPort());
  return {
    folder,
    gatewayUrl: `http://127.0.0.1:${ports['GATEWAY_PORT']}`,
    environment: { ACCOUNTING_DATA_FOLDER: folder, ...ports },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** `npm start`, once everything is built, as a process of its own. */
export class StartedCommand {
  output = '';
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;
  private hasEnded = false;

  constructor(place: Place, ...programArguments: readonly string[]) {
    this.child = spawn(process.execPath, [program, ...programArguments], {
      env: { PATH: process.env['PATH'], ...place.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => {
        this.hasEnded = true;
        resolve(code ?? signal ?? 'unknown');
      });
    });
  }

  send(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves when it has printed the text; rejects with all it printed when it ends before. */
  async prints(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.hasEnded) throw new Error(`It ended without printing "${text}":\n${this.output}`);
      await sleep(pollIntervalMs);
    }
  }
}

/** A process, by its name unless it is the command itself. */
type StackProcess = ProcessIdentity & { readonly name?: string };

/** The command itself, and the processes that it has started in a place. */
export const processesOf = ({ folder }: Place): readonly StackProcess[] => {
  const { owner, children } = JSON.parse(readFileSync(path.join(folder, 'stack.lock'), 'utf8')) as {
    owner: ProcessIdentity;
    children: StackProcess[];
  };
  return [owner, ...children];
};

export const isLocked = ({ folder }: Place): boolean => existsSync(path.join(folder, 'stack.lock'));

/** Resolves when none of the processes runs any more. */
export const allEnd = async (processes: readonly ProcessIdentity[]): Promise<void> => {
  while (processes.some(isStillRunning)) await sleep(pollIntervalMs);
};
