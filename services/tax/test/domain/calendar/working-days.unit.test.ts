import { AccountingDate } from '@accounting/kernel';
import { orthodoxEasterOf } from '../../../src/domain/calendar/easter';
import { WorkingDays } from '../../../src/domain/calendar/working-days';
import { taxLaw } from '../../tax-law';
import figures from '../../vectors/georgian-figures.json';

const date = AccountingDate.of;
const { workingDays } = taxLaw;

describe('figures: easter', () => {
  it.each(figures.easter.rows as [number, string][])('in %i is on %s', (year, sunday) => {
    expect(orthodoxEasterOf(year)).toBe(sunday);
  });

  it('is a Sunday between 4 April and 8 May in the years of this century', () => {
    for (let year = 2000; year < 2100; year += 1) {
      const easter = orthodoxEasterOf(year);
      expect(AccountingDate.weekdayOf(easter)).toBe(7);
      expect(easter.slice(5) >= '04-04' && easter.slice(5) <= '05-08').toBe(true);
    }
  });
});

describe('figures: due15', () => {
  it.each(figures.due15.rows as [string, string][])('what is due on %s is due on %s', (on, due) => {
    expect(workingDays.dueOn(date(on))).toBe(due);
  });
});

describe('figures: other_due', () => {
  it.each(figures.other_due.rows as [string, string][])(
    'what is due on %s is due on %s',
    (on, due) => {
      expect(workingDays.dueOn(date(on))).toBe(due);
    },
  );
});

describe('working days', () => {
  it.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
    ['2026-11-23', false],
    ['2026-04-10', false],
    ['2026-04-13', false],
    ['2026-04-14', true],
    ['2026-05-18', true],
  ])('%s is one: %s', (day, isOne) => {
    expect(workingDays.isWorkingDay(date(day))).toBe(isOne);
  });

  it('are counted from the day after, and a holiday between is left out', () => {
    expect(workingDays.add(date('2026-12-20'), 2)).toBe('2026-12-22');
    expect(workingDays.add(date('2026-11-20'), 1)).toBe('2026-11-24');
  });

  it('cannot be none', () => {
    expect(() => workingDays.add(date('2026-12-20'), 0)).toThrow('a day or more');
  });

  it('end for a day that the Government adds', () => {
    const election = date('2026-10-05');
    const withElection = new WorkingDays({
      ...{ article: 'Decree', sources: ['GK'], status: 'confirmed', fixed: [], aroundEaster: [] },
      added: [{ date: election, name: { english: 'Election', georgian: 'არჩევნები' } }],
    });
    expect(workingDays.isWorkingDay(election)).toBe(true);
    expect(withElection.isWorkingDay(election)).toBe(false);
    expect(withElection.isWorkingDay(date('2027-10-05'))).toBe(true);
  });

  it('know the holidays of a year in their order', () => {
    const days = [...workingDays.holidaysOf(2026).keys()];
    expect(days).toHaveLength(18);
    expect(days).toEqual([...days].sort());
    expect(workingDays.holidaysOf(2026).get(date('2026-04-12'))?.english).toBe('Easter Sunday');
  });
});
