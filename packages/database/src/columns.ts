import { invariant } from '@accounting/kernel';

/**
 * Columns of many rows as one parameter each, which is how thousands of rows reach PostgreSQL at
 * little cost: arrays in its binary format (`array_recv`), where nothing is escaped on the way and
 * nothing is understood out of text again. The parameters must be declared as arrays of the types
 * named here.
 */

/**
 * One parameter of a statement; `null` when no row has a value, which spares a column. Text where
 * the binary format costs more than it saves.
 */
export type Column = Buffer | string | null;

type Scalar = string | number | boolean;

/** How the values of a type are written. */
interface ElementType<Value extends Scalar> {
  /** In `pg_type`, where the built-in types have the same numbers in every version. */
  readonly oid: number;
  /** Bytes that a value takes. */
  readonly sizeOf: (value: Value) => number;
  readonly write: (into: Buffer, value: Value, offset: number) => void;
}

/** Number of dimensions, whether values are absent, type; then how many, and the lowest index. */
const headerBytes = 20;
/** Before each element. */
const lengthBytes = 4;
const absent = -1;

const columnOf =
  <Value extends Scalar>(type: ElementType<Value>) =>
  (values: readonly (Value | undefined)[]): Column => {
    const hasAbsent = values.includes(undefined);
    if (values.length === 0 || (hasAbsent && values.every((value) => value === undefined))) {
      return null;
    }
    const lengths = lengthsOf(type, values);
    const column = Buffer.allocUnsafe(
      lengths.reduce((sum, length) => sum + Math.max(length, 0) + lengthBytes, headerBytes),
    );
    column.writeInt32BE(1, 0);
    column.writeInt32BE(hasAbsent ? 1 : 0, 4);
    column.writeInt32BE(type.oid, 8);
    column.writeInt32BE(values.length, 12);
    column.writeInt32BE(1, 16);
    writeElements(column, type, values, lengths);
    return column;
  };

const lengthsOf = <Value extends Scalar>(
  { sizeOf }: ElementType<Value>,
  values: readonly (Value | undefined)[],
): Int32Array => {
  const lengths = new Int32Array(values.length);
  values.forEach((value, index) => {
    lengths[index] = value === undefined ? absent : sizeOf(value);
  });
  return lengths;
};

const writeElements = <Value extends Scalar>(
  column: Buffer,
  { write }: ElementType<Value>,
  values: readonly (Value | undefined)[],
  lengths: Int32Array,
): void => {
  let offset = headerBytes;
  let before = 0;
  values.forEach((value, index) => {
    const length = lengths[index] ?? absent;
    column.writeInt32BE(length, offset);
    offset += lengthBytes;
    if (value === undefined) return;
    // Rows are often alike, and copying text costs less than writing it anew.
    if (typeof value === 'string' && value === values[index - 1]) {
      column.copyWithin(offset, before, before + length);
    } else {
      write(column, value, offset);
    }
    before = offset;
    offset += length;
  });
};

const ofSize = (bytes: number) => (): number => bytes;

const writeText = (into: Buffer, text: string, offset: number): void => {
  into.write(text, offset);
};

/** `text[]` */
export const textColumn = columnOf<string>({
  oid: 25,
  sizeOf: (text) => Buffer.byteLength(text),
  write: writeText,
});

/** `json[]`, of JSON that is written already. */
export const jsonColumn = columnOf<string>({
  oid: 114,
  sizeOf: (text) => Buffer.byteLength(text),
  write: writeText,
});

/** `integer[]` */
export const integerColumn = columnOf<number>({
  oid: 23,
  sizeOf: ofSize(4),
  write: (into, value, offset) => {
    // `writeInt32BE` would cut a fraction off, and write what is no number as 0.
    invariant(Number.isInteger(value), `${String(value)} is a whole number`);
    into.writeInt32BE(value, offset);
  },
});

/** `bigint[]`, of whole numbers that JavaScript holds exactly. */
export const bigintColumn = columnOf<number>({
  oid: 20,
  sizeOf: ofSize(8),
  write: (into, value, offset) => {
    invariant(Number.isSafeInteger(value), `${String(value)} is a whole number held exactly`);
    into.writeBigInt64BE(BigInt(value), offset);
  },
});

/** `boolean[]` */
export const booleanColumn = columnOf<boolean>({
  oid: 16,
  sizeOf: ofSize(1),
  write: (into, value, offset) => {
    into.writeUInt8(value ? 1 : 0, offset);
  },
});

/** PostgreSQL counts days and microseconds from the beginning of 2000, UTC. */
const epoch = Date.UTC(2000, 0, 1);
const millisecondsPerDay = 86_400_000;

/** `date[]`, of days as ISO 8601 writes them. */
export const dateColumn = columnOf<string>({
  oid: 1082,
  sizeOf: ofSize(4),
  write: (into, date, offset) => {
    const days = (Date.parse(date) - epoch) / millisecondsPerDay;
    // `writeInt32BE` would write what is no number as 0.
    invariant(Number.isInteger(days), `"${date}" is a day`);
    into.writeInt32BE(days, offset);
  },
});

/** `timestamptz[]`, of instants as ISO 8601 writes them, to the millisecond. */
export const instantColumn = columnOf<string>({
  oid: 1184,
  sizeOf: ofSize(8),
  write: (into, instant, offset) => {
    into.writeBigInt64BE(BigInt(Date.parse(instant) - epoch) * 1000n, offset);
  },
});

const hyphen = 0x2d;
const noDigit = 0xff;

/** What a character stands for as a hexadecimal digit. */
const digits = Uint8Array.from({ length: 128 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? noDigit : digit;
});

/** `uuid[]`, of UUIDs as RFC 9562 writes them. */
export const uuidColumn = columnOf<string>({
  oid: 2950,
  sizeOf: ofSize(16),
  write: (into, uuid, offset) => {
    let index = 0;
    let allDigits = 0;
    for (let byte = offset; byte < offset + 16; byte += 1) {
      if (uuid.charCodeAt(index) === hyphen) index += 1;
      const high = digits[uuid.charCodeAt(index)] ?? noDigit;
      const low = digits[uuid.charCodeAt(index + 1)] ?? noDigit;
      allDigits |= high | low;
      into[byte] = (high << 4) | low;
      index += 2;
    }
    invariant(allDigits < 16 && index === uuid.length, `"${uuid}" is a UUID`);
  },
});

/**
 * `numeric[]`, of decimal text. Sent as text: numbers that are short are understood faster than
 * they can be taken apart here.
 */
export const numericColumn = (values: readonly string[]): Column =>
  values.length === 0 ? null : `{${values.join(',')}}`;
