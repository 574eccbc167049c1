import { revaluationReceipt } from '../../../src/api/grpc/balances.mapping';

describe('the answer of a revaluation', () => {
  const posted = { date: '2026-10-31', gainGel: '0.00', lossGel: '0.00' };

  it('names the later days that were revalued before', () => {
    const laterRevaluations = ['2026-11-30'];
    const receipt = { ...posted, transactionId: null, laterRevaluations };
    expect(revaluationReceipt(receipt)).toEqual({ ...posted, laterRevaluations });
  });

  it('is read also when it was kept before it named them', () => {
    const kept = { ...posted, transactionId: null };
    expect(revaluationReceipt(kept)).toEqual({ ...posted, laterRevaluations: [] });
  });
});
