import { setTimeout as sleep } from 'node:timers/promises';
import { toEventHeaders } from '@accounting/contracts';
import type { Connection, Transaction } from '@accounting/database';
import type { CompanyId, Uuid } from '@accounting/kernel';
import {
  deadLetterTopicOf,
  discard,
  findDeadLetter,
  inboxFigures,
  requestReplay,
  type DeadLetter,
  type IncomingMessage,
  type UnreadableMessage,
} from '../../src';
import { company, eventually } from '../fixtures';
import { oneTo } from '../transport-contract/subject';
import { expectEffects, lettersOf, totals, type GiveStage } from './stage';

/** What is given up is kept, shown, and done again or discarded when a person says so. */
export const deadLettersContract = (given: GiveStage): void => {
  const seenBy = <Result>(
    companyId: CompanyId,
    look: (connection: Connection) => Promise<Result>,
  ): Promise<Result> => given().database.read(companyId, look);

  const list = (companyId = company(1), includesSettled = false): Promise<readonly DeadLetter[]> =>
    lettersOf(given(), companyId, includesSettled);

  const decide = (act: (transaction: Transaction) => Promise<void>): Promise<void> =>
    given().database.write([company(1)], act);

  /** Has the second of three facts parked. */
  const parkOne = async (isStillBad: () => boolean = () => true): Promise<Uuid> => {
    const stage = given();
    stage.start(({ attributes }) => {
      if (attributes.streamVersion === 2 && isStillBad()) throw new Error('no such account');
    });
    await stage.transport.publish(oneTo(3).map((version) => stage.fact(company(1), version)));
    await eventually('one is parked', async () => (await list()).length === 1);
    const [{ deadLetterId }] = (await list()) as [DeadLetter];
    return deadLetterId;
  };

  it('parks a fact after its attempts, with everything needed, and goes on', async () => {
    const stage = given();
    const deadLetterId = await parkOne();

    await expectEffects(stage, company(1), [1, 3]);
    const letter = await seenBy(company(1), (connection) =>
      findDeadLetter(connection, deadLetterId),
    );
    expect(letter).toMatchObject({
      ...{ companyId: company(1), consumer: totals, topic: stage.topic, state: 'open' },
      ...{ attempts: 3, reason: 'no such account', value: '{"transactionId":"transaction-1"}' },
    });
    expect(letter.stack).toContain('dead-letters.ts');
    expect(letter.headers['ce_streamversion']).toBe('2');
    expect(await list(company(2))).toEqual([]);
    expect(await inboxFigures(stage.backgroundDatabase)).toContainEqual(
      expect.objectContaining({ consumer: totals, openDeadLetters: 1 }),
    );
  });

  it('shows what it parked on the topic of dead letters', async () => {
    const stage = given();
    const unreadable: UnreadableMessage[] = [];
    const shown: IncomingMessage[] = [];
    await parkOne();
    const onlooker = await stage.open();
    await onlooker.subscribe({
      group: `onlooker-${stage.service}`,
      topics: [deadLetterTopicOf(stage.topic)],
      deliver: async (messages) => void shown.push(...messages),
      refuse: async (one) => void unreadable.push(one),
    });

    await eventually('it is there', () => shown.length === 1);
    await eventually('it is noted', async () => {
      const { rowCount } = await stage.owner.query(
        'SELECT FROM inbox.dead_letters WHERE published_at IS NOT NULL',
      );
      return rowCount === 1;
    });
    expect(shown[0]?.attributes).toMatchObject({ companyId: company(1), streamVersion: 2 });
    expect(unreadable).toEqual([]);
  });

  it('handles a dead letter again when asked to, once', async () => {
    const stage = given();
    let isBad = true;
    const deadLetterId = await parkOne(() => isBad);
    await decide((transaction) => requestReplay(transaction, deadLetterId, 'nino'));
    await eventually('it failed again', async () => (await list())[0]?.attempts === 4);
    expect((await list())[0]?.state).toBe('open');
    isBad = false;
    await decide((transaction) => requestReplay(transaction, deadLetterId, 'nino'));

    await expectEffects(stage, company(1), [1, 3, 2]);
    expect(await list()).toEqual([]);
    expect(await list(company(1), true)).toMatchObject([
      { state: 'replayed', settledBy: 'nino', settledAt: expect.any(String) as string },
    ]);
    await expect(
      decide((transaction) => requestReplay(transaction, deadLetterId, 'nino')),
    ).rejects.toMatchObject({ code: 'messaging.dead_letter_settled' });
  });

  it('lets a dead letter be discarded, and knows by whom', async () => {
    const deadLetterId = await parkOne();
    await decide((transaction) => discard(transaction, deadLetterId, 'giorgi'));

    expect(await list()).toEqual([]);
    expect(await list(company(1), true)).toMatchObject([
      { state: 'discarded', settledBy: 'giorgi' },
    ]);
  });

  it('knows no dead letter of another company', async () => {
    const deadLetterId = await parkOne();
    await expect(
      given().database.write([company(2)], (transaction) =>
        discard(transaction, deadLetterId, 'eka'),
      ),
    ).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('handles a dead letter when no other fact of its company is in hand', async () => {
    const stage = given();
    let [inHand, inHandMax, isBad] = [0, 0, true];
    stage.start(async ({ attributes }) => {
      inHandMax = Math.max(inHandMax, (inHand += 1));
      await sleep(5);
      inHand -= 1;
      if (isBad && attributes.streamVersion === 1) throw new Error('no such account');
    });
    await stage.transport.publish([stage.fact(company(1), 1)]);
    await eventually('it is parked', async () => (await list()).length === 1);
    isBad = false;
    const [{ deadLetterId }] = (await list()) as [DeadLetter];
    const facts = oneTo(200).map((version) => stage.fact(company(1), version + 1));
    await stage.transport.publish(facts.slice(0, 100));
    await eventually('others are in hand', () => inHand > 0);
    await decide((transaction) => requestReplay(transaction, deadLetterId, 'nino'));
    await stage.transport.publish(facts.slice(100));

    await eventually('all took effect', async () => (await stage.countEffects()) === 201);
    expect(inHandMax).toBe(1);
  });

  it('parks a message that nobody can read, and goes on', async () => {
    const stage = given();
    const { topic, transport } = stage;
    await transport.publishRaw([{ topic, key: company(1), headers: {}, value: 'no JSON' }]);
    await transport.publish([stage.fact(company(1), 1)]);
    stage.start();

    await expectEffects(stage, company(1), [1]);
    await eventually('it is parked', async () => (await list()).length === 1);
    expect((await list())[0]?.reason).toContain('ce_specversion');
  });

  it('parks a message with null characters, which PostgreSQL does not take', async () => {
    const stage = given();
    const { topic, transport } = stage;
    const headers = { ...toEventHeaders(stage.fact(company(1), 1).attributes), ce_id: 'a\0b' };
    await transport.publishRaw([{ topic, key: company(1), headers, value: '{}' }]);
    await transport.publish([stage.fact(company(1), 2)]);
    stage.start();

    await expectEffects(stage, company(1), [2]);
    await eventually('it is parked', async () => (await list()).length === 1);
    expect((await list())[0]?.reason).toContain('ce_id');
  });

  it('parks a fact that says another company than its key', async () => {
    const stage = given();
    const { topic, transport } = stage;
    const headers = toEventHeaders(stage.fact(company(17), 1).attributes);
    await transport.publishRaw([{ topic, key: company(1), headers, value: '{}' }]);
    await transport.publish([stage.fact(company(1), 2)]);
    stage.start();

    await expectEffects(stage, company(1), [2]);
    await eventually('it is parked', async () => (await list()).length === 1);
    expect((await list())[0]?.reason).toContain(`ce_companyid is ${company(17)}`);
    expect(await stage.effects(company(17))).toEqual([]);
  });
};
