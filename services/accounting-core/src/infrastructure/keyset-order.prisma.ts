/** A column of a list's order. */
export interface OrderStep<Column extends string> {
  readonly column: Column;
  readonly direction: 'asc' | 'desc';
}

/** Two columns that together tell every row of a list from the others. */
export type KeyOrder<Column extends string> = readonly [OrderStep<Column>, OrderStep<Column>];

export const orderBy = <Column extends string>(steps: KeyOrder<Column>) =>
  steps.map(({ column, direction }) => ({ [column]: direction }));

const beyond = <Column extends string>(
  { column, direction }: OrderStep<Column>,
  value: string,
) => ({
  [column]: { [direction === 'asc' ? 'gt' : 'lt']: value },
});

/** What comes after a key; everything on the first page, which has none. */
export const afterKey = <Column extends string>(
  [first, second]: KeyOrder<Column>,
  key: readonly string[] | undefined,
) => {
  const [value, tie] = key ?? [];
  if (value === undefined || tie === undefined) return [];
  return [
    // Says nothing new, but an index can be entered at a bound and not at an alternative.
    { [first.column]: { [first.direction === 'asc' ? 'gte' : 'lte']: value } },
    { OR: [beyond(first, value), { [first.column]: value, ...beyond(second, tie) }] },
  ];
};
