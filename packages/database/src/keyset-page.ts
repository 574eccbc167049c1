import { AccountingDate, Instant, reject, type ErrorDefinition } from '@accounting/kernel';

/** Part of a list. `next` continues it; a list is complete without. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Which part of a list. */
export interface PageRequest {
  /** At least 1. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** What a list is ordered by; with `-` before it, backwards. */
export type Sort<Column extends string> = Column | `-${Column}`;

type Key = readonly (string | number)[];

/** The key of a page's last item as opaque text, together with the order it belongs to. */
const encode = (order: string, key: Key): string =>
  Buffer.from(JSON.stringify([order, ...key]), 'utf8').toString('base64url');

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** How a list runs, in SQL. */
export interface Direction {
  readonly direction: 'ASC' | 'DESC';
  /** Between the key of an item and that of the last one before it. */
  readonly beyond: '>' | '<';
}

/** A sort with `-` before it runs backwards. */
export const sortedBy = (sort: Sort<string>): Direction =>
  sort.startsWith('-') ? { direction: 'DESC', beyond: '<' } : { direction: 'ASC', beyond: '>' };

interface KeyPattern {
  test(text: string): boolean;
}

/** How one list is cut into pages: by the name of its order and the types of its key's parts. */
export interface KeysetOrder {
  /** Tells the cursors of one order from those of another. */
  readonly name: string;
  /** What each part of the key must look like; refused otherwise, before it reaches a statement. */
  readonly parts: readonly KeyPattern[];
}

/** What parts of keys may look like. */
export const keyPatterns = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  // Parsed and not matched: PostgreSQL fails on a 31st of February.
  date: { test: (text) => AccountingDate.parse(text) !== undefined },
  instant: { test: (text) => Instant.parse(text) !== undefined },
  number: /^\d{1,9}$/,
  currency: /^[A-Z]{3}$/,
  // No control characters and no halves of surrogate pairs: PostgreSQL stores neither.
  text: /^[^\p{Cc}\p{Cs}]{0,500}$/u,
} as const satisfies Record<string, KeyPattern>;

/**
 * The key after which a page begins; `undefined` for the first page. A text that no page of this
 * order ended with is refused with the error given.
 */
export const keyAfter = (
  { name, parts }: KeysetOrder,
  { after }: PageRequest,
  invalidCursor: ErrorDefinition,
): readonly string[] | undefined => {
  if (after === undefined) return undefined;
  const cursor = parseJson(after);
  const [order, ...key] = Array.isArray(cursor) ? (cursor as unknown[]) : [];
  const isOurs =
    order === name &&
    key.length === parts.length &&
    parts.every((part, index) => {
      const value = key[index];
      return (typeof value === 'string' || typeof value === 'number') && part.test(String(value));
    });
  if (!isOurs) throw reject(invalidCursor, { field: 'after' });
  return key.map(String);
};

/** Cuts a page from rows of which one more than its limit was asked for. */
export const cutPage = <Row, Item>(
  rows: readonly Row[],
  { limit }: PageRequest,
  cut: {
    readonly order: KeysetOrder;
    readonly keyOf: (row: Row) => Key;
    readonly toItem: (row: Row) => Item;
  },
): Page<Item> => {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return {
    items: items.map(cut.toItem),
    ...(last !== undefined && { next: encode(cut.order.name, cut.keyOf(last)) }),
  };
};
