import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromJson, toJson, type DescService } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Level } from '@bufbuild/protobuf/wkt';
import { accountingCoreV1 } from '../src';

const folder = join(__dirname, '..', 'src', 'generated', 'accounting', 'core', 'v1');

describe('published language', () => {
  it('exports everything that is generated for accounting-core', () => {
    const generated = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^export (?:const|enum) (\w+)/gm)].map(
        ([, name]) => name,
      ),
    );

    expect(generated.length).toBeGreaterThan(0);
    expect(Object.keys(accountingCoreV1)).toEqual(expect.arrayContaining(generated));
  });

  it('accepts a plain object of the JSON type as the proto3 JSON of its message', () => {
    const json: accountingCoreV1.TransactionPostedJson = {
      content: {
        transactionId: '0192f0c1-7a00-7000-8000-000000000002',
        transactionDate: '2026-11-22',
        transactionType: 'TRANSACTION_TYPE_STANDARD',
        description: 'ქირა',
        entries: [
          {
            accountCode: '7400',
            accountType: 'ACCOUNT_TYPE_EXPENSE',
            side: 'ENTRY_SIDE_DEBIT',
            amount: '1000.00',
            currency: 'GEL',
            exchangeRate: '1',
            amountGel: '1000.00',
            dimensions: { counterpartyTin: '204876606' },
          },
        ],
        totalGel: '1000.00',
      },
      createdBy: 'nino',
      postedBy: 'nino',
    };

    const message = fromJson(accountingCoreV1.TransactionPostedSchema, json);

    expect(message.content?.entries[0]?.side).toBe(accountingCoreV1.EntrySide.DEBIT);
    expect(toJson(accountingCoreV1.TransactionPostedSchema, message)).toEqual(json);
  });

  it('leaves out of the JSON what a message does not say', () => {
    const message = create(accountingCoreV1.AccountMovedSchema, { accountId: 'a' });

    expect(toJson(accountingCoreV1.AccountMovedSchema, message)).toEqual({ accountId: 'a' });
  });

  it('says of every method that reads, and of no other, that it has no side effects', () => {
    const services = Object.entries(accountingCoreV1)
      .filter(([name]) => name.endsWith('Service'))
      .map(([, service]) => service as unknown as DescService);
    const methods = services.flatMap((service) => service.methods);
    const reading = methods.filter(({ name }) => /^(Get|List)[A-Z]/.test(name));

    expect(reading.length).toBeGreaterThan(10);
    expect(methods.filter(({ idempotency }) => idempotency === Level.NO_SIDE_EFFECTS)).toEqual(
      reading,
    );
  });
});
