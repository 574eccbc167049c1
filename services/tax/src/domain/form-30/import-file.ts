import type { AccountingDate, Money } from '@accounting/kernel';
import { namesOf, type CheckedRow } from './check-rows';
import type { Form30Law } from './form-30-law';

const namespace = 'urn:schemas-microsoft-com:office:spreadsheet';
const empty = ' ';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => escapes[character] as string);

/** `DD.MM.YYYY`. */
const written = (date: AccountingDate): string => date.split('-').reverse().join('.');

const amountOrEmpty = (amount: Money): string => (amount.isZero() ? empty : amount.toString());

const cellsOf = ({ row }: CheckedRow): readonly string[] => [
  row.recipient.id,
  ...namesOf(row.recipient),
  row.recipient.address === '' ? empty : row.recipient.address,
  row.residency,
  String(row.category),
  String(row.incomeType),
  row.amount.toString(),
  amountOrEmpty(row.relief),
  written(row.paidOn),
  row.rate.toString(),
  amountOrEmpty(row.treatyRelief),
  amountOrEmpty(row.foreignTaxCredit),
  row.isPaidFromTreasury ? '1' : empty,
];

const rowOf = (cells: readonly string[]): string => {
  const data = cells.map((text) => `<Cell><Data ss:Type="String">${escaped(text)}</Data></Cell>`);
  return `<Row>${data.join('')}</Row>\n`;
};

/**
 * The file that the Revenue Service's portal imports as the rows of the return: a spreadsheet of
 * Excel 2003 in XML with the sheet `data`, one row of headings and fourteen columns by position.
 * Every cell is text; one with nothing in it has a single blank. Source: Order 996, article 38;
 * the portal's template of 5 November 2025.
 */
export const form30ImportFile = (law: Form30Law, rows: readonly CheckedRow[]): string => {
  const headings = law.columns.map(({ georgian }) => georgian);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n' +
    `<Workbook xmlns="${namespace}" xmlns:ss="${namespace}">\n` +
    '<Worksheet ss:Name="data">\n<Table>\n' +
    [headings, ...rows.map(cellsOf)].map(rowOf).join('') +
    '</Table>\n</Worksheet>\n</Workbook>\n'
  );
};
