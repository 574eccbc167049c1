import { route, type Route } from '@accounting/service-host';
import type { CalendarQueries } from '../../application/calendar-queries';
import * as schema from '../schemas/calendar';

/** The tax calendar. */
export const calendarRoutes = (calendar: CalendarQueries): readonly Route[] => [
  route({
    method: 'get',
    path: '/tax/calendar',
    tag: 'Tax calendar',
    summary: 'List what is due between two days for a taxpayer of a kind',
    permission: 'reports:tax',
    query: schema.calendarQuery,
    response: schema.calendar,
    handle: async (_context, { query }) => ({
      body: {
        duties: calendar.duties(query).map(({ duty, ...when }) => ({
          duty: duty.id,
          ...{ name: duty.name, kind: duty.kind },
          ...{ article: duty.article, sources: duty.sources, status: duty.status },
          ...when,
        })),
      },
    }),
  }),
];
