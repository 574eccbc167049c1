import { consumerBeginningAgainContract } from './consumer-contract/beginning-again';
import { deadLettersContract } from './consumer-contract/dead-letters';
import { failingFactsContract } from './consumer-contract/failing-facts';
import { onceContract } from './consumer-contract/once';
import { openStage } from './consumer-contract/stage';
import type { TransportUnderTest } from './transport-contract/subject';

/** The rules that consumers keep on every transport. */
export const consumerContract = (
  name: string,
  prepare: () => Promise<TransportUnderTest>,
): void => {
  describe(`consumers on ${name}`, () => {
    const given = openStage(prepare);
    onceContract(given);
    failingFactsContract(given);
    deadLettersContract(given);
    consumerBeginningAgainContract(given);
  });
};
