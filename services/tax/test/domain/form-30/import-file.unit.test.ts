// Numbers are synthetic.
import { Money, Rate } from '@accounting/kernel';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import fc from 'fast-check';
import { checkedRows } from '../../../src/domain/form-30/check-rows';
import { form30ImportFile } from '../../../src/domain/form-30/import-file';
import type { PaymentRow } from '../../../src/domain/form-30/payment-row';
import { taxLaw } from '../../tax-law';
import { november, offshoreRow, salaryRow } from './rows';

interface Cell {
  readonly Data: { readonly '#text': string; readonly '@_ss:Type': string };
}
interface ReadFile {
  readonly Workbook: {
    readonly Worksheet: {
      readonly '@_ss:Name': string;
      readonly Table: { readonly Row: readonly { readonly Cell: readonly Cell[] }[] };
    };
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === 'Row',
});

const fileOf = (...rows: readonly PaymentRow[]): string =>
  form30ImportFile(taxLaw.form30, checkedRows(taxLaw.form30, november, rows));

const sheetOf = (file: string) => (parser.parse(file) as ReadFile).Workbook.Worksheet;
const cellsOf = (file: string) =>
  sheetOf(file).Table.Row.map(({ Cell }) => Cell.map(({ Data }) => Data['#text']));

describe('the file that the portal imports', () => {
  const everything: PaymentRow = {
    ...offshoreRow,
    ...{ relief: Money.of('1.5'), treatyRelief: Money.of('150'), rate: Rate.percent('15') },
    ...{ foreignTaxCredit: Money.of('0.05'), isPaidFromTreasury: true },
  };

  it('has fourteen columns by position, and a blank where there is nothing', () => {
    const [headings, ...rows] = cellsOf(fileOf(salaryRow, everything));
    expect(headings).toEqual(taxLaw.form30.columns.map(({ georgian }) => georgian));
    expect(rows).toEqual([
      [
        ...['01234567890', 'ნინო', 'ბერიძე', 'თბილისი, რუსთაველის გამზ. 1', '268', '4', '1'],
        ...['2000.00', ' ', '05.11.2026', '20', ' ', ' ', ' '],
      ],
      [
        ...['VG-1029384', 'Ltd', 'Smith & Sons <Trading>', ' ', '92', '31', '7'],
        ...['2000.00', '1.50', '05.11.2026', '15', '150.00', '0.05', '1'],
      ],
    ]);
  });

  it('is a spreadsheet of Excel 2003 whose sheet is data and whose cells are text', () => {
    const file = fileOf(salaryRow);
    expect(XMLValidator.validate(file)).toBe(true);
    expect(file).toContain('<?mso-application progid="Excel.Sheet"?>');
    expect(file).toContain('xmlns="urn:schemas-microsoft-com:office:spreadsheet"');
    const { '@_ss:Name': name, Table } = sheetOf(file);
    expect(name).toBe('data');
    const types = Table.Row.flatMap(({ Cell }) => Cell.map(({ Data }) => Data['@_ss:Type']));
    expect(new Set(types)).toEqual(new Set(['String']));
  });

  it('has the headings alone for a month without payments', () => {
    expect(cellsOf(fileOf())).toHaveLength(1);
  });

  it('gives back every name that a row may have', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((text) => /[\p{L}\p{N}&<>"']/u.test(text));
    fc.assert(
      fc.property(names, (surname) => {
        const { id, address } = salaryRow.recipient;
        const recipient = { kind: 'individual', id, address, firstName: '&lt;', surname } as const;
        const [, row] = cellsOf(fileOf({ ...salaryRow, recipient }));
        expect(row?.slice(1, 3)).toEqual(['&lt;', surname]);
      }),
    );
  });
});
