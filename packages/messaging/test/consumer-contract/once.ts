import { company, eventually } from '../fixtures';
import { notNow, oneTo, randomNumbers } from '../transport-contract/subject';
import { expectEffects, type GiveStage, type Replica } from './stage';

/** However often a fact arrives, it takes effect once, and in its company's order. */
export const onceContract = (given: GiveStage): void => {
  it('has each fact take effect once, though it was published twice', async () => {
    const stage = given();
    const facts = oneTo(20).map((version) => stage.fact(company(1), version));
    await stage.transport.publish(facts);
    await stage.transport.publish(facts.slice(10));
    await stage.transport.publish([stage.fact(company(1), 21)]);
    stage.start();

    await expectEffects(stage, company(1), oneTo(21));
  });

  it('hands over facts that wait together', async () => {
    const stage = given();
    const sizes: number[] = [];
    let counted = 0;
    await stage.transport.publish(oneTo(100).map((version) => stage.fact(company(1), version)));
    stage.start(() => void (counted += 1));

    await expectEffects(stage, company(1), oneTo(100));
    const { rows } = await stage.owner.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM effects GROUP BY xmin',
    );
    sizes.push(...rows.map(({ count }) => count));
    expect(counted).toBe(100);
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });

  it('lets the consumers of one service go on without each other', async () => {
    const stage = given();
    await stage.transport.publish(oneTo(5).map((version) => stage.fact(company(1), version)));
    stage.start(undefined, { consumers: ['totals', 'alerts'] });

    await eventually('both have all', async () => (await stage.countEffects()) === 10);
    expect(await stage.effects(company(1), 'alerts')).toEqual(oneTo(5));
    expect(await stage.effects(company(1), 'totals')).toEqual(oneTo(5));
  });

  it('has each fact take effect once, in order, while replicas fail, come and go', async () => {
    const stage = given();
    const chance = randomNumbers(20261123);
    const companies = oneTo(24).map(company);
    const before = async (): Promise<void> => {
      if (chance() < 0.05) throw notNow();
    };
    const replicas: Replica[] = [stage.start(before)];
    for (const version of oneTo(30)) {
      await stage.transport.publish(companies.map((one) => stage.fact(one, version)));
      if (chance() < 0.15) replicas.push(stage.start(before, { by: await stage.open() }));
      if (chance() < 0.15 && replicas.length > 1) await replicas.shift()?.stop();
    }

    await eventually('all took effect', async () => (await stage.countEffects()) >= 24 * 30);
    for (const one of companies) expect(await stage.effects(one)).toEqual(oneTo(30));
  });
};
