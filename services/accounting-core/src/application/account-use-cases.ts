import type { LoadedAggregate } from '@accounting/event-store';
import { reject, type Currency, type NewUuid } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { hasBalance, isEmptyPosition, positionOf } from '../domain/account-totals';
import type { AccountId } from '../domain/account/account-id';
import type { AccountCommand, ClassifyAccount, CreateAccount } from '../domain/account/commands';
import { accountDecider } from '../domain/account/decide';
import { errors } from '../domain/account/errors';
import type { Account } from '../domain/account/state';
import type { LedgerReference } from '../domain/ledger-reference';
import { streamOf, type LedgerCommands } from './ledger-commands';
import type { AccountFilter, Accounts, AccountView, Balances, Page, PageRequest } from './ports';

/** The answer of every command on an account. */
export interface AccountReceipt {
  readonly accountId: string;
  readonly code: string;
  readonly version: number;
}

interface Subject {
  readonly accountId: AccountId;
}

type NewAccount = Omit<CreateAccount['data'], 'accountId'> & {
  readonly accountId?: AccountId | undefined;
};

type Classification = Omit<ClassifyAccount['data'], 'currenciesWithBalance'>;

export interface AccountUseCases {
  create(context: RequestContext, input: NewAccount): Promise<Answer<AccountReceipt>>;
  rename(
    context: RequestContext,
    input: Subject & { readonly nameEnglish: string; readonly nameGeorgian: string },
  ): Promise<Answer<AccountReceipt>>;
  move(
    context: RequestContext,
    input: Subject & { readonly parentAccountId: AccountId | null },
  ): Promise<Answer<AccountReceipt>>;
  classify(context: RequestContext, input: Classification): Promise<Answer<AccountReceipt>>;
  deactivate(context: RequestContext, input: Subject): Promise<Answer<AccountReceipt>>;
  reactivate(context: RequestContext, input: Subject): Promise<Answer<AccountReceipt>>;
  find(context: RequestContext, input: Subject): Promise<Answer<AccountView>>;
  list(
    context: RequestContext,
    query: AccountFilter & PageRequest,
  ): Promise<Answer<Page<AccountView>>>;
}

export interface AccountDependencies {
  readonly commands: LedgerCommands;
  readonly accounts: Accounts;
  readonly balances: Balances;
  readonly newUuid: NewUuid;
}

export const createAccountUseCases = (dependencies: AccountDependencies): AccountUseCases => {
  const { accounts, balances, newUuid } = dependencies;

  const write = (
    context: RequestContext,
    subject: Subject & { readonly isNew?: boolean },
    command: (ledger: LedgerReference) => AccountCommand | Promise<AccountCommand>,
  ) => writeAccount(dependencies.commands, context, { subject, command });

  return {
    create: (context, { accountId = newUuid() as AccountId, ...input }) =>
      write(context, { accountId, isNew: true }, (ledger) => ({
        type: 'CreateAccount',
        data: { accountId, ...input },
        metadata: metadataOf(context),
        ledger,
      })),
    rename: (context, data) =>
      write(context, data, () => ({
        type: 'RenameAccount',
        data,
        metadata: metadataOf(context),
      })),
    move: (context, data) =>
      write(context, data, (ledger) => ({
        type: 'MoveAccount',
        data,
        metadata: metadataOf(context),
        ledger,
      })),
    classify: (context, input) =>
      write(context, input, async (ledger) => ({
        type: 'ClassifyAccount',
        data: {
          ...input,
          currenciesWithBalance: await currenciesWithBalance(balances, context, input),
        },
        metadata: metadataOf(context),
        ledger,
      })),
    deactivate: (context, { accountId }) =>
      write(context, { accountId }, async (ledger) => ({
        type: 'DeactivateAccount',
        data: {
          accountId,
          // Asked here to spare the commit the usual case. It judges every day that matters, when
          // no posting can intervene.
          hasBalance: hasBalance(
            await balances.ofAccounts(context.companyId, [accountId], undefined),
          ),
        },
        metadata: metadataOf(context),
        ledger,
      })),
    reactivate: (context, data) =>
      write(context, data, (ledger) => ({
        type: 'ReactivateAccount',
        data,
        metadata: metadataOf(context),
        ledger,
      })),
    ...accountQueries(accounts),
  };
};

const accountQueries = (accounts: Accounts): Pick<AccountUseCases, 'find' | 'list'> => ({
  find: async ({ companyId }, { accountId }) => {
    const found = await accounts.find(companyId, accountId);
    if (found === undefined) throw reject(errors.notFound, { accountId });
    return { body: found, version: found.version };
  },
  list: async ({ companyId }, { limit, after, ...filter }) => ({
    body: await accounts.list(companyId, filter, { limit, after }),
  }),
});

const writeAccount = (
  commands: LedgerCommands,
  context: RequestContext,
  {
    subject,
    command,
  }: {
    readonly subject: Subject & { readonly isNew?: boolean };
    readonly command: (ledger: LedgerReference) => AccountCommand | Promise<AccountCommand>;
  },
): Promise<Answer<AccountReceipt>> =>
  commands.run(context, {
    aggregate: accountDecider,
    streams: [
      {
        streamId: streamOf('account', subject.accountId),
        ...(subject.isNew === true && { isNew: true }),
      },
    ],
    decide: async ([loaded], ledger) => {
      const { state } = loaded as LoadedAggregate<Account>;
      const events = accountDecider.decide(await command(ledger), state);
      const after = events.reduce(accountDecider.evolve, state);
      if (after.status === 'absent') throw reject(errors.notFound);
      const { accountId, code } = after;
      return {
        events: [events],
        changesReference: events.length > 0,
        body: ([version = 0]) => ({ accountId, code, version }),
      };
    },
  });

const currenciesWithBalance = async (
  balances: Balances,
  { companyId }: RequestContext,
  { accountId }: Subject,
): Promise<readonly Currency[]> => {
  const totals = await balances.ofAccounts(companyId, [accountId], undefined);
  return totals.filter((row) => !isEmptyPosition(positionOf(row))).map(({ currency }) => currency);
};
