import {
  startLedgerAlone,
  type GatewayInFront,
  type LedgerAlone,
  type RunningService,
} from '@accounting/dev-stack';
import type { ActorId, CompanyId } from '@accounting/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient, type HttpClient } from './http-client';
import { createCompany, type BenchCompany, type SignCompanyToken } from './ledger';
import { createLimitDatabase } from './limit-database';
import { benchDatabaseSettings } from './settings';

/** A running accounting-core with a company of 1,000 accounts. */
export interface Subject {
  readonly service: RunningService;
  readonly client: HttpClient;
  readonly company: BenchCompany;
  readonly signToken: SignCompanyToken;
  /** Tokens of so many people of one company as the gateway lets pass: for less than an hour. */
  readonly signSessionTokens: (companyId: CompanyId, count: number) => readonly string[];
  readonly startGateway: () => Promise<GatewayInFront>;
  /** The ledger next to it in which the limits are measured, as its owner. */
  readonly limitUrl: string;
}

/** What is measured, and how to take it away again. */
export interface DisposableStack {
  readonly stack: LedgerAlone;
  readonly service: RunningService;
  remove(): Promise<void>;
}

/** Starts a stack on a data folder of its own. */
export const startDisposableStack = async (
  ports: Readonly<Record<string, string>>,
  report: (sentence: string) => void,
): Promise<DisposableStack> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'accounting-bench-'));
  const removeData = (): void => rmSync(dataFolder, { recursive: true, force: true });
  try {
    const stack = await startLedgerAlone({
      dataFolder,
      environment: ports,
      postgresSettings: benchDatabaseSettings,
      report,
    });
    const { service } = stack;
    const remove = async (): Promise<void> => {
      await stack.stop();
      removeData();
    };
    return { stack, service, remove };
  } catch (error) {
    removeData();
    throw error;
  }
};

/** Prepares a stack to be measured. */
export const prepareSubject = async ({ stack, service }: DisposableStack): Promise<Subject> => {
  const client = createHttpClient(service.httpUrl, 64);
  const signFor = (companyId: CompanyId, lifetimeSeconds: number, actor = 'bench'): string =>
    stack.signToken({
      actorId: actor as ActorId,
      companyId,
      permissions: ['accounts:read', 'accounts:write', 'transactions:read', 'transactions:post'],
      lifetimeSeconds,
    });
  const signToken = (companyId: CompanyId): string => signFor(companyId, 8 * 60 * 60);
  const signSessionTokens = (companyId: CompanyId, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => signFor(companyId, 50 * 60, `bench-${index}`));
  const company = await createCompany(client, signToken, 1000);
  const limitUrl = await createLimitDatabase(stack.postgres.adminUrl);
  const startGateway = (): Promise<GatewayInFront> => stack.startGateway();
  return { service, client, company, signToken, signSessionTokens, startGateway, limitUrl };
};
