/** A permission that some service asks for. */
export interface CataloguedPermission {
  readonly permission: string;
  /** The service whose routes ask for it. */
  readonly service: string;
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  /** What its holder can do, for those who make roles. */
  readonly allows: string;
}

const ledger = (
  permission: string,
  nameEnglish: string,
  nameGeorgian: string,
  allows: string,
): CataloguedPermission => ({
  permission,
  service: 'accounting-core',
  nameEnglish,
  nameGeorgian,
  allows,
});

const ledgerPermissions: readonly CataloguedPermission[] = [
  ledger(
    'accounts:read',
    'Read accounts',
    'ანგარიშების ნახვა',
    'Read the chart of accounts, balances, periods and exchange rates.',
  ),
  ledger(
    'accounts:write',
    'Maintain accounts',
    'ანგარიშების მართვა',
    'Create, rename, move, classify, deactivate and reactivate accounts.',
  ),
  ledger(
    'ledger-settings:write',
    'Change the settings of the ledger',
    'მთავარი წიგნის პარამეტრების შეცვლა',
    'Choose the accounts that the ledger posts to by itself.',
  ),
  ledger(
    'transactions:read',
    'Read transactions',
    'ოპერაციების ნახვა',
    'Read drafts, posted transactions and imports.',
  ),
  ledger(
    'transactions:write',
    'Draft transactions',
    'ოპერაციების შედგენა',
    'Draft transactions and revise drafts.',
  ),
  ledger(
    'transactions:approve',
    'Approve transactions',
    'ოპერაციების დამტკიცება',
    'Approve, reject, post and reverse what others have drafted.',
  ),
  ledger(
    'transactions:post',
    'Post at once',
    'უშუალოდ გატარება',
    'Post without approval: one transaction, an import, a revaluation. Meant for systems.',
  ),
  ledger(
    'fiscal-periods:close',
    'Close periods',
    'პერიოდების დახურვა',
    'Close and lock months, and close years.',
  ),
  ledger(
    'fiscal-periods:reopen',
    'Reopen periods',
    'პერიოდების ხელახლა გახსნა',
    'Unlock and reopen months and years, with a reason.',
  ),
  ledger(
    'exchange-rates:write',
    'Record exchange rates',
    'გაცვლითი კურსების შეტანა',
    'Record and correct rates of foreign currencies.',
  ),
];

/** Every permission that a role can be made of, in the order in which they are shown. */
export const permissionCatalogue: readonly CataloguedPermission[] = [
  ...ledgerPermissions,
  {
    permission: 'reports:financial',
    service: 'reporting',
    nameEnglish: 'Read financial reports',
    nameGeorgian: 'ფინანსური ანგარიშგების ნახვა',
    allows: 'Read and export financial statements and analyses.',
  },
  {
    permission: 'reports:tax',
    service: 'tax',
    nameEnglish: 'Read tax reports',
    nameGeorgian: 'საგადასახადო ანგარიშგების ნახვა',
    allows: 'Read tax ledgers, documents and returns.',
  },
  {
    permission: 'tax-returns:write',
    service: 'tax',
    nameEnglish: 'Prepare tax returns',
    nameGeorgian: 'საგადასახადო დეკლარაციების მომზადება',
    allows: 'Generate returns and their amended versions.',
  },
  {
    permission: 'tax-returns:submit',
    service: 'tax',
    nameEnglish: 'Submit tax returns',
    nameGeorgian: 'საგადასახადო დეკლარაციების წარდგენა',
    allows: 'Hand returns in to the Revenue Service, or record that they were.',
  },
  {
    permission: 'suppliers:write',
    service: 'integration',
    nameEnglish: 'Maintain suppliers',
    nameGeorgian: 'მომწოდებლების მართვა',
    allows: 'Enter suppliers and change the bank accounts that they are paid to.',
  },
  {
    permission: 'payments:execute',
    service: 'integration',
    nameEnglish: 'Execute payments',
    nameGeorgian: 'გადახდების შესრულება',
    allows: 'Release payments to the bank.',
  },
  {
    permission: 'admin:users',
    service: 'compliance',
    nameEnglish: 'Administer people and partners',
    nameGeorgian: 'მომხმარებლებისა და პარტნიორების მართვა',
    allows: 'Maintain members, roles, partner systems, policies and separation of duties.',
  },
  {
    permission: 'admin:system',
    service: 'compliance',
    nameEnglish: 'Administer the system',
    nameGeorgian: 'სისტემის მართვა',
    allows: 'Maintain companies and signing keys.',
  },
];

const known: ReadonlySet<string> = new Set(permissionCatalogue.map(({ permission }) => permission));

export const isKnownPermission = (permission: string): boolean => known.has(permission);

/** Permissions over people and companies, which no partner system is given. */
export const isAdministrative = (permission: string): boolean => permission.startsWith('admin:');
