import { setTimeout as sleep } from 'node:timers/promises';
import { Instant } from '@accounting/kernel';
import { requestReplay, type DeadLetter } from '../../src';
import { company, eventually } from '../fixtures';
import { notNow, oneTo } from '../transport-contract/subject';
import { beginAgainSince, expectEffects, lettersOf, type GiveStage } from './stage';

const theBeginning = Instant.ofDate(new Date(0));

/** A consumer that begins again builds the same from what is published, whatever was unfinished. */
export const consumerBeginningAgainContract = (given: GiveStage): void => {
  const publish = async (versions: readonly number[]): Promise<void> => {
    const stage = given();
    await stage.transport.publish(versions.map((version) => stage.fact(company(1), version)));
  };

  const waitingCount = async (): Promise<number> =>
    (await given().owner.query('SELECT FROM inbox.waiting_messages')).rowCount ?? 0;

  /** Has version 2 of three parked, and stops. */
  const parkOne = async (): Promise<DeadLetter> => {
    const stage = given();
    const replica = stage.start(({ attributes }) => {
      if (attributes.streamVersion === 2) throw new Error('no such account');
    });
    await publish(oneTo(3));
    await expectEffects(stage, company(1), [1, 3]);
    await replica.stop();
    const [letter] = await lettersOf(stage, company(1));
    return letter as DeadLetter;
  };

  const replay = async ({ deadLetterId }: DeadLetter): Promise<void> => {
    const stage = given();
    await stage.database.write([company(1)], (transaction) =>
      requestReplay(transaction, deadLetterId, 'nino'),
    );
    await eventually(
      'it is settled',
      async () => (await lettersOf(stage, company(1))).length === 0,
    );
  };

  it('keeps the order of a company whose facts were waiting', async () => {
    const stage = given();
    let isDown = true;
    const replica = stage.start(({ attributes }) => {
      if (isDown && attributes.streamVersion >= 4) throw notNow();
    });
    await publish(oneTo(6));
    await eventually('three wait', async () => (await waitingCount()) === 3);
    await replica.stop();
    isDown = false;
    await beginAgainSince(stage, theBeginning);
    stage.start();

    await expectEffects(stage, company(1), oneTo(6));
    expect(await waitingCount()).toBe(0);
  });

  it('has what waited from before go first', async () => {
    const stage = given();
    let isDown = true;
    const replica = stage.start(() => {
      if (isDown) throw notNow();
    });
    await publish([1, 2]);
    await eventually('two wait', async () => (await waitingCount()) === 2);
    await sleep(20);
    const since = Instant.ofDate(new Date());
    await sleep(20);
    await publish([3, 4]);
    await eventually('four wait', async () => (await waitingCount()) === 4);
    await replica.stop();
    isDown = false;
    await beginAgainSince(stage, since);
    expect(await waitingCount()).toBe(2);
    stage.start();

    await expectEffects(stage, company(1), oneTo(4));
  });

  it('settles a dead letter that took effect meanwhile without a second effect', async () => {
    const stage = given();
    const letter = await parkOne();
    await beginAgainSince(stage, theBeginning);
    stage.start();
    await expectEffects(stage, company(1), oneTo(3));
    await replay(letter);

    expect(await stage.effects(company(1))).toEqual(oneTo(3));
  });

  it('parks what fails at the place of another message, which another transport had', async () => {
    const stage = given();
    const { deadLetterId } = await parkOne();
    await stage.owner.query('UPDATE inbox.dead_letters SET value = $1', ['"of another transport"']);
    await beginAgainSince(stage, theBeginning);
    stage.start(({ attributes }) => {
      if (attributes.streamVersion === 2) throw new Error('no such account');
    });

    await expectEffects(stage, company(1), [1, 3]);
    const [first, second] = await lettersOf(stage, company(1));
    expect(first?.deadLetterId).toBe(deadLetterId);
    expect(second).toMatchObject({ offset: first?.offset, partition: first?.partition });
  });

  it('opens a dead letter again whose fact fails again', async () => {
    const stage = given();
    const letter = await parkOne();
    const replica = stage.start();
    await replay(letter);
    await replica.stop();
    await beginAgainSince(stage, theBeginning);
    stage.start(({ attributes }) => {
      if (attributes.streamVersion === 2) throw new Error('no such account, once more');
    });

    await expectEffects(stage, company(1), [1, 3]);
    expect(await lettersOf(stage, company(1))).toMatchObject([
      { deadLetterId: letter.deadLetterId, state: 'open', reason: 'no such account, once more' },
    ]);
  });
};
