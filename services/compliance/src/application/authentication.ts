import type { BackgroundJob } from '@accounting/service-host';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  AuthenticationAdapters,
  AuthenticationChoices,
  AuthenticationSurroundings,
  OrganisationPorts,
} from './authentication-dependencies';
import { ensureFirstAdministrator } from './first-administrator';
import { createInvitations } from './invitations';
import { createOwnAccount } from './own-account';
import { createTokenMessages } from './token-messages';
import { createPasswordRuleChecks } from './password-rules';
import { createPasswordSetting } from './password-setting';
import { createPasswordSignIn, type PasswordSignIn } from './password-sign-in';
import { createPasswordUseCases, type PasswordUseCases } from './password-use-cases';
import { createPeopleUseCases, type PeopleUseCases } from './people-use-cases';
import { createRegistration } from './registration';
import { resetRequestsJob } from './reset-requests-job';
import { createSecondFactorProofs } from './second-factor-proof';
import { createSecondFactorSignIn, type SecondFactorSignIn } from './second-factor-sign-in';
import { createSecondFactorUseCases, type SecondFactorUseCases } from './second-factor-use-cases';
import { createSessionOpening } from './session-opening';
import type { PublicKey, Revocation } from './session-ports';
import { createSessionRefreshing, type SessionRefreshing } from './session-refreshing';
import { createSessionUseCases, type SessionUseCases } from './session-use-cases';
import { createSignInRefusals } from './sign-in-refusals';
import {
  createSigningKeyUseCases,
  serviceActor,
  type SigningKeyUseCases,
} from './signing-key-use-cases';
import { createTokenIssuing } from './token-issuing';
import { upkeepJobs } from './upkeep-jobs';
import { createUserCommands } from './user-commands';
import type { Invitations } from './user-ports';

/** Everything about people and their proof, for the routes and for the rest of the service. */
export interface Authentication {
  readonly signIn: PasswordSignIn & SecondFactorSignIn & SessionRefreshing;
  readonly passwords: PasswordUseCases;
  readonly secondFactor: SecondFactorUseCases;
  readonly signingKeys: SigningKeyUseCases;
  readonly people: PeopleUseCases;
  readonly invitations: Invitations;
  readonly sessions: SessionUseCases;
  readonly jobs: readonly BackgroundJob[];
  /** Public keys that people's access tokens may be signed with now; for the trust bundle. */
  readVerificationKeys(): Promise<readonly PublicKey[]>;
  /** Access tokens that were revoked and have not expired; for the trust bundle. */
  readRevocations(): Promise<readonly Revocation[]>;
  /** Makes the first signing key and the first administrator; before the service answers. */
  prepare(companies: OrganisationPorts['companies']): Promise<void>;
}

export const createAuthentication = (
  host: AuthenticationSurroundings,
  adapters: AuthenticationAdapters,
  { access }: Pick<OrganisationPorts, 'access'>,
  choices: AuthenticationChoices,
): Authentication => {
  const { clock, newUuid } = host;
  const { revocationList } = adapters;
  const users = createUserCommands(host);
  const signingKeys = createSigningKeyUseCases({ ...host, ...adapters, ...choices });
  const names = host.accessTokenNames;
  const tokens = createTokenIssuing({ ...adapters, signingKeys, names, newUuid });
  const base = { ...host, ...adapters, access, users, tokens };
  const own = createOwnAccount(base);
  const proofs = createSecondFactorProofs(base);
  const rules = createPasswordRuleChecks(base);
  const registration = createRegistration(base);
  const tokenMessages = createTokenMessages(base);
  const refusals = createSignInRefusals({ ...base, pause });
  const passwordSetting = createPasswordSetting(base);
  const parts = { own, proofs, rules, registration, tokenMessages, refusals, passwordSetting };
  const all = { ...base, ...parts };
  const signIn = { ...all, opening: createSessionOpening(base) };
  return {
    signIn: {
      ...createPasswordSignIn(signIn),
      ...createSecondFactorSignIn(signIn),
      ...createSessionRefreshing(base),
    },
    passwords: createPasswordUseCases(all),
    secondFactor: createSecondFactorUseCases(all),
    signingKeys,
    people: createPeopleUseCases(all),
    invitations: createInvitations(all),
    sessions: createSessionUseCases(all),
    jobs: [resetRequestsJob(all), ...upkeepJobs({ ...base, signingKeys })],
    readVerificationKeys: () => signingKeys.publicKeys(clock()),
    readRevocations: () => revocationList.read(clock()),
    prepare: async (companies) => {
      const origin = { actorId: serviceActor, correlationId: newUuid(), now: clock() };
      await signingKeys.rotateWhenDue(origin);
      await ensureFirstAdministrator({ ...all, ...choices, companies });
    },
  };
};
