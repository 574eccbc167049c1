import {
  cutPage,
  keyAfter,
  keyPatterns,
  type Database,
  type KeysetOrder,
} from '@accounting/database';
import type { CompanyId, Instant } from '@accounting/kernel';
import type { Companies, CompanyView } from '../application/organisation-ports';
import { errors } from '../application/page-errors';
import { identityRealm } from '../domain/identity-realm';

const columns = `company_id, name_georgian, name_latin, tax_identification_number, is_operator,
  status, suspension_reason, registered_at, version`;

interface CompanyRow {
  readonly company_id: CompanyId;
  readonly name_georgian: string;
  readonly name_latin: string;
  readonly tax_identification_number: string | null;
  readonly is_operator: boolean;
  readonly status: CompanyView['status'];
  readonly suspension_reason: string | null;
  readonly registered_at: Instant;
  readonly version: number;
}

const toView = (row: CompanyRow): CompanyView => ({
  companyId: row.company_id,
  nameGeorgian: row.name_georgian,
  nameLatin: row.name_latin,
  taxIdentificationNumber: row.tax_identification_number,
  isOperator: row.is_operator,
  status: row.status,
  suspensionReason: row.suspension_reason,
  registeredAt: row.registered_at,
  version: row.version,
});

const order: KeysetOrder = { name: 'companies', parts: [keyPatterns.text, keyPatterns.uuid] };

/** As the background role: the operator's administrators see the companies of all. */
export const createCompanies = (database: Database, backgroundDatabase: Database): Companies => ({
  find: (companyId) =>
    database.read(companyId, async (connection) => {
      const { rows } = await connection.query<CompanyRow>(
        `SELECT ${columns} FROM compliance.companies WHERE company_id = $1`,
        [companyId],
      );
      return rows[0] && toView(rows[0]);
    }),
  list: (page) =>
    backgroundDatabase.read(identityRealm, async (connection) => {
      const [name, id] = keyAfter(order, page, errors.invalidCursor) ?? [];
      const { rows } = await connection.query<CompanyRow>(
        `SELECT ${columns} FROM compliance.companies
         WHERE $2::uuid IS NULL OR (name_georgian, company_id) > ($1, $2)
         ORDER BY name_georgian, company_id LIMIT $3`,
        [name ?? '', id ?? null, page.limit + 1],
      );
      return cutPage(rows, page, {
        order,
        keyOf: (row) => [row.name_georgian, row.company_id],
        toItem: toView,
      });
    }),
});
