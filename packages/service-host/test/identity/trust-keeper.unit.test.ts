import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { trustOf, type Trust } from '../../src/identity/trust-bundle';
import {
  createOwnTrustSource,
  TrustKeeper,
  type PartnerUse,
  type TrustSource,
} from '../../src/identity/trust-keeper';
import { trustBundle } from '../fixtures/trusted-parties';

/** A source that answers with what it is told, and a keeper that logs into a list. */
const setUp = () => {
  const answers: (Trust | undefined | Error)[] = [];
  const reports: (readonly PartnerUse[])[] = [];
  const state = { isReachable: true };
  const source: { -readonly [Name in keyof TrustSource]: TrustSource[Name] } = {
    read: async () => {
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    reportPartnerUses: async (uses) => {
      if (!state.isReachable) throw new Error('not now');
      reports.push(uses);
    },
  };
  const lines: string[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const messages = (): unknown[] => lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  const clock = { ms: 0 };
  const limits = { ageMaxMs: 60_000, monotonicMs: () => clock.ms };
  const keeper = new TrustKeeper(source, logger, limits);
  return { answers, reports, state, messages, clock, keeper, source };
};

const first = trustOf(trustBundle());
const second = trustOf(trustBundle({ partners: [] }));

describe('keeping up with what is trusted', () => {
  it('knows nothing before the source has answered', async () => {
    const { keeper, answers } = setUp();
    answers.push(new Error('down'));
    await keeper.refresh();
    expect(keeper.current).toBeUndefined();
    expect(keeper.ageSeconds).toBeGreaterThan(0);
  });

  it('takes what the source says, and keeps it when nothing has changed', async () => {
    const { keeper, answers } = setUp();
    answers.push(first, undefined, second);
    await keeper.refresh();
    await keeper.refresh();
    expect(keeper.current).toBe(first);
    await keeper.refresh();
    expect(keeper.current).toBe(second);
  });

  it('goes on with the last when the source fails, and says so once', async () => {
    const { keeper, answers, messages } = setUp();
    answers.push(first, new Error('down'), new Error('down'), undefined);
    for (let round = 0; round < 4; round += 1) await keeper.refresh();
    expect(keeper.current).toBe(first);
    expect(messages()).toEqual([
      'keys and revocations cannot be read; the last ones hold',
      'keys and revocations are up to date again',
    ]);
  });

  it('counts how old what it knows is, and goes by it for so long only', async () => {
    const { keeper, answers, clock } = setUp();
    answers.push(first, new Error('down'), undefined);
    await keeper.refresh();
    clock.ms = 60_000;
    expect(keeper.ageSeconds).toBe(60);
    expect(keeper.current).toBe(first);
    clock.ms = 60_001;
    await keeper.refresh();
    expect(keeper.current).toBeUndefined();
    await keeper.refresh();
    expect(keeper.current).toBe(first);
  });
});

describe('uses of partners’ keys', () => {
  it('are reported together, each key once', async () => {
    const { keeper, reports } = setUp();
    keeper.notePartnerUse('a');
    keeper.notePartnerUse('b');
    keeper.notePartnerUse('a');
    await keeper.reportUses();
    await keeper.reportUses();
    expect(reports.map((uses) => uses.map(({ keyId }) => keyId))).toEqual([['a', 'b']]);
  });

  it('are kept until they can be reported', async () => {
    const { keeper, reports, state } = setUp();
    keeper.notePartnerUse('a');
    state.isReachable = false;
    await keeper.reportUses();
    state.isReachable = true;
    await keeper.reportUses();
    expect(reports).toHaveLength(1);
  });

  it('are reported at the latest when the job ends', async () => {
    const { keeper, reports, answers } = setUp();
    const controller = new AbortController();
    answers.push(first);
    const running = keeper.reportingJob(1).run(controller.signal);
    keeper.notePartnerUse('a');
    controller.abort();
    await running;
    expect(reports).toHaveLength(1);
  });

  it('that nobody takes keep nothing from being heard of', async () => {
    const { keeper, answers, source } = setUp();
    source.reportPartnerUses = () => new Promise(() => undefined);
    const controller = new AbortController();
    keeper.notePartnerUse('a');
    void keeper.reportingJob(1).run(controller.signal);
    await sleep(20);
    answers.push(first);
    const following = keeper.followingJob(1).run(controller.signal);
    while (answers.length > 0) await sleep(1);
    await sleep(5);
    expect(keeper.current).toBe(first);
    controller.abort();
    await following;
  });
});

describe('the source of the service that makes the bundle', () => {
  it('says nothing new until the bundle changes', async () => {
    let bundle = trustBundle();
    const source = createOwnTrustSource({
      read: async () => bundle,
      reportPartnerUses: async () => undefined,
    });
    expect((await source.read())?.partnerKeys.size).toBe(2);
    expect(await source.read()).toBeUndefined();
    bundle = trustBundle({ partners: [] });
    expect((await source.read())?.partnerKeys.size).toBe(0);
  });

  it('asks for a bundle again that could not be used', async () => {
    const source = createOwnTrustSource({
      read: async () => trustBundle({ keys: [{}] }),
      reportPartnerUses: async () => undefined,
    });
    await expect(source.read()).rejects.toThrow('kid');
    await expect(source.read()).rejects.toThrow('kid');
  });
});
