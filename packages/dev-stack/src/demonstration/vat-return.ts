import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client';

/** What the demonstration shows of the VAT return that the HTTP API answers. */
export interface VatReturn {
  readonly dueOn: string;
  readonly lines: readonly {
    readonly id: string;
    readonly part: string;
    readonly code: string;
    readonly name: { readonly english: string };
    readonly base: string;
    readonly vat: string;
  }[];
  readonly payable: string;
  readonly entryCount: number;
}

/** Facts reach the tax service within milliseconds; a machine that is busy takes longer. */
const patienceMs = 20_000;
const pauseMs = 100;

/**
 * Reads the VAT return of a month once the tax service has so many entries of it, or what it has
 * when it takes too long.
 */
export const readVatReturn = async (
  client: ApiClient,
  period: string,
  entryCount: number,
): Promise<VatReturn> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { body } = await client.get(`/tax/vat/declarations/${period}`);
    const vatReturn = body as unknown as VatReturn;
    if (vatReturn.entryCount >= entryCount || Date.now() > deadline) return vatReturn;
    await sleep(pauseMs);
  }
};

const nameWidth = 42;
const amountWidth = 14;
const nothing = '0.00';

const readable = (amount: string): string => amount.replace(/\B(?=(\d{3})+\.)/g, ',');

const row = (code: string, name: string, base: string, vat: string): string =>
  [
    code.padEnd(6),
    (name.length > nameWidth ? `${name.slice(0, nameWidth - 1)}…` : name).padEnd(nameWidth),
    base.padStart(amountWidth),
    vat.padStart(amountWidth),
  ].join('  ');

/** The lines of a return that have an amount, and what is to be paid when. */
export const vatReturnTable = ({ lines, payable, dueOn }: VatReturn): readonly string[] => [
  row('Line', 'VAT return', 'Base', 'VAT'),
  ...lines
    .filter(({ base, vat }) => base !== nothing || vat !== nothing)
    .map(({ part, code, name, base, vat }) =>
      row(`${part}.${code}`, name.english, readable(base), readable(vat)),
    ),
  row('', `To be paid by ${dueOn}`, '', readable(payable)),
];
