import { accountingCoreV1, readFact } from '../src';

const { TransactionPostedSchema, TransactionApprovedSchema } = accountingCoreV1;

const posted = (value: object) => ({
  attributes: { type: 'accounting.core.v1.TransactionPosted' },
  value,
});

describe('reading a fact', () => {
  it('gives its message', () => {
    const fact = readFact(TransactionPostedSchema, posted({ postedBy: 'nino' }));
    expect(fact?.postedBy).toBe('nino');
  });

  it('passes over facts of other types', () => {
    expect(readFact(TransactionApprovedSchema, posted({ postedBy: 'nino' }))).toBeUndefined();
  });

  it('reads what a newer publisher says as far as it is known', () => {
    const newer = { postedBy: 'nino', postedFrom: 'a field of next year' };
    const content = { transactionType: 'TRANSACTION_TYPE_OF_NEXT_YEAR', description: 'Rent' };
    const fact = readFact(TransactionPostedSchema, posted({ ...newer, content }));

    expect(fact).toMatchObject({ postedBy: 'nino', content: { description: 'Rent' } });
  });

  it('throws on what is no such fact', () => {
    expect(() => readFact(TransactionPostedSchema, posted({ postedBy: 7 }))).toThrow();
  });
});
