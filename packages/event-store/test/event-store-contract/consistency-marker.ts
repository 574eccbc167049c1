import type { CompanyId } from '@accounting/kernel';
import { aUnit } from '../fixtures';
import { count, statusesOf, type GiveSubject } from './subject';

/** A decision on reference data holds only while the data is what it was. */
export const consistencyMarkerContract = (given: GiveSubject): void => {
  describe('a consistency marker', () => {
    const requiring = (companyId: CompanyId, version: number) =>
      aUnit(companyId, { requiredMarkers: [{ name: 'accounts', version }] });

    it('starts at 0, and each company has its own', async () => {
      const { store, company, other } = given();
      await store.commit(aUnit(other, { advancedMarkers: ['accounts'] }));
      expect(await store.readMarkers(company, ['accounts', 'periods'])).toEqual([
        { name: 'accounts', version: 0 },
        { name: 'periods', version: 0 },
      ]);
      expect((await store.commit(requiring(company, 0))).status).toBe('committed');
    });

    it('refuses a decision on data that has changed since', async () => {
      const { store, company, logOf } = given();
      await store.commit(aUnit(company, { advancedMarkers: ['accounts'] }));
      expect(await store.commit(requiring(company, 0))).toEqual({
        status: 'marker_stale',
        marker: 'accounts',
      });
      expect((await store.commit(requiring(company, 1))).status).toBe('committed');
      expect(await logOf(company)).toHaveLength(2);
    });

    it('moves by one for each unit that advances it, however many arrive at once', async () => {
      const { store, company } = given();
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () =>
          store.commit(aUnit(company, { advancedMarkers: ['accounts', 'periods'] })),
        ),
      );
      expect(count(statusesOf(outcomes), 'committed')).toBe(10);
      expect(await store.readMarkers(company, ['periods', 'accounts'])).toEqual([
        { name: 'periods', version: 10 },
        { name: 'accounts', version: 10 },
      ]);
    });

    it('lets one of many win that decided on the same version and advance it', async () => {
      const { store, company } = given();
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () =>
          store.commit(
            aUnit(company, {
              requiredMarkers: [{ name: 'accounts', version: 0 }],
              advancedMarkers: ['accounts'],
            }),
          ),
        ),
      );
      const statuses = statusesOf(outcomes);
      expect([count(statuses, 'committed'), count(statuses, 'marker_stale')]).toEqual([1, 9]);
    });
  });
};
