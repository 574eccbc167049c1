import { setTimeout as sleep } from 'node:timers/promises';
import { company, eventually } from '../fixtures';
import { notNow, oneTo } from '../transport-contract/subject';
import { expectEffects, lettersOf, type GiveStage } from './stage';

/** A fact that cannot be handled waits, and what follows it in its company waits behind it. */
export const failingFactsContract = (given: GiveStage): void => {
  const stalledCount = async (): Promise<number> =>
    (await given().owner.query('SELECT FROM inbox.stalled_companies')).rowCount ?? 0;

  const waitingCount = async (): Promise<number> =>
    (await given().owner.query('SELECT FROM inbox.waiting_messages')).rowCount ?? 0;

  it('tries a fact again before the later ones of its company, without half effects', async () => {
    const stage = given();
    let failures = 0;
    stage.start(({ attributes }) => {
      if (attributes.streamVersion !== 3 || failures === 2) return;
      failures += 1;
      throw new Error('not now');
    });
    await stage.transport.publish(oneTo(6).map((version) => stage.fact(company(1), version)));

    await expectEffects(stage, company(1), oneTo(6));
    expect(failures).toBe(2);
    await eventually('nobody is stalled', async () => (await stalledCount()) === 0);
    await stage.transport.publish([stage.fact(company(1), 7)]);
    await expectEffects(stage, company(1), oneTo(7));
  });

  it('does not hold up other companies, however much waits', async () => {
    const stage = given();
    stage.start(({ attributes }) => {
      if (attributes.companyId === company(1)) throw notNow();
    });
    // Company 17 shares a slot with company 1.
    for (const version of oneTo(20)) {
      const batch = oneTo(30).map((number) => stage.fact(company(1), version * 30 + number));
      await stage.transport.publish([...batch, stage.fact(company(17), version)]);
    }

    await expectEffects(stage, company(17), oneTo(20));
    expect(await stage.effects(company(1))).toEqual([]);
  });

  it('never gives up on a failure that says it is temporary', async () => {
    const stage = given();
    let failures = 0;
    stage.start(() => {
      failures += 1;
      if (failures <= 7) throw notNow();
    });
    await stage.transport.publish([stage.fact(company(1), 1)]);

    await expectEffects(stage, company(1), [1]);
  });

  it('lets others that stall have their turn while one with much to do catches up', async () => {
    const stage = given();
    let [isDown, hasFailed] = [true, false];
    stage.start(async ({ attributes: { companyId } }) => {
      if (companyId === company(2)) {
        if (!hasFailed) {
          hasFailed = true;
          throw notNow();
        }
      } else {
        if (isDown) throw notNow();
        await sleep(10);
      }
    });
    await stage.transport.publish(oneTo(400).map((version) => stage.fact(company(1), version)));
    await eventually('all wait', async () => (await waitingCount()) === 400);
    isDown = false;
    await eventually('it goes on', async () => (await stage.effects(company(1))).length > 0);
    await stage.transport.publish([stage.fact(company(2), 1)]);

    await expectEffects(stage, company(2), [1]);
    expect((await stage.effects(company(1))).length).toBeLessThan(400);
    await expectEffects(stage, company(1), oneTo(400));
  });

  it('counts what only the commit refuses as a failure', async () => {
    const stage = given();
    await stage.owner.query(`
      CREATE FUNCTION refuse_two() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.version = 2 THEN RAISE EXCEPTION 'no such account'; END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON effects
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_two()`);
    try {
      let attempts = 0;
      stage.start(({ attributes }) => {
        if (attributes.streamVersion === 2) attempts += 1;
      });
      await stage.transport.publish(oneTo(3).map((version) => stage.fact(company(1), version)));

      await expectEffects(stage, company(1), [1, 3]);
      expect(await lettersOf(stage, company(1))).toMatchObject([{ attempts: 3 }]);
      // The batch, alone, and twice more.
      expect(attempts).toBeLessThanOrEqual(4);
    } finally {
      await stage.owner.query('DROP FUNCTION refuse_two CASCADE');
    }
  });

  it('leaves what waits to a replica that comes later', async () => {
    const stage = given();
    let failures = 0;
    const failing = stage.start(({ attributes }) => {
      if (attributes.streamVersion < 2) return;
      failures += 1;
      throw notNow();
    });
    await stage.transport.publish(oneTo(4).map((version) => stage.fact(company(1), version)));
    await eventually('the second has failed', () => failures > 0);
    await failing.stop();
    await stage.transport.publish([stage.fact(company(1), 5)]);
    stage.start(undefined, { by: await stage.open() });

    await expectEffects(stage, company(1), oneTo(5));
  });

  it('gives what it cannot note back to the transport, until the database answers', async () => {
    const stage = given();
    await stage.owner.query('REVOKE INSERT ON effects FROM accounting_service');
    await stage.owner.query('REVOKE INSERT ON inbox.waiting_messages FROM accounting_service');
    let attempts = 0;
    stage.start(() => void (attempts += 1));
    await stage.transport.publish(oneTo(3).map((version) => stage.fact(company(1), version)));
    await eventually('it was tried again and again', () => attempts > 9);
    expect(await stage.effects(company(1))).toEqual([]);
    await stage.owner.query('GRANT INSERT ON effects TO accounting_service');
    await stage.owner.query('GRANT INSERT ON inbox.waiting_messages TO accounting_service');

    await expectEffects(stage, company(1), oneTo(3));
  });
};
