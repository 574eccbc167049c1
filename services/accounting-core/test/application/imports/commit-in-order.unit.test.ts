import { commitInOrder } from '../../../src/application/imports/commit-in-order';

const metrics = { recorded: () => undefined };

const committing =
  (done: string[]) =>
  async (requireOrder: () => Promise<void>): Promise<[]> => {
    await requireOrder();
    done.push('second');
    return [];
  };

describe('a commit after another', () => {
  it('ends after the one before', async () => {
    const done: string[] = [];
    const predecessor = Promise.resolve().then(() => void done.push('first'));
    await commitInOrder({ predecessor, metrics }, committing(done));
    expect(done).toEqual(['first', 'second']);
  });

  it('fails when the one before fails', async () => {
    const done: string[] = [];
    const predecessor = Promise.reject(new Error('lost'));
    const committed = commitInOrder({ predecessor, metrics }, committing(done));
    await expect(committed).rejects.toThrow('lost');
    expect(done).toEqual([]);
  });
});
