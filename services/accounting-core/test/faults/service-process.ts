import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const mainFile = join(__dirname, '..', '..', 'dist', 'main.js');
const readyTimeoutMs = 20_000;

/** The built service as a process of its own, which can be killed and started again. */
export class ServiceProcess {
  private child: ChildProcess | undefined;

  constructor(
    private readonly environment: Readonly<Record<string, string>>,
    readonly url: string,
  ) {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, [mainFile], {
      env: { PATH: process.env['PATH'], ...this.environment },
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
