import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  serviceFolder,
  serviceMain,
  startLedgerAlone,
  type GuestService,
  type LedgerAlone,
  type RunningService,
} from '@accounting/dev-stack';
import { Money, newUuid, Rate, type ActorId, type CompanyId } from '@accounting/kernel';
import { Client } from 'pg';
import { createHttpClient, type HttpAnswer, type HttpClient } from './http-client';
import { percentile } from './measure';
import type { Result } from './report';
import { peakMegabytesDuring } from './service-process';
import { benchDatabaseSettings, secondBenchPorts } from './settings';

const documentCount = 100_000;
const readingCount = 20;
const calculationCount = 400_000;
const declaration = '/tax/vat/declarations/2026-10';

const taxGuest: GuestService = {
  name: 'tax',
  mainFile: serviceMain('tax'),
  migrationsFolder: path.join(serviceFolder('tax'), 'migrations'),
};

/** The built calculation, taken as a file because no package may know a service. */
interface VatAmountsModule {
  readonly withVat: (price: Money, basis: 'exclusive', rate: Rate) => { readonly vat: Money };
}

/** How many VAT calculations one core does, in this process. */
const measureCalculation = async (): Promise<Result> => {
  const file = path.join(serviceFolder('tax'), 'dist/domain/vat/vat-amounts.js');
  const { default: vatAmounts } = (await import(file)) as { readonly default: VatAmountsModule };
  const { withVat } = vatAmounts;
  const rate = Rate.percent('18');
  const prices = Array.from({ length: 1_000 }, (_, index) =>
    Money.ofMinorUnits(BigInt(index) * 7_919n + 3n),
  );
  let total = Money.zero();
  const run = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const price = prices[index % prices.length] as Money;
      total = total.plus(withVat(price, 'exclusive', rate).vat);
    }
  };
  run(calculationCount / 10);
  const beganAtMs = performance.now();
  run(calculationCount);
  const elapsedMs = performance.now() - beganAtMs;
  if (total.isZero()) throw new Error('nothing was computed');
  return {
    name: 'VAT of a price, in process on one core',
    perSecond: (calculationCount * 1_000) / elapsedMs,
    perSecondAtLeast: 20_000,
    figure: { value: (elapsedMs * 1_000) / calculationCount, unit: 'µs', atMost: 20 },
  };
};

/** Entries as 100,000 sales and purchases leave them, written past the consumer. */
const record = async (owner: Client, companyId: CompanyId): Promise<void> => {
  await owner.query(
    `INSERT INTO tax.vat_entries (company_id, transaction_id, entry_number, period,
       accounting_date, line, input_column, base_gel, vat_gel, base_origin, counterparty_tin,
       document_reference, description)
     SELECT $1, gen_random_uuid(), 1, '2026-10-01', '2026-10-01'::date + n % 31,
       CASE WHEN n % 3 = 0 THEN 'III.1' ELSE 'I.1' END,
       CASE WHEN n % 3 = 0 THEN 'goods_services' END,
       n % 1000 + 0.5, round((n % 1000 + 0.5) * 0.18, 2),
       'stated', lpad((n % 5000)::text, 9, '2'), 'B-' || n, 'Synthetic'
     FROM generate_series(1, $2::integer) AS n`,
    [companyId, documentCount],
  );
  await owner.query('VACUUM ANALYZE tax.vat_entries');
};

const succeeded = ({ status, body }: HttpAnswer): string => {
  if (status !== 200) throw new Error(`tax answered ${String(status)}: ${body}`);
  return body;
};

const readings = async (client: HttpClient, token: string): Promise<readonly number[]> => {
  const latencies: number[] = [];
  while (latencies.length < readingCount) {
    const beganAtMs = performance.now();
    succeeded(await client.request({ method: 'GET', path: declaration, token }));
    latencies.push(performance.now() - beganAtMs);
  }
  return latencies.sort((one, other) => one - other);
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const beganAtMs = performance.now();
  await work();
  return performance.now() - beganAtMs;
};

const measureReturn = async (
  { databaseUrl, httpUrl, processId }: RunningService,
  signToken: LedgerAlone['signToken'],
): Promise<readonly Result[]> => {
  const companyId = newUuid() as CompanyId;
  const owner = new Client({ connectionString: databaseUrl });
  await owner.connect();
  await record(owner, companyId);
  await owner.end();
  const permissions = ['reports:tax', 'tax-returns:write', 'tax-returns:submit'];
  const actorId = 'bench' as ActorId;
  const token = signToken({ actorId, companyId, permissions, lifetimeSeconds: 3_600 });
  const client = createHttpClient(httpUrl, 4);
  const post = (name: string, body?: string): Promise<number> =>
    timed(async () => {
      const to = { path: `${declaration}/${name}`, token, idempotencyKey: newUuid() };
      succeeded(
        await client.request({ method: 'POST', ...to, ...(body !== undefined && { body }) }),
      );
    });
  try {
    const { answer, peakMegabytes } = await peakMegabytesDuring(processId, async () => ({
      latencies: await readings(client, token),
      generateMs: await post('generate'),
      submitMs: await post(
        'submit',
        '{"version":1,"channel":"by_hand","receiptNumber":"1","submittedOn":"2026-11-02"}',
      ),
    }));
    const { latencies, generateMs, submitMs } = answer;
    const of = `of a month with ${documentCount.toLocaleString('en')} documents`;
    return [
      {
        name: `VAT return ${of}, read`,
        ...{ p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99) },
        p99MsAtMost: 2_000,
      },
      { name: `VAT return ${of}, generated`, p99Ms: generateMs, p99MsAtMost: 2_000 },
      { name: `VAT return ${of}, submitted, its entries kept`, p99Ms: submitMs },
      {
        name: 'Memory of tax meanwhile',
        figure: { value: peakMegabytes, unit: 'MB', atMost: 300 },
      },
    ];
  } finally {
    await client.close();
  }
};

/** The tax service: a calculation by itself, and the return of a large month. */
export const measureTax = async (
  report: (sentence: string) => void,
): Promise<readonly Result[]> => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'accounting-bench-'));
  let stack: LedgerAlone | undefined;
  try {
    const environment = { ...secondBenchPorts };
    const postgresSettings = benchDatabaseSettings;
    stack = await startLedgerAlone({ dataFolder, environment, postgresSettings, report });
    const service = await stack.startBeside(taxGuest);
    const ofReturn = await measureReturn(service, (claims) =>
      (stack as LedgerAlone).signToken(claims),
    );
    return [await measureCalculation(), ...ofReturn];
  } finally {
    await stack?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
};
