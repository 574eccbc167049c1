import { bookMonth } from '../../src/demonstration/book-month';
import { signInBookkeepers } from '../../src/demonstration/bookkeepers';
import { readVatReturn, vatReturnTable } from '../../src/demonstration/vat-return';
import { startStack, type Stack } from '../../src/stack';
import { newPlace, type Place } from '../started-command';

jest.setTimeout(300_000);

const period = '2026-11';
const entryCount = 11;
let place: Place;
let stack: Stack;
let bookkeepers: Awaited<ReturnType<typeof signInBookkeepers>>;

beforeAll(async () => {
  place = await newPlace();
  const { folder: dataFolder, environment } = place;
  stack = await startStack({ dataFolder, environment, report: () => undefined });
  bookkeepers = await signInBookkeepers(stack);
  await bookMonth(bookkeepers, () => undefined);
});

afterAll(async () => {
  await stack.stop();
  place.remove();
});

describe('a month that was posted through the gateway', () => {
  it('gives the VAT return line by line', async () => {
    const vatReturn = await readVatReturn(bookkeepers.chiefAccountant, period, entryCount);
    const filled = vatReturn.lines.filter(({ base }) => base !== '0.00');
    expect(filled.map(({ id, base, vat }) => [id, base, vat])).toEqual([
      ['I.1', '58999.99', '10620.00'],
      ['I.15', '58999.99', '10620.00'],
      ['III.1', '24450.00', '4401.00'],
      ['III.2', '24299.50', '4373.91'],
      ['III.9', '48749.50', '8774.91'],
    ]);
    // What the ledger has left on 3330 once input VAT was offset.
    expect(vatReturn).toMatchObject({ payable: '1845.09', dueOn: '2026-12-15', entryCount });
  });

  it('is shown as a table that ends with what is to be paid', async () => {
    const vatReturn = await readVatReturn(bookkeepers.chiefAccountant, period, entryCount);
    const table = vatReturnTable(vatReturn);
    expect(table).toHaveLength(7);
    expect(table.at(-1)).toMatch(/To be paid by 2026-12-15 +1,845.09$/);
  });
});
