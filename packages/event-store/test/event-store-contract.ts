import { companiesApartContract } from './event-store-contract/companies-apart';
import { consistencyMarkerContract } from './event-store-contract/consistency-marker';
import { decidingAloneContract } from './event-store-contract/deciding-alone';
import { inlineProjectionContract } from './event-store-contract/inline-projection';
import { logContract } from './event-store-contract/log';
import { recordingContract } from './event-store-contract/recording';
import { recordingInPartsContract } from './event-store-contract/recording-in-parts';
import { recordingTogetherContract } from './event-store-contract/recording-together';
import { repeatedRequestContract } from './event-store-contract/repeated-request';
import { snapshotContract } from './event-store-contract/snapshot';
import { openSubject, type EventStoreFactory } from './event-store-contract/subject';

/** What every event store promises, whatever it is made of. */
export const eventStoreContract = (name: string, create: EventStoreFactory): void => {
  const given = openSubject(create);

  describe(`the event store ${name}`, () => {
    recordingContract(given);
    repeatedRequestContract(given);
    consistencyMarkerContract(given);
    inlineProjectionContract(given);
    recordingTogetherContract(given);
    recordingInPartsContract(given);
    snapshotContract(given);
    companiesApartContract(given);
    logContract(given);
  });

  describe(`a unit decided alone ${name}`, () => decidingAloneContract(given));
};
