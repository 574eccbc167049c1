import type { Instant } from '@accounting/kernel';
import { createOneTimeCodes } from '../../src/infrastructure/one-time-codes.otpauth';

const codes = createOneTimeCodes('Accounting');
/** The secret and the codes of RFC 6238, appendix B, as far as they have six digits. */
const secret = Buffer.from('12345678901234567890');
const at = (seconds: number): Instant => new Date(seconds * 1_000).toISOString() as Instant;

describe('a one-time code', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_111_111_111, '050471', 37_037_037],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
    [20_000_000_000, '353130', 666_666_666],
  ])('of second %d is %s, as RFC 6238 says', (seconds, code, step) => {
    expect(codes.stepOf(code, secret, at(seconds))).toBe(step);
    expect(codes.stepOf(`${code.slice(0, 3)} ${code.slice(3)}`, secret, at(seconds))).toBe(step);
  });

  it('is of the step it was made for, one before or after now', () => {
    const seconds = 1_234_567_890;
    expect(codes.stepOf('005924', secret, at(seconds + 30))).toBe(41_152_263);
    expect(codes.stepOf('005924', secret, at(seconds - 30))).toBe(41_152_263);
    expect(codes.stepOf('005924', secret, at(seconds + 60))).toBeUndefined();
    expect(codes.stepOf('005924', secret, at(seconds - 60))).toBeUndefined();
  });

  it.each(['', '00592', '0059244', '+05924', '٠٠٥٩٢٤', 'abcdef'])('is not "%s"', (code) => {
    expect(codes.stepOf(code, secret, at(1_234_567_890))).toBeUndefined();
  });
});

describe('a secret', () => {
  it('reaches the app by a QR code or as text', () => {
    const text = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(codes.asText(secret)).toBe(text);
    const uri = new URL(codes.keyUri(secret, 'nino@example.ge'));
    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({
      secret: text,
      issuer: 'Accounting',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
