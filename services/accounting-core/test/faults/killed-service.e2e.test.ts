import { setTimeout as delay } from 'node:timers/promises';
import { PostingLoad } from './posting-load';
import { RecordedFacts } from './recorded-facts';
import { ServiceProcess } from './service-process';

const kills = 20;
const clients = 16;

let service: ServiceProcess;
let load: PostingLoad;
let facts: RecordedFacts;

beforeAll(async () => {
  service = await ServiceProcess.startOnNewDatabases();
  load = new PostingLoad(() => service.url);
  await load.adoptChart();
  facts = new RecordedFacts(service.databases, load.companyId);
}, 60_000);

afterAll(async () => {
  await facts.close();
  await service.remove();
});

describe(`a service killed ${String(kills)} times in the middle of a load`, () => {
  beforeAll(async () => {
    load.start(clients);
    for (let kill = 0; kill < kills; kill += 1) {
      // A different moment each time, from before the first answer to the middle of many.
      await delay(20 + kill * 15);
      await service.kill();
      await service.start();
    }
    await load.stop();
  }, 180_000);

  it('was killed while it worked', () => {
    expect(load.brokenConnections).toBeGreaterThan(kills);
    expect(load.acknowledged.length).toBeGreaterThan(kills);
  });

  it('has posted what it acknowledged exactly once, and nothing else', async () => {
    const acknowledged = load.acknowledged.map(({ transactionId }) => transactionId).sort();
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    expect(await facts.transactionIds()).toEqual(acknowledged);
    expect(await facts.postedEvents()).toEqual(acknowledged);
  });

  it('has balances that are those of the journal, and a trial balance of zero', async () => {
    expect(await facts.journalDifference()).toBe('0.00');
    expect(await facts.wrongBalances()).toEqual([]);
  });

  it('has relayed every event, in the order in which they became visible', async () => {
    const events = await facts.eventIds();
    const relayed = await facts.relayedEventIds(events.length);
    expect(relayed).toEqual(events);
  });

  it('ends in good order when it is asked to', async () => {
    expect(await service.terminate()).toBe(0);
  });
});
