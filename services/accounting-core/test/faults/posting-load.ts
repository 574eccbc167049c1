import { newUuid, type ActorId, type CompanyId } from '@accounting/kernel';
import { signedToken } from '@accounting/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { allPermissions } from '../api/http/started-ledger';

/** A posting that was answered: what the client may rely on. */
export interface Acknowledged {
  readonly key: string;
  readonly transactionId: string;
}

export interface Refused {
  readonly status: number;
  readonly code: string;
}

const retryAfterMs = 50;

/**
 * Clients that post one lari after another, each under a key of its own, and send a posting again
 * under the same key until it is answered with success.
 */
export class PostingLoad {
  readonly companyId = newUuid() as CompanyId;
  readonly acknowledged: Acknowledged[] = [];
  readonly refused: Refused[] = [];
  /** Requests whose connection broke before an answer. */
  brokenConnections = 0;
  private isStopping = false;
  private lanes: Promise<void>[] = [];
  readonly token = signedToken({
    companyId: this.companyId,
    actorId: 'shop' as ActorId,
    permissions: allPermissions,
    lifetimeSeconds: 3_600,
  });

  /** `url` is asked for each time, because the service may come back elsewhere. */
  constructor(private readonly url: () => string) {}

  async adoptChart(): Promise<void> {
    const { status } = await this.send('/accounts/chart', newUuid());
    expect(status).toBe(201);
  }

  start(lanes: number): void {
    this.lanes = Array.from({ length: lanes }, () => this.runLane());
  }

  /** Lets every posting under way reach its answer. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(this.lanes);
  }

  private async runLane(): Promise<void> {
    while (!this.isStopping) await this.postUntilAnswered(newUuid());
  }

  private async postUntilAnswered(key: string): Promise<void> {
    for (;;) {
      try {
        const { status, body } = await this.send('/transactions/post', key, sale);
        if (status === 201) {
          this.acknowledged.push({ key, transactionId: String(body['transactionId']) });
          return;
        }
        this.refused.push({ status, code: String(body['code']) });
      } catch {
        this.brokenConnections += 1;
      }
      await delay(retryAfterMs);
    }
  }

  private async send(
    path: string,
    key: string,
    content?: object,
  ): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
    const response = await fetch(`${this.url()}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'idempotency-key': key,
        ...(content !== undefined && { 'content-type': 'application/json' }),
      },
      ...(content !== undefined && { body: JSON.stringify(content) }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Readonly<Record<string, unknown>>,
    };
  }
}

const sale = {
  transactionDate: '2026-11-15',
  description: 'Sale over the counter',
  entries: [
    { accountCode: '1210', debit: '1.00' },
    { accountCode: '6110', credit: '1.00' },
  ],
};
