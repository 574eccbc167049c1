import { redactLine } from '../../src/observability/redaction';

const redacted = (fields: object): unknown => JSON.parse(redactLine(`${JSON.stringify(fields)}\n`));

/** Synthetic: nobody has it. */
const personalNumber = ['0100', '1012', '345'].join('');

describe('redaction of a log line', () => {
  it('returns a clean line as it is', () => {
    const line =
      '{"level":"info","time":"2026-11-22T10:15:30.000Z","msg":"request","n":1732270530123}\n';
    expect(redactLine(line)).toBe(line);
  });

  it('hides personal numbers in messages, fields, lists, names and numbers', () => {
    const fields = {
      msg: `paid to ${personalNumber}.`,
      deep: { list: [personalNumber] },
      number: Number(`9${personalNumber.slice(1)}`),
      [personalNumber]: 1,
    };
    expect(redacted(fields)).toEqual({
      msg: 'paid to ***.',
      deep: { list: ['***'] },
      number: '***',
      '***': 1,
    });
  });

  it('leaves longer and shorter numbers, such as organisations and instants, alone', () => {
    const fields = { msg: '123456789 and 1732270530123', time: 1732270530123, small: 12345678 };
    expect(redacted(fields)).toEqual(fields);
  });

  it.each([
    'authorization',
    'Authorization',
    'proxy-authorization',
    'password',
    'databasePassword',
    'client_secret',
    'accessToken',
    'refresh_token',
    'set-cookie',
    'api_key',
    'personal_number',
    'private-key',
  ])('hides the value of a field named %s', (name) => {
    expect(redacted({ outer: { [name]: { any: 'value' } } })).toEqual({ outer: { [name]: '***' } });
  });

  it('hides tokens and passwords within text', () => {
    const token = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
    expect(
      redacted({
        msg: `got Bearer abc.def and ${token}`,
        err: { message: 'connect postgresql://ledger:hunter2@host/db failed' },
      }),
    ).toEqual({
      msg: 'got Bearer *** and ***',
      err: { message: 'connect postgresql://ledger:***@host/db failed' },
    });
  });

  it('never prints a line raw that it cannot read', () => {
    expect(JSON.parse(redactLine(`${personalNumber} {broken`))).toEqual({ msg: '*** {broken' });
  });
});
