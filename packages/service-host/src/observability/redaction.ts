/** What a hidden value looks like. */
const mask = '***';

/** Parts of field names whose values never belong in a log, without case, `_` and `-`. */
const secretNames = new RegExp(
  '^(.*password.*|.*secret.*|.*token|.*authorization|.*cookie|.*jwt' +
    '|apikey|privatekey|personalnumber)$',
);

/**
 * One cheap look at a finished line decides whether it is worth taking apart: eleven digits in a
 * row, a token, a URL with a password, or a field name that sounds secret. It may say yes too
 * often, never too seldom.
 */
const suspicious = new RegExp(
  [
    String.raw`(?<!\d)\d{11}(?!\d)`,
    String.raw`eyJ[\w-]+\.`,
    String.raw`://[^\s/@]*:[^\s/@]*@`,
    'bearer |basic |password|secret|token|authorization|cookie|jwt',
    'api[_-]?key|private[_-]?key|personal[_-]?number',
  ].join('|'),
  'i',
);

const personalNumber = /(?<!\d)\d{11}(?!\d)/g;
const jsonWebToken = /eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;
const credentials = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;
const urlPassword = /(:\/\/[^\s/:@]*):[^\s/@]*@/g;

const redactText = (text: string): string =>
  text
    .replace(credentials, `$1 ${mask}`)
    .replace(jsonWebToken, mask)
    .replace(urlPassword, `$1:${mask}@`)
    .replace(personalNumber, mask);

const isSecretName = (name: string): boolean =>
  secretNames.test(name.toLowerCase().replaceAll(/[_-]/g, ''));

const redactValue = (value: unknown): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return redactText(String(value)) === mask ? mask : value;
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactText(name),
      isSecretName(name) ? mask : redactValue(inner),
    ]),
  );
};

/**
 * Hides authorization headers, tokens, passwords and personal numbers (eleven digits) in one line
 * of JSON, in messages and in fields at any depth. A clean line is returned as it is.
 */
export const redactLine = (line: string): string => {
  if (!suspicious.test(line)) return line;
  try {
    return `${JSON.stringify(redactValue(JSON.parse(line)))}\n`;
  } catch {
    // No line of pino's, but one that we cannot vouch for is not printed raw either.
    return `${JSON.stringify({ msg: redactText(line) })}\n`;
  }
};
