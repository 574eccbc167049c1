import { reject, type Decider } from '@accounting/kernel';
import { DeciderSpecification } from '@accounting/testing';

const tooMany = {
  code: 'counter.too_many',
  kind: 'failed_precondition',
  message: 'Full.',
} as const;

interface Added {
  readonly type: 'Added';
  readonly amount: number;
}

const counter: Decider<{ add: number }, Added, { total: number }> = {
  initialState: () => ({ total: 0 }),
  decide: ({ add }, { total }) => {
    if (total + add > 10) throw reject(tooMany, { field: 'add', total });
    return add === 0 ? [] : [{ type: 'Added', amount: add }];
  },
  evolve: ({ total }, { amount }) => ({ total: total + amount }),
};

const added = (amount: number): Added => ({ type: 'Added', amount });
const specification = DeciderSpecification.for(counter);

describe('a decider specification', () => {
  it('passes when the command leads to exactly the events expected', () => {
    specification
      .given([added(4)])
      .when({ add: 6 })
      .then([added(6)]);
  });

  it('fails on other events', () => {
    const outcome = specification.given([]).when({ add: 1 });
    expect(() => outcome.then([added(2)])).toThrow();
    expect(() => outcome.then([])).toThrow();
    expect(() => outcome.thenNothing()).toThrow();
  });

  it('tells an accepted command that changes nothing', () => {
    specification.given([]).when({ add: 0 }).thenNothing();
  });

  it('passes on the refusal expected, by code, kind, field and details', () => {
    specification
      .given([added(9)])
      .when({ add: 2 })
      .thenRejects('counter.too_many', {
        kind: 'failed_precondition',
        field: 'add',
        details: { total: 9 },
      });
  });

  it('fails on a refusal with another code, kind, field or details', () => {
    const outcome = specification.given([added(9)]).when({ add: 2 });
    expect(() => outcome.thenRejects('counter.other')).toThrow();
    expect(() => outcome.thenRejects('counter.too_many', { kind: 'aborted' })).toThrow();
    expect(() => outcome.thenRejects('counter.too_many', { field: 'sum' })).toThrow();
    expect(() => outcome.thenRejects('counter.too_many', { details: { total: 1 } })).toThrow();
  });

  it('fails when the refusal expected does not come', () => {
    const outcome = specification.given([]).when({ add: 1 });
    expect(() => outcome.thenRejects('counter.too_many')).toThrow('led to');
  });

  it('does not take a defect for a refusal', () => {
    const broken: typeof counter = {
      ...counter,
      decide: () => {
        throw new TypeError('a defect');
      },
    };
    const outcome = DeciderSpecification.for(broken).given([]).when({ add: 1 });
    expect(() => outcome.thenRejects('counter.too_many')).toThrow(TypeError);
  });

  it('fails a decider that changes the state or the command it was given', () => {
    const changing: Decider<{ add: number }, Added, { total: number }> = {
      ...counter,
      decide: (command, state) => {
        state.total += command.add;
        return [];
      },
    };
    const outcome = DeciderSpecification.for(changing)
      .given([added(1)])
      .when({ add: 1 });
    expect(() => outcome.thenNothing()).toThrow('read only');
  });
});
