import type { QueryResultRow } from 'pg';
import {
  accepted,
  refusal,
  startCompliance,
  type Call,
  type SignedIn,
  type StartedCompliance,
} from './started-compliance';

let compliance: StartedCompliance;
let admin: Call;
let companyId: string;

beforeAll(async () => {
  compliance = await startCompliance();
  admin = compliance.as(compliance.admin.accessToken);
  ({ companyId } = compliance.admin.company);
});
afterAll(() => compliance.stop());

const duties = '/compliance/separation-of-duties';

interface Trust {
  readonly duties: {
    readonly rules: readonly { readonly id: string }[];
    readonly companies: readonly object[];
  };
  readonly partners: readonly { readonly partnerId: string }[];
}

/** The bundle as it is now: what was read just before is shared for a quarter of a second. */
const trust = async (): Promise<Trust> => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return (await accepted(compliance.internal('tax', 'GET', '/trust'))) as unknown as Trust;
};

const defineRole = async (nameEnglish: string, permissions: readonly string[]): Promise<string> => {
  const body = { nameEnglish, nameGeorgian: `${nameEnglish}-ი`, permissions };
  return (await accepted(admin<{ roleId: string }>('POST', '/compliance/roles', { body }))).roleId;
};

describe('roles', () => {
  it('are the standard ones and those of the company', async () => {
    const roleId = await defineRole('Archivist', ['transactions:read', 'accounts:read']);
    const { items } = await accepted(
      admin<{ items: { roleId: string; permissions: string[] }[] }>('GET', '/compliance/roles'),
    );
    expect(items.map((role) => role.roleId)).toEqual([
      'accountant',
      'chief_accountant',
      'tax_specialist',
      'administrator',
      roleId,
    ]);
    expect(items.at(-1)?.permissions).toEqual(['accounts:read', 'transactions:read']);
    const standard = await accepted(admin('GET', '/compliance/roles/accountant'));
    expect(standard).toMatchObject({ nameGeorgian: 'ბუღალტერი', isStandard: true });
    expect(await refusal(admin('GET', '/compliance/roles/cook'))).toBe(
      '404 compliance.role_not_found',
    );
  });

  it('are renamed, changed and retired, not while somebody holds them', async () => {
    const roleId = await defineRole('Cashier', ['payments:execute']);
    const path = `/compliance/roles/${roleId}`;
    const name = { nameEnglish: 'Treasurer', nameGeorgian: 'ხაზინადარი' };
    await accepted(admin('PUT', `${path}/name`, { body: name, version: 1 }));
    const holder = await compliance.join(admin, 'cashier@example.com', [roleId]);
    expect(holder.permissions).toEqual(['payments:execute']);
    expect(await refusal(admin('POST', `${path}/retire`, { version: 2 }))).toBe(
      '422 compliance.role_held',
    );
    const body = { permissions: ['payments:execute', 'transactions:read'] };
    await accepted(admin('PUT', `${path}/permissions`, { body, version: 2 }));
    const again = await accepted(
      compliance.signIn('cashier@example.com', 'fragile otters mend copper lanterns'),
    );
    expect(again.permissions).toEqual(['payments:execute', 'transactions:read']);
    await accepted(admin('DELETE', `/users/${holder.userId}`, { version: 2 }));
    await accepted(admin('POST', `${path}/retire`, { version: 3 }));
    expect(await accepted(admin('GET', path))).toMatchObject({ ...name, isRetired: true });
  });

  it('have names that a database can look for', async () => {
    const permissions = { permissions: ['accounts:read'] };
    const asked = [
      admin('GET', '/compliance/roles/%00'),
      admin('PUT', '/compliance/roles/%00/permissions', { body: permissions, version: 0 }),
      admin('POST', '/compliance/roles/a%00/retire', { version: 0 }),
      admin('POST', '/users', {
        body: { email: 'nobody@example.com', displayName: 'Nobody', roles: ['a\u0000'] },
      }),
    ];
    for (const refused of asked) expect(await refusal(refused)).toBe('400 host.invalid_request');
  });

  it('are made of permissions that exist', async () => {
    const body = { nameEnglish: 'A', nameGeorgian: 'ა', permissions: ['books:burn'] };
    expect(await refusal(admin('POST', '/compliance/roles', { body }))).toBe(
      '400 compliance.permission_unknown',
    );
    const { items } = await accepted(
      admin<{ items: { permission: string }[] }>('GET', '/compliance/permissions'),
    );
    expect(items.map(({ permission }) => permission)).toContain('fiscal-periods:reopen');
  });
});

describe('the policy', () => {
  it('begins as the standard at version 0, and changes at the version read', async () => {
    const first = await admin('GET', '/compliance/policy');
    expect(first.headers.get('etag')).toBe('"0"');
    const { version: _version, ...terms } = first.body;
    const body = { ...terms, fourEyes: { required: false, reason: 'One accountant only' } };
    const changed = await accepted(admin('PUT', '/compliance/policy', { body, version: 0 }));
    expect(changed).toEqual({ ...body, version: 1 });
    expect(await accepted(admin('GET', '/compliance/policy'))).toEqual(changed);
    expect(await refusal(admin('PUT', '/compliance/policy', { body, version: 0 }))).toMatch(/^412/);
    const short = { ...terms, sessionLengthMinutes: 5 };
    expect(await refusal(admin('PUT', '/compliance/policy', { body: short, version: 1 }))).toBe(
      '400 compliance.policy_out_of_bounds',
    );
  });

  it('without four eyes disables that rule for the company, for all services', async () => {
    expect((await trust()).duties.companies).toEqual([
      { companyId, disabledRuleIds: ['transaction-four-eyes'], addedRules: [] },
    ]);
    const { items } = await accepted(
      admin<{ items: { ruleId: string; isInForce: boolean }[] }>('GET', `${duties}/rules`),
    );
    expect(items.find(({ ruleId }) => ruleId === 'transaction-four-eyes')).toMatchObject({
      isInForce: false,
      disabled: { reason: 'One accountant only' },
    });
    expect(
      await refusal(
        admin('POST', `${duties}/rules/transaction-four-eyes/disable`, { body: { reason: 'No' } }),
      ),
    ).toBe('422 compliance.duty_rule_is_policy');
  });
});

describe('separation of duties', () => {
  let both: SignedIn;

  it('refuses roles that conflict until somebody accepts that in writing', async () => {
    const buyer = await defineRole('Buyer', ['suppliers:write']);
    const payer = await defineRole('Payer', ['payments:execute']);
    const body = { email: 'both@example.com', displayName: 'Both', roles: [buyer, payer] };
    expect(await refusal(admin('POST', '/users', { body }))).toBe('422 compliance.duties_conflict');
    both = await compliance.join(admin, 'both@example.com', [buyer, payer], 'Two people work here');
    const report = await accepted(admin<{ items: object[] }>('GET', `${duties}/conflicts`));
    expect(report.items).toMatchObject([
      {
        userId: both.userId,
        email: 'both@example.com',
        ruleId: 'suppliers-and-payments',
        firstThrough: [buyer],
        secondThrough: [payer],
        acceptance: { reason: 'Two people work here', acceptedBy: compliance.admin.userId },
      },
    ]);
  });

  it('reports conflicts with younger rules too, page by page', async () => {
    const body = {
      first: 'admin:users',
      second: 'admin:system',
      scope: 'person',
      reason: 'Nobody should rule alone',
    };
    const { ruleId } = await accepted(
      admin<{ ruleId: string }>('POST', `${duties}/rules`, { body }),
    );
    const first = await accepted(
      admin<{ items: object[]; next: string }>('GET', `${duties}/conflicts?limit=1`),
    );
    const second = await accepted(
      admin<{ items: object[]; next?: string }>(
        'GET',
        `${duties}/conflicts?limit=1&after=${first.next}`,
      ),
    );
    // By the ids of the people, which are random.
    const expected = [
      { userId: compliance.admin.userId, ruleId, acceptance: null },
      { userId: both.userId },
    ].toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
    expect([...first.items, ...second.items]).toMatchObject(expected);
    expect(second.next).toBeUndefined();
    expect((await trust()).duties.companies).toMatchObject([
      { companyId, addedRules: [{ id: ruleId, scope: 'person' }] },
    ]);
  });

  it('lets an administrator disable a rule with a reason, and enable it again', async () => {
    const rule = `${duties}/rules/suppliers-and-payments`;
    await accepted(admin('POST', `${rule}/disable`, { body: { reason: 'The bank asks two' } }));
    const report = await accepted(admin<{ items: object[] }>('GET', `${duties}/conflicts`));
    expect(report.items).toHaveLength(1);
    const { items } = await accepted(admin<{ items: object[] }>('GET', `${duties}/rules`));
    expect(items).toContainEqual(
      expect.objectContaining({
        ruleId: 'suppliers-and-payments',
        isInForce: false,
        disabled: { reason: 'The bank asks two', disabledBy: compliance.admin.userId },
      }),
    );
    expect(items.at(-1)).toMatchObject({ first: 'admin:users', isGeneral: false, isInForce: true });
    expect((await trust()).duties.companies).toMatchObject([
      { disabledRuleIds: ['suppliers-and-payments', 'transaction-four-eyes'] },
    ]);
    await accepted(admin('POST', `${rule}/enable`));
    expect((await trust()).duties.companies).toMatchObject([
      { disabledRuleIds: ['transaction-four-eyes'] },
    ]);
  });
});

describe('companies', () => {
  const registration = (taxIdentificationNumber: string) => ({
    nameGeorgian: 'შპს მზიური',
    nameLatin: 'Mziuri LLC',
    taxIdentificationNumber,
  });

  const switchTo = async (id: string): Promise<Call> => {
    const { accessToken } = await accepted(
      admin<{ accessToken: string }>('POST', '/auth/company', { body: { companyId: id } }),
    );
    return compliance.as(accessToken);
  };

  it('are registered once for a key, with who registers as administrator', async () => {
    const sent = { body: registration('200000001'), key: 'mziuri' };
    const first = await admin<{ companyId: string }>('POST', '/compliance/companies', sent);
    expect(first.status).toBe(201);
    const again = await admin('POST', '/compliance/companies', sent);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const other = { body: registration('200000002'), key: 'mziuri' };
    expect((await admin('POST', '/compliance/companies', other)).status).toBe(400);
    const chosen = '0192f0c1-0000-7000-8000-00000000cafe';
    const body = { ...registration('200000003'), companyId: chosen };
    await accepted(admin('POST', '/compliance/companies', { body }));
    expect(await refusal(admin('POST', '/compliance/companies', { body }))).toBe(
      '409 compliance.company_exists',
    );
    const page = await accepted(
      admin<{ items: object[]; next: string }>('GET', '/compliance/companies?limit=2'),
    );
    const rest = await accepted(
      admin<{ items: object[] }>('GET', `/compliance/companies?after=${page.next}`),
    );
    expect(page.items.length + rest.items.length).toBe(3);
  });

  it('are suspended by the operator alone: nobody signs in, partners are refused', async () => {
    const body = registration('200000004');
    const { companyId: id } = await accepted(
      admin<{ companyId: string }>('POST', '/compliance/companies', { body }),
    );
    const inside = await switchTo(id);
    const another = { body: registration('200000009') };
    expect(await refusal(inside('POST', '/compliance/companies', another))).toBe(
      '403 compliance.operator_required',
    );
    const terms = { name: 'Shop', scopes: ['transactions:read'] };
    const { partnerId } = await accepted(
      inside<{ partnerId: string }>('POST', '/compliance/partners', { body: terms }),
    );
    const key = { body: { algorithm: 'HS256' } };
    await accepted(inside('POST', `/compliance/partners/${partnerId}/keys`, key));
    const isTrusted = async () =>
      (await trust()).partners.some((partner) => partner.partnerId === partnerId);
    expect(await isTrusted()).toBe(true);

    const path = `/compliance/companies/${id}`;
    const reason = { body: { reason: 'Unpaid' } };
    expect(await refusal(inside('POST', `${path}/suspend`, reason))).toBe(
      '403 compliance.operator_required',
    );
    const deactivation = `/auth/people/${compliance.admin.userId}/deactivation`;
    for (const concernsAll of ['/auth/signing-keys', deactivation]) {
      expect(await refusal(inside('POST', concernsAll))).toBe('403 compliance.operator_required');
    }
    const renamed = { nameGeorgian: 'შპს ახალი', nameLatin: 'New LLC' };
    await accepted(inside('PUT', `${path}/name`, { body: renamed, version: 1 }));
    admin = await (async () => {
      const { accessToken } = await accepted(
        inside<{ accessToken: string }>('POST', '/auth/company', { body: { companyId } }),
      );
      return compliance.as(accessToken);
    })();
    await accepted(admin('POST', `${path}/suspend`, reason));
    expect(await isTrusted()).toBe(false);
    const refused = await admin('POST', '/auth/company', { body: { companyId: id } });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    await accepted(admin('POST', `${path}/reopen`));
    expect(await isTrusted()).toBe(true);
    expect(await refusal(admin('POST', `/compliance/companies/${companyId}/suspend`, reason))).toBe(
      '422 compliance.operator_not_suspended',
    );
  });
});

describe('a rebuild', () => {
  const tables = [
    'companies',
    'memberships',
    'accepted_conflicts',
    'custom_roles',
    'company_policies',
    'company_duty_rules',
    'partners',
    'partner_keys',
  ];

  const rowsOf = async (started: StartedCompliance): Promise<Record<string, QueryResultRow[]>> =>
    started.owner.withoutCompany(async (connection) => {
      const all: Record<string, QueryResultRow[]> = {};
      for (const table of tables) {
        const { rows } = await connection.query(
          `SELECT * FROM compliance.${table} ORDER BY 1, 2, 3`,
        );
        all[table] = rows;
      }
      return all;
    });

  it('makes of the facts what they made one by one', async () => {
    const before = await rowsOf(compliance);
    for (const table of tables) expect(before[table]?.length).toBeGreaterThan(0);
    expect(await compliance.rebuild()).toBeGreaterThan(20);
    expect(await rowsOf(compliance)).toEqual(before);
  });
});
