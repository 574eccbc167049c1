/** A role that every company has and none can change. */
export interface StandardRole {
  readonly roleId: string;
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  readonly permissions: readonly string[];
}

/** The role whose holders may grant what they do not hold themselves. */
export const administratorRoleId = 'administrator';

const accountant = [
  'accounts:read',
  'transactions:read',
  'transactions:write',
  'reports:financial',
] as const;

const taxes = ['reports:tax', 'tax-returns:write', 'tax-returns:submit'] as const;

export const standardRoles: readonly StandardRole[] = [
  {
    roleId: 'accountant',
    nameEnglish: 'Accountant',
    nameGeorgian: 'ბუღალტერი',
    permissions: accountant,
  },
  {
    roleId: 'chief_accountant',
    nameEnglish: 'Chief accountant',
    nameGeorgian: 'მთავარი ბუღალტერი',
    // Not `admin:users`: who gives out access and approves entries can make the second person that
    // four eyes ask for (decision 22).
    permissions: [...accountant, 'accounts:write', 'transactions:approve', ...taxes],
  },
  {
    roleId: 'tax_specialist',
    nameEnglish: 'Tax specialist',
    nameGeorgian: 'საგადასახადო სპეციალისტი',
    permissions: ['accounts:read', 'transactions:read', ...taxes],
  },
  {
    roleId: administratorRoleId,
    nameEnglish: 'Administrator',
    nameGeorgian: 'ადმინისტრატორი',
    permissions: ['admin:users', 'admin:system'],
  },
];

const byId: ReadonlyMap<string, StandardRole> = new Map(
  standardRoles.map((role) => [role.roleId, role]),
);

export const standardRole = (roleId: string): StandardRole | undefined => byId.get(roleId);
