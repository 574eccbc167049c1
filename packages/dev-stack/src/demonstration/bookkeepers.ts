import { existsSync, readFileSync, rmSync } from 'node:fs';
import { letterFolder, passwordFile } from '../service-settings';
import type { Stack } from '../stack';
import { StackError } from '../stack-error';
import { ApiClient } from './api-client';
import { newestToken } from './letters';
import { accountant, chiefAccountant, furtherPermissions, type Bookkeeper } from './company';

type PartOfStack = Pick<Stack, 'gateway' | 'secrets' | 'dataFolder'>;

/** How somebody signs in on this machine. */
export interface SignIn {
  readonly email: string;
  readonly password: string;
}

/** The password of a bookkeeper: generated for this data folder. */
export const signInOf = ({ secrets }: Pick<Stack, 'secrets'>, { email }: Bookkeeper): SignIn => ({
  email,
  password: secrets.secretOf(`password of ${email}`),
});

const accessTokenOf = async (gatewayUrl: string, signIn: SignIn): Promise<string> => {
  const { body } = await new ApiClient(gatewayUrl).postUnkeyed('/auth/login', signIn);
  const { accessToken } = body;
  if (typeof accessToken === 'string') return accessToken;
  throw new StackError(`${signIn.email} is asked for a second factor.`);
};

/** How the first administrator signs in, until it has been shown: an address and a password. */
const unshownSignIn = (dataFolder: string): SignIn | undefined => {
  const file = passwordFile(dataFolder);
  if (!existsSync(file)) return undefined;
  const [email = '', password = ''] = readFileSync(file, 'utf8').split('\n');
  return { email, password };
};

/**
 * The people of the demonstration do not sign in as they did: somebody has changed a password or
 * set up a second factor, which is theirs to do. Their books are there as before.
 */
export class BookkeepersHaveChanged extends StackError {}

/** The first administrator, signed in; only until their password has been shown. */
const administratorOf = async (
  { gateway, dataFolder }: PartOfStack,
  refusal: StackError,
): Promise<ApiClient> => {
  const signIn = unshownSignIn(dataFolder);
  if (signIn === undefined) {
    throw new BookkeepersHaveChanged(
      'The bookkeepers of the demonstration do not sign in with the passwords made for them, so\n' +
        'nothing was booked and no balance is shown; all that was booked before is there.\n' +
        `${refusal.message}\n` +
        'To begin anew without the data of earlier starts: npm start -- --fresh',
    );
  }
  return new ApiClient(gateway.url, await accessTokenOf(gateway.url, signIn));
};

/** The role for what the standard ones leave to the company. */
const furtherRole = async (administrator: ApiClient): Promise<string> => {
  const { body } = await administrator.post('/compliance/roles', 'demonstration-role', {
    nameEnglish: 'Keeper of the demonstration',
    nameGeorgian: 'სადემონსტრაციო წიგნების მწარმოებელი',
    permissions: furtherPermissions,
  });
  return String(body['roleId']);
};

/** Gives somebody an account in the company, and has them choose their password. */
const engage = async (
  stack: PartOfStack,
  bookkeeper: Bookkeeper,
  refusal: StackError,
): Promise<void> => {
  const administrator = await administratorOf(stack, refusal);
  const { email, displayName, roles } = bookkeeper;
  const member = await administrator.post('/users', `demonstration-member-${email}`, {
    email,
    displayName,
    roles: [...roles, ...(bookkeeper.postsAlone ? [await furtherRole(administrator)] : [])],
    ...(bookkeeper.postsAlone && {
      acceptedConflicts: { reason: 'In the demonstration one person does it.' },
    }),
  });
  // Once more: the message of an interrupted start may never have been written.
  await administrator.postUnkeyed(`/users/${String(member.body['userId'])}/invitations`);
  const token = newestToken(letterFolder(stack.dataFolder), email);
  const { password: newPassword } = signInOf(stack, bookkeeper);
  const anybody = new ApiClient(stack.gateway.url);
  await anybody.postUnkeyed('/auth/invitation-acceptances', { token, newPassword });
};

const clientFor = async (stack: PartOfStack, bookkeeper: Bookkeeper): Promise<ApiClient> => {
  const { url } = stack.gateway;
  const signIn = signInOf(stack, bookkeeper);
  try {
    return new ApiClient(url, await accessTokenOf(url, signIn));
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    await engage(stack, bookkeeper, error);
    return new ApiClient(url, await accessTokenOf(url, signIn));
  }
};

/**
 * Signs in both bookkeepers. At the first start the first administrator gives them their accounts,
 * through the gateway as everybody else would. Throws `BookkeepersHaveChanged` when that start is
 * long past and they sign in otherwise now.
 */
export const signInBookkeepers = async (
  stack: PartOfStack,
): Promise<{ readonly accountant: ApiClient; readonly chiefAccountant: ApiClient }> => ({
  accountant: await clientFor(stack, accountant),
  chiefAccountant: await clientFor(stack, chiefAccountant),
});

/**
 * The first administrator's password, once: from then on nobody but who has seen it knows it.
 * `undefined` when it was shown before.
 */
export const showFirstPassword = ({
  dataFolder,
}: Pick<Stack, 'dataFolder'>): SignIn | undefined => {
  const signIn = unshownSignIn(dataFolder);
  if (signIn !== undefined) rmSync(passwordFile(dataFolder));
  return signIn;
};
