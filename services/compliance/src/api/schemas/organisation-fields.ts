import { CompanyId, Instant } from '@accounting/kernel';
import { fields } from '@accounting/service-host';
import { z } from 'zod';

const example = '0193a5c2-7c1e-7d3a-9b1f-3a2c5d6e7f80';

export const companyId = fields.parsedText(CompanyId.parse, 'a UUID', example);

export const name = z.string().max(400);

export const reason = z
  .string()
  .max(1_000)
  .meta({ description: 'For those who ask later, 1 to 500 characters.' });

export const reasonBody = z.strictObject({ reason });

/** Given only when roles or permissions conflict; without a conflict it says nothing. */
export const acceptedConflicts = z
  .strictObject({ reason })
  .optional()
  .meta({ description: 'Why a conflict of duties that follows from this is accepted.' });

export const permissions = z.array(z.string().max(100)).max(200);

export const version = z.number().int();

export const pageQuery = z.strictObject({ limit: fields.pageLimit, after: fields.pageCursor });

export const instantInput = fields.parsedText(
  Instant.parse,
  'an instant with its offset, ISO 8601',
  '2026-11-22T10:15:30Z',
);
