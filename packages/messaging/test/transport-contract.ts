import { beginningAgainContract } from './transport-contract/beginning-again';
import { deliveryContract } from './transport-contract/delivery';
import { failingHandlerContract } from './transport-contract/failing-handler';
import { groupMembersContract } from './transport-contract/group-members';
import { handingOverContract } from './transport-contract/handing-over';
import { stoppingContract } from './transport-contract/stopping';
import { openBus, type TransportUnderTest } from './transport-contract/subject';

/** The rules that every transport keeps. `prepare` gives a bus that nobody else uses. */
export const transportContract = (
  name: string,
  prepare: () => Promise<TransportUnderTest>,
): void => {
  describe(`${name} as a transport`, () => {
    const given = openBus(prepare);
    deliveryContract(given);
    handingOverContract(given);
    groupMembersContract(given);
    stoppingContract(given);
    failingHandlerContract(given);
    beginningAgainContract(given);
  });
};
