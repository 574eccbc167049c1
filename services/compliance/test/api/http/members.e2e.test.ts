import {
  accepted,
  goodPassword,
  refusal,
  startCompliance,
  type Call,
  type SignedIn,
  type StartedCompliance,
} from './started-compliance';

let compliance: StartedCompliance;
let admin: Call;
/** Invites people and is no administrator. */
let keeper: SignedIn;
let keeperRoleId: string;

beforeAll(async () => {
  compliance = await startCompliance();
  admin = compliance.as(compliance.admin.accessToken);
  const accountant = ['accounts:read', 'reports:financial', 'transactions:read'];
  const permissions = [...accountant, 'transactions:write', 'admin:users'];
  const body = { nameEnglish: 'Keeper of people', nameGeorgian: 'კადრები', permissions };
  const role = await accepted(admin<{ roleId: string }>('POST', '/compliance/roles', { body }));
  keeperRoleId = role.roleId;
  keeper = await compliance.join(admin, 'tamar@example.com', [keeperRoleId]);
});
afterAll(() => compliance.stop());

const newcomer = (email: string, roles: readonly string[] = ['accountant']) => ({
  body: { email, displayName: 'Nino', roles },
});

interface Member {
  readonly userId: string;
  readonly email: string;
}

/** Until the service has heard of it, which takes a second at most. */
const eventually = async (attempt: () => Promise<boolean>): Promise<boolean> => {
  for (let tries = 0; tries < 40; tries += 1) {
    if (await attempt()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
};

const versionOf = async (userId: string): Promise<number> =>
  Number((await accepted(admin('GET', `/users/${userId}`)))['version']);

describe('the first start', () => {
  it('founds a company whose administrator signs in', async () => {
    const { company, permissions } = compliance.admin;
    expect(company.name).toBe('Platform');
    expect(permissions).toEqual(['admin:system', 'admin:users']);
    const found = await accepted(admin('GET', `/compliance/companies/${company.companyId}`));
    expect(found).toMatchObject({ isOperator: true, status: 'active', version: 1 });
  });
});

describe('inviting somebody', () => {
  it('tells the token to the address alone, and keeps it nowhere', async () => {
    const sent = { ...newcomer('nino@example.com'), key: 'add-nino' };
    const first = await admin('POST', '/users', sent);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      userId: expect.any(String) as string,
      status: 'invited',
      roles: ['accountant'],
      version: 1,
    });
    const token = await compliance.tokenFor('nino@example.com');
    expect(token.length).toBeGreaterThan(40);

    const again = await admin('POST', '/users', sent);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(await compliance.tokenFor('nino@example.com')).toBe(token);

    const { rows } = await compliance.owner.withoutCompany((connection) =>
      connection.query<{ found: boolean }>(
        `SELECT EXISTS (SELECT FROM event_sourcing.idempotency_records
           WHERE answer::text LIKE '%' || $1 || '%') AS found`,
        [token],
      ),
    );
    expect(rows).toEqual([{ found: false }]);
  });

  it('lets them do nothing before they accept', async () => {
    await accepted(admin('POST', '/users', newcomer('vano@example.com')));
    const { items } = await accepted(admin<{ items: Member[] }>('GET', '/users?limit=200'));
    const vano = items.find(({ email }) => email === 'vano@example.com');
    expect(vano).toMatchObject({ status: 'invited', displayName: 'Nino' });
    expect(vano).not.toHaveProperty('isActive');
    const reply = await compliance.signIn('vano@example.com', goodPassword);
    expect(reply.status).toBe(401);
    expect(await refusal(compliance.accept('vano@example.com'))).toBe(
      '400 compliance.password_missing',
    );
    await accepted(compliance.accept('vano@example.com', goodPassword));
    await accepted(compliance.signIn('vano@example.com', goodPassword));
    expect(await refusal(compliance.accept('vano@example.com'))).toBe(
      '400 compliance.invitation_refused',
    );
    const member = await accepted(admin<Member>('GET', `/users/${vano?.userId ?? ''}`));
    expect(member).toMatchObject({ status: 'active', isActive: true, hasSecondFactor: false });
    expect(member).not.toHaveProperty('invitationExpiresAt');
  });

  it('is taken back with the membership that it would have been', async () => {
    const sent = newcomer('rusudan@example.com');
    const { userId } = await accepted(admin<Member>('POST', '/users', sent));
    const token = await compliance.tokenFor('rusudan@example.com');
    const removed = await accepted(admin('DELETE', `/users/${userId}`, { version: 1 }));
    expect(removed).toMatchObject({ status: 'removed', roles: [] });
    expect(await refusal(compliance.accept('rusudan@example.com', goodPassword))).toBe(
      '400 compliance.invitation_refused',
    );
    // A later one is another token.
    await accepted(admin('POST', '/users', sent));
    expect(await compliance.tokenFor('rusudan@example.com')).not.toBe(token);
  });

  it('refuses who is a member, and leaves no account behind when it refuses', async () => {
    expect(await refusal(admin('POST', '/users', newcomer('NINO@example.com')))).toBe(
      '409 compliance.member_exists',
    );
    expect(await refusal(admin('POST', '/users', newcomer('eka@example.com', ['cook'])))).toBe(
      '400 compliance.member_role_unknown',
    );
    const { rows } = await compliance.owner.withoutCompany((connection) =>
      connection.query(`SELECT FROM compliance.people WHERE email = 'eka@example.com'`),
    );
    expect(rows).toHaveLength(0);
  });

  it('lists and reads members with what they may do', async () => {
    const page = await accepted(
      admin<{ items: { email: string }[]; next: string }>('GET', '/users?limit=2'),
    );
    expect(page.items).toHaveLength(2);
    const rest = await accepted(
      admin<{ items: { email: string }[] }>('GET', `/users?limit=2&after=${page.next}`),
    );
    expect(rest.items.length).toBeGreaterThan(0);
    const all = await accepted(admin<{ items: Member[] }>('GET', '/users?limit=200'));
    expect(all.items.map(({ email }) => email)).toEqual(
      expect.arrayContaining(['ana@example.com', 'nino@example.com', 'tamar@example.com']),
    );
    const keepers = await accepted(admin('GET', `/users?role=${keeperRoleId}`));
    expect(keepers).toMatchObject({ items: [{ userId: keeper.userId, version: 2 }] });
    expect(await refusal(admin('GET', '/users?after=x'))).toBe('400 compliance.invalid_cursor');
  });
});

describe('who keeps people and is no administrator', () => {
  let asKeeper: Call;
  beforeAll(() => {
    asKeeper = compliance.as(keeper.accessToken);
  });

  it('adds whom they outrank, and nobody above', async () => {
    await accepted(asKeeper('POST', '/users', newcomer('gia@example.com')));
    const above = newcomer('zaza@example.com', ['administrator']);
    expect(await refusal(asKeeper('POST', '/users', above))).toBe(
      '403 compliance.permission_not_held',
    );
  });

  it('raises neither themselves nor a role they could hold', async () => {
    const roles = { body: { roles: [keeperRoleId, 'administrator'] }, version: 2 };
    expect(await refusal(asKeeper('PUT', `/users/${keeper.userId}/roles`, roles))).toBe(
      '403 compliance.permission_not_held',
    );
    const role = { nameEnglish: 'Owner', nameGeorgian: 'მფლობელი', permissions: ['admin:system'] };
    expect(await refusal(asKeeper('POST', '/compliance/roles', { body: role }))).toBe(
      '403 compliance.permission_not_held',
    );
    const partner = { name: 'Mine', scopes: ['transactions:post'], limits: {} };
    expect(await refusal(asKeeper('POST', '/compliance/partners', { body: partner }))).toBe(
      '403 compliance.permission_not_held',
    );
  });

  it('neither removes, demotes nor invites an administrator', async () => {
    const path = `/users/${compliance.admin.userId}`;
    const demoted = { body: { roles: ['accountant'] }, version: 1 };
    const outranked = '403 compliance.permissions_exceed_yours';
    expect(await refusal(asKeeper('PUT', `${path}/roles`, demoted))).toBe(outranked);
    expect(await refusal(asKeeper('DELETE', path, { version: 1 }))).toBe(outranked);
    expect(await refusal(asKeeper('POST', `${path}/invitations`))).toBe(outranked);
  });

  it('does not switch controls off', async () => {
    const policy = await asKeeper('GET', '/compliance/policy');
    const { version: _version, ...terms } = policy.body;
    const body = { ...terms, fourEyes: { required: false, reason: 'I know what I do' } };
    expect(await refusal(asKeeper('PUT', '/compliance/policy', { body, version: 0 }))).toBe(
      '403 compliance.administrator_required',
    );
    const rule = '/compliance/separation-of-duties/rules/suppliers-and-payments/disable';
    expect(await refusal(asKeeper('POST', rule, { body: { reason: 'In the way' } }))).toBe(
      '403 compliance.administrator_required',
    );
  });
});

describe('the last administrator', () => {
  it('stays', async () => {
    const path = `/users/${compliance.admin.userId}`;
    const left = '422 compliance.last_administrator';
    expect(await refusal(admin('DELETE', path, { version: 1 }))).toBe(left);
    const body = { roles: ['chief_accountant'] };
    expect(await refusal(admin('PUT', `${path}/roles`, { body, version: 1 }))).toBe(left);
  });

  it('of two, one goes when both try at once', async () => {
    const other = await compliance.join(admin, 'beka@example.com', ['administrator']);
    const asOther = compliance.as(other.accessToken);
    const [one, two] = await Promise.all([
      refusal(admin('DELETE', `/users/${other.userId}`, { version: 1 })),
      refusal(asOther('DELETE', `/users/${compliance.admin.userId}`, { version: 1 })),
    ]);
    // Whoever lost is no administrator any more, and there is nobody left to go.
    expect([one, two].filter((outcome) => outcome === '200 undefined')).toHaveLength(1);
    const isMine = one === '200 undefined';
    const winner = isMine ? admin : asOther;
    const { items } = await accepted(
      winner<{ items: unknown[] }>('GET', '/users?role=administrator'),
    );
    expect(items).toHaveLength(1);
    // The others tests go on as the first administrator.
    if (!isMine) admin = asOther;
  });
});

describe('other roles', () => {
  it('end the sessions that know the old ones, and come with the next sign-in', async () => {
    const giorgi = await compliance.join(admin, 'giorgi@example.com', ['accountant']);
    const asGiorgi = compliance.as(giorgi.accessToken);
    expect((await asGiorgi('GET', '/auth/me')).status).toBe(200);
    const body = { roles: ['tax_specialist'] };
    const path = `/users/${giorgi.userId}/roles`;
    expect(await refusal(admin('PUT', path, { body }))).toBe('428 host.version_required');
    expect(await refusal(admin('PUT', path, { body, version: 7 }))).toMatch(/^412 /);
    expect(await accepted(admin('PUT', path, { body, version: 2 }))).toMatchObject({ version: 3 });
    const isSignedOut = async () => (await asGiorgi('GET', '/auth/me')).status === 401;
    expect(await eventually(isSignedOut)).toBe(true);
    const again = await accepted(compliance.signIn('giorgi@example.com', goodPassword));
    expect(again.permissions).toEqual([
      ...['accounts:read', 'reports:tax', 'tax-returns:submit', 'tax-returns:write'],
      'transactions:read',
    ]);
  });

  it('are none when a member was removed, who cannot sign in any more', async () => {
    const levan = await compliance.join(admin, 'levan@example.com', ['accountant']);
    const version = await versionOf(levan.userId);
    await accepted(admin('DELETE', `/users/${levan.userId}`, { version }));
    expect(await refusal(admin('GET', `/users/${levan.userId}`))).toBe(
      '404 compliance.member_not_found',
    );
    const reply = await compliance.signIn('levan@example.com', goodPassword);
    expect(reply.status).toBeGreaterThanOrEqual(400);
  });
});

describe('inviting again', () => {
  it('replaces the invitation of who has not accepted, and of nobody else', async () => {
    const sent = newcomer('mari@example.com');
    const { userId } = await accepted(admin<Member>('POST', '/users', sent));
    const first = await compliance.tokenFor('mari@example.com');
    await accepted(admin('POST', `/users/${userId}/invitations`));
    expect(await compliance.tokenFor('mari@example.com')).not.toBe(first);
    const path = `/users/${keeper.userId}/invitations`;
    expect(await refusal(admin('POST', path))).toBe('422 compliance.member_not_invited');
  });
});

describe('another company', () => {
  it('sees nothing of this one, and takes over none of its accounts', async () => {
    const body = { nameGeorgian: 'შპს სხვა', nameLatin: 'Other LLC' };
    const registered = await accepted(
      compliance
        .as(keeper.accessToken)('GET', '/compliance/roles')
        .then(() =>
          admin<{ companyId: string }>('POST', '/compliance/companies', {
            body: { ...body, taxIdentificationNumber: '200000002' },
            key: 'other',
          }),
        ),
    );
    const { companyId } = registered;
    const switched = await accepted(
      admin<{ accessToken: string }>('POST', '/auth/company', { body: { companyId } }),
    );
    const inOther = compliance.as(switched.accessToken);
    expect(await refusal(inOther('GET', `/users/${keeper.userId}`))).toBe(
      '404 compliance.member_not_found',
    );
    const own = await accepted(inOther<{ items: unknown[] }>('GET', '/compliance/companies'));
    expect(own.items).toMatchObject([{ companyId, isOperator: false }]);
    const platform = compliance.admin.company.companyId;
    expect(await refusal(inOther('GET', `/compliance/companies/${platform}`))).toBe(
      '404 compliance.company_not_found',
    );
    // What is answered of an address that somebody has is what is answered of any other.
    const known = await accepted(inOther<Member>('POST', '/users', newcomer('tamar@example.com')));
    const unknown = await accepted(inOther<Member>('POST', '/users', newcomer('new@example.com')));
    expect({ ...known, userId: '' }).toEqual({ ...unknown, userId: '' });
    const shown = await accepted(inOther<Member>('GET', `/users/${keeper.userId}`));
    expect(shown).toMatchObject({ displayName: 'Nino', status: 'invited' });
    expect(Object.keys(shown)).not.toContain('lastSignedInAt');
    const versionOfHers = async (): Promise<unknown> => {
      const { rows } = await compliance.owner.withoutCompany((connection) =>
        connection.query('SELECT access_version FROM compliance.people WHERE user_id = $1', [
          keeper.userId,
        ]),
      );
      return rows[0];
    };
    const untouched = await versionOfHers();
    const roles = { body: { roles: ['tax_specialist'] }, version: 1 };
    await accepted(inOther('PUT', `/users/${keeper.userId}/roles`, roles));
    expect(await versionOfHers()).toEqual(untouched);
    // She goes on as before, until she accepts, with the password she has.
    const before = await accepted(compliance.signIn('tamar@example.com', goodPassword));
    expect(before).toMatchObject({ companies: [{ companyId: platform }] });
    await accepted(compliance.accept('tamar@example.com'));
    const after = await accepted(compliance.signIn('tamar@example.com', goodPassword));
    expect(after.companies).toHaveLength(2);
  });
});
