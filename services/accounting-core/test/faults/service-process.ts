import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@accounting/server-processes';
import { AnswerContract } from '../api/http/answer-contract';
import {
  callersOf,
  createLedgerDatabases,
  dropLedgerDatabases,
  environmentFor,
  type CallerMaker,
  type LedgerDatabases,
} from '../api/http/started-ledger';

const mainFile = join(__dirname, '..', '..', 'dist', 'main.js');
const readyTimeoutMs = 20_000;

/** The built service as a process of its own, which can be killed and started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  private constructor(
    readonly databases: LedgerDatabases,
    private readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** With settings besides those that every test has. */
  static async startOnNewDatabases(
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ServiceProcess> {
    const databases = await createLedgerDatabases();
    const service = new ServiceProcess(databases, await freePort(), settings);
    try {
      await service.start();
    } catch (failure) {
      await service.remove();
      throw failure;
    }
    return service;
  }

  /** The same each time it is started. */
  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** People of companies, whose answers are held against the API document of the process. */
  async callers(): Promise<{ readonly caller: CallerMaker }> {
    return { caller: callersOf(this.url, await AnswerContract.readFrom(this.url)) };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [mainFile], {
      env: {
        PATH: process.env['PATH'],
        ...environmentFor(this.databases),
        HTTP_PORT: String(this.port),
        ...this.settings,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.child = child;
    const deadline = Date.now() + readyTimeoutMs;
    while (!(await this.isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the service did not start (exit code ${String(child.exitCode)})`);
      }
      await delay(20);
    }
  }

  /** As a power cut would; resolves when nothing of it is left. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to end and resolves with its exit code. */
  async terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** Leaves nothing behind: neither the process nor its databases. */
  async remove(): Promise<void> {
    await this.kill();
    await dropLedgerDatabases(this.databases);
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return null;
    const ended = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await ended;
    return code;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health/ready`)).ok;
    } catch {
      return false;
    }
  }
}
