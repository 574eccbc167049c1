import { DeciderSpecification } from '@accounting/testing';
import { roleDecider } from '../../src/domain/role/decide';
import type { RoleEvent } from '../../src/domain/role/events';
import { isKnownPermission, permissionCatalogue } from '../../src/domain/role/permission-catalogue';
import { standardRoles } from '../../src/domain/role/standard-roles';
import { conflictsIn, generalDutyRules } from '../../src/domain/separation-of-duties';
import {
  ana,
  askedBy,
  member,
  nino,
  organisation,
  paymentRole,
  supplierRole,
  tamar,
} from './organisation-fixtures';

const { given } = DeciderSpecification.for(roleDecider);

const { roleId } = paymentRole;
const defined: RoleEvent = { type: 'RoleDefined', data: paymentRole };
const retired: RoleEvent = { type: 'RoleRetired', data: { roleId } };
const asked = (by = ana) => ({ metadata: askedBy(by), organisation: organisation() });

const define = (changes: object = {}, by = ana) =>
  ({
    type: 'DefineRole',
    data: {
      roleId,
      nameEnglish: 'Archivist',
      nameGeorgian: 'არქივარიუსი',
      permissions: ['transactions:read', 'accounts:read'],
      ...changes,
    },
    ...asked(by),
  }) as const;

const rename = (nameEnglish: string, nameGeorgian: string, by = ana) =>
  ({ type: 'RenameRole', data: { roleId, nameEnglish, nameGeorgian }, ...asked(by) }) as const;

const changeTo = (permissions: readonly string[], by = ana, reason?: string) => ({
  type: 'ChangeRolePermissions' as const,
  data: { roleId, permissions, acceptedConflictsReason: reason },
  ...asked(by),
});

const retire = (by = ana) => ({ type: 'RetireRole' as const, data: { roleId }, ...asked(by) });

describe('defining a role', () => {
  it('records its permissions, sorted', () => {
    const permissions = ['accounts:read', 'transactions:read'];
    given([])
      .when(define())
      .then([{ type: 'RoleDefined', data: { ...define().data, permissions } }]);
  });

  it.each([
    ['an empty name', { nameEnglish: ' ' }, 'compliance.role_name_invalid', 'nameEnglish'],
    ['no permission', { permissions: [] }, 'compliance.role_permissions_missing', 'permissions'],
    [
      'an unknown permission',
      { permissions: ['books:burn'] },
      'compliance.permission_unknown',
      'permissions[0]',
    ],
    [
      'a permission twice',
      { permissions: ['accounts:read', 'accounts:read'] },
      'compliance.permission_repeated',
      'permissions[1]',
    ],
  ])('refuses %s', (_what, changes, code, field) => {
    given([]).when(define(changes)).thenRejects(code, { kind: 'invalid_argument', field });
  });

  it('reports several mistakes together', () => {
    given([])
      .when(define({ nameGeorgian: '', permissions: [] }))
      .thenRejects('compliance.role_input_invalid');
  });

  it('refuses an id that is taken', () => {
    given([defined]).when(define()).thenRejects('compliance.role_exists');
  });

  it.each([
    ['a standard role', { nameEnglish: ' ACCOUNTANT' }, 'nameEnglish'],
    ['another role of the company', { nameGeorgian: supplierRole.nameGeorgian }, 'nameGeorgian'],
  ])('refuses the name of %s', (_what, changes, field) => {
    given([]).when(define(changes)).thenRejects('compliance.role_name_taken', { field });
  });

  it('refuses permissions that its maker does not hold', () => {
    given([])
      .when(define({ permissions: ['accounts:read', 'admin:system'] }, tamar))
      .thenRejects('compliance.permission_not_held', {
        field: 'permissions',
        details: { permissions: ['admin:system'] },
      });
  });
});

describe('renaming a role', () => {
  it('records both names', () => {
    given([defined])
      .when(rename('Treasurer', 'ხაზინადარი'))
      .then([
        {
          type: 'RoleRenamed',
          data: { roleId, nameEnglish: 'Treasurer', nameGeorgian: 'ხაზინადარი' },
        },
      ]);
  });

  it('records nothing when the names are the same', () => {
    given([defined]).when(rename(paymentRole.nameEnglish, paymentRole.nameGeorgian)).thenNothing();
  });

  it('refuses a name that is none, is taken, or a role that is not theirs to name', () => {
    given([defined]).when(rename('', 'ა')).thenRejects('compliance.role_name_invalid');
    given([defined]).when(rename('Buyer', 'ა')).thenRejects('compliance.role_name_taken');
    given([defined])
      .when(rename('A', 'ა', tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });

  it('refuses roles that do not exist, have retired, or belong to every company', () => {
    given([]).when(rename('A', 'ა')).thenRejects('compliance.role_not_found');
    given([defined, retired]).when(rename('A', 'ა')).thenRejects('compliance.role_retired');
    const standard = rename('A', 'ა');
    given([])
      .when({ ...standard, data: { ...standard.data, roleId: 'accountant' } })
      .thenRejects('compliance.role_standard');
  });
});

describe('changing what a role allows', () => {
  it('records the permissions', () => {
    given([defined])
      .when(changeTo(['transactions:read', 'payments:execute']))
      .then([
        {
          type: 'RolePermissionsChanged',
          data: {
            roleId,
            permissions: ['payments:execute', 'transactions:read'],
            acceptance: null,
          },
        },
      ]);
  });

  it('records nothing when they are the same', () => {
    given([defined]).when(changeTo(paymentRole.permissions)).thenNothing();
  });

  it('refuses a chief accountant who widens a role to more than they hold', () => {
    const known: RoleEvent = {
      type: 'RoleDefined',
      data: { ...paymentRole, permissions: ['accounts:read'] },
    };
    given([known])
      .when(changeTo(['accounts:read', 'admin:system'], tamar))
      .thenRejects('compliance.permission_not_held');
  });

  it('refuses a chief accountant who takes from a role what they do not hold', () => {
    given([defined])
      .when(changeTo(['accounts:read'], tamar))
      .thenRejects('compliance.permissions_exceed_yours');
  });

  it('refuses permissions with mistakes, and a reason that is none', () => {
    given([defined]).when(changeTo([])).thenRejects('compliance.role_permissions_missing');
    given([defined])
      .when(changeTo(['accounts:read'], ana, ' '))
      .thenRejects('compliance.conflict_reason_invalid');
  });

  describe('with a conflict for who holds it', () => {
    const held = {
      ...asked(),
      organisation: organisation({
        members: [member(ana, 'administrator'), member(nino, roleId, supplierRole.roleId)],
        customRoles: [supplierRole, { ...paymentRole, permissions: ['accounts:read'] }],
      }),
    };
    const before: RoleEvent = {
      type: 'RoleDefined',
      data: { ...paymentRole, permissions: ['accounts:read'] },
    };

    it('is refused unless accepted', () => {
      given([before])
        .when({ ...changeTo(['payments:execute']), ...held })
        .thenRejects('compliance.duties_conflict', {
          details: { rules: ['suppliers-and-payments'] },
        });
    });

    it('is recorded with the people it concerns', () => {
      const conflicts = [{ userId: nino, ruleId: 'suppliers-and-payments' }];
      given([before])
        .when({ ...changeTo(['payments:execute'], ana, 'Holidays'), ...held })
        .then([
          {
            type: 'RolePermissionsChanged',
            data: {
              roleId,
              permissions: ['payments:execute'],
              acceptance: { reason: 'Holidays', conflicts },
            },
          },
        ]);
    });
  });
});

describe('retiring a role', () => {
  it('is recorded, and final', () => {
    given([defined]).when(retire()).then([retired]);
    given([defined, retired]).when(retire()).thenRejects('compliance.role_retired');
  });

  it('waits until nobody holds it', () => {
    const members = [member(ana, 'administrator'), member(nino, roleId)];
    given([defined])
      .when({ ...retire(), organisation: organisation({ members }) })
      .thenRejects('compliance.role_held', { details: { holderCount: 1 } });
  });

  it('refuses who does not hold what the role allows', () => {
    given([defined]).when(retire(tamar)).thenRejects('compliance.permissions_exceed_yours');
  });
});

describe('the state of a role', () => {
  it('follows its facts', () => {
    const facts: RoleEvent[] = [
      defined,
      { type: 'RoleRenamed', data: { roleId, nameEnglish: 'T', nameGeorgian: 'ხ' } },
      {
        type: 'RolePermissionsChanged',
        data: { roleId, permissions: ['accounts:read'], acceptance: null },
      },
    ];
    expect(facts.reduce(roleDecider.evolve, roleDecider.initialState())).toEqual({
      roleId,
      nameEnglish: 'T',
      nameGeorgian: 'ხ',
      permissions: ['accounts:read'],
      status: 'active',
    });
  });
});

describe('the standard roles', () => {
  it.each(standardRoles)('$roleId alone breaks no rule of duties', ({ permissions }) => {
    expect(conflictsIn(permissions, generalDutyRules)).toEqual([]);
  });

  it('who invites people does not approve, so that nobody makes their own second person', () => {
    const rules = conflictsIn(['admin:users', 'transactions:approve'], generalDutyRules);
    expect(rules.map(({ ruleId }) => ruleId)).toEqual(['administration-and-approval']);
  });

  it('hold what the design of the system says', () => {
    const held = Object.fromEntries(standardRoles.map((role) => [role.roleId, role.permissions]));
    expect(held).toEqual({
      accountant: ['accounts:read', 'transactions:read', 'transactions:write', 'reports:financial'],
      chief_accountant: [
        'accounts:read',
        'transactions:read',
        'transactions:write',
        'reports:financial',
        'accounts:write',
        'transactions:approve',
        'reports:tax',
        'tax-returns:write',
        'tax-returns:submit',
      ],
      tax_specialist: [
        'accounts:read',
        'transactions:read',
        'reports:tax',
        'tax-returns:write',
        'tax-returns:submit',
      ],
      administrator: ['admin:users', 'admin:system'],
    });
  });

  it('break no rule by themselves, and hold known permissions only', () => {
    for (const { permissions } of standardRoles) {
      expect(conflictsIn(permissions, generalDutyRules)).toEqual([]);
      expect(permissions.filter((permission) => !isKnownPermission(permission))).toEqual([]);
    }
  });
});

describe('the catalogue of permissions', () => {
  it('names each once, in both languages, and those of every general rule', () => {
    const names = permissionCatalogue.map(({ permission }) => permission);
    expect(new Set(names).size).toBe(names.length);
    for (const { nameGeorgian, nameEnglish, allows } of permissionCatalogue) {
      expect(nameGeorgian).toMatch(/\p{Script=Georgian}/u);
      expect(nameEnglish).toMatch(/^[A-Z]/);
      expect(allows).toMatch(/\.$/);
    }
    const ruled = generalDutyRules.flatMap(({ first, second }) => [first, second]);
    expect(ruled.filter((permission) => !isKnownPermission(permission))).toEqual([]);
  });
});
