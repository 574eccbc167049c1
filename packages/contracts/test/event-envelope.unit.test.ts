import { CompanyId, DomainError, Instant, Uuid } from '@accounting/kernel';
import { fromEventHeaders, toEventHeaders, type EventAttributes } from '../src';

const present = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the sample is malformed');
  return value;
};

const attributes: EventAttributes = {
  id: present(Uuid.parse('0192f0c1-7a00-7000-8000-000000000001')),
  type: 'accounting.core.v1.TransactionPosted',
  source: '/accounting-core/transaction-0192f0c1-7a00-7000-8000-000000000002',
  time: present(Instant.parse('2026-11-22T10:15:30.000Z')),
  companyId: present(CompanyId.parse('0192f0c1-7a00-7000-8000-000000000003')),
  streamVersion: 3,
  correlationId: 'request-17',
};

const errorOf = (work: () => unknown): DomainError => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('nothing was refused');
};

describe('event envelope', () => {
  it('gives the attributes back as they were', () => {
    expect(fromEventHeaders(toEventHeaders(attributes))).toEqual(attributes);
  });

  it('carries the cause when there is one', () => {
    const caused = {
      ...attributes,
      causationId: present(Uuid.parse('0192f0c1-7a00-7000-8000-000000000004')),
    };

    expect(fromEventHeaders(toEventHeaders(caused))).toEqual(caused);
  });

  it('names its headers as CloudEvents does in Kafka', () => {
    expect(toEventHeaders(attributes)).toEqual({
      ce_specversion: '1.0',
      ce_id: '0192f0c1-7a00-7000-8000-000000000001',
      ce_type: 'accounting.core.v1.TransactionPosted',
      ce_source: '/accounting-core/transaction-0192f0c1-7a00-7000-8000-000000000002',
      ce_time: '2026-11-22T10:15:30.000Z',
      ce_companyid: '0192f0c1-7a00-7000-8000-000000000003',
      ce_streamversion: '3',
      ce_correlationid: 'request-17',
      'content-type': 'application/json',
    });
  });

  it('ignores headers of others', () => {
    const headers = { ...toEventHeaders(attributes), traceparent: '00-1-2-01' };

    expect(fromEventHeaders(headers)).toEqual(attributes);
  });

  it.each([
    ['ce_specversion', '0.3'],
    ['ce_id', 'seventeen'],
    ['ce_type', ''],
    ['ce_source', ''],
    ['ce_time', '2026-11-22'],
    ['ce_companyid', 'acme'],
    ['ce_streamversion', '0'],
    ['ce_streamversion', '9999999999999999'],
    ['ce_correlationid', ''],
    ['ce_causationid', 'unknown'],
  ])('refuses %s with the value "%s" and names it', (name, value) => {
    const error = errorOf(() => fromEventHeaders({ ...toEventHeaders(attributes), [name]: value }));

    expect(error.kind).toBe('invalid_argument');
    expect(error.violations).toEqual([expect.objectContaining({ field: name })]);
  });

  it('refuses an envelope without an identifier and says that it is missing', () => {
    const { ce_id: _, ...headers } = toEventHeaders(attributes);

    expect(errorOf(() => fromEventHeaders(headers)).message).toBe(
      'The event header ce_id is missing.',
    );
  });
});
