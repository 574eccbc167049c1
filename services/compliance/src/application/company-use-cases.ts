import type { Page, PageRequest } from '@accounting/database';
import { eventList, type DomainEvent } from '@accounting/event-store';
import {
  reject,
  Uuid,
  type ActorId,
  type Clock,
  type CompanyId,
  type NewUuid,
} from '@accounting/kernel';
import {
  metadataOf,
  type CommandContext,
  type Answer,
  type RequestContext,
} from '@accounting/service-host';
import type { ActingCompany, CompanyCommand, RegisterCompany } from '../domain/company/commands';
import { companyDecider } from '../domain/company/decide';
import { errors } from '../domain/company/errors';
import type { CompanyEvent, CompanyNames } from '../domain/company/events';
import type { Company } from '../domain/company/state';
import { membershipDecider } from '../domain/membership/decide';
import { administratorRoleId } from '../domain/role/standard-roles';
import type { FoundFirstCompany } from './access-ports';
import { derivedId } from './derived-id';
import { endingAccess } from './ending-access';
import {
  inCompany,
  streamOf,
  type AlongsideFor,
  type OrganisationCommands,
} from './organisation-commands';
import type { Companies, CompanyView } from './organisation-ports';
import type { Sessions } from './user-ports';

export interface CompanyReceipt {
  readonly companyId: CompanyId;
  readonly status: 'active' | 'suspended';
  readonly version: number;
}

export interface NewCompany extends CompanyNames {
  readonly companyId?: CompanyId | undefined;
  readonly taxIdentificationNumber: string;
}

interface Subject {
  readonly companyId: CompanyId;
}

export interface CompanyUseCases extends FoundFirstCompany {
  register(context: RequestContext, input: NewCompany): Promise<Answer<CompanyReceipt>>;
  rename(context: RequestContext, input: Subject & CompanyNames): Promise<Answer<CompanyReceipt>>;
  suspend(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<CompanyReceipt>>;
  reopen(context: RequestContext, input: Subject): Promise<Answer<CompanyReceipt>>;
  /** Fails with `permission_denied` unless who asks works for the company that runs the system. */
  requireOperator(context: RequestContext): Promise<void>;
  find(context: RequestContext, input: Subject): Promise<Answer<CompanyView>>;
  list(context: RequestContext, page: PageRequest): Promise<Answer<Page<CompanyView>>>;
}

/** The company that is made when there is nobody yet. */
export interface FirstCompany {
  readonly companyId: CompanyId | undefined;
  readonly name: string;
  readonly roleIds: readonly string[];
}

export interface CompanyDependencies {
  readonly commands: OrganisationCommands;
  readonly companies: Companies;
  readonly sessions: Sessions;
  readonly firstCompany: FirstCompany;
  readonly clock: Clock;
  readonly newUuid: NewUuid;
}

const founderReason = 'Roles of the first administrator, as the settings of the system say.';

export const createCompanyUseCases = (dependencies: CompanyDependencies): CompanyUseCases => {
  const { companies, sessions, newUuid } = dependencies;

  const change = async (
    context: RequestContext,
    { companyId }: Subject,
    command: (acting: ActingCompany) => CompanyCommand,
    alongside?: AlongsideFor,
  ): Promise<Answer<CompanyReceipt>> => {
    const acting = await actingCompany(companies, context);
    return changeCompany(dependencies.commands, inCompany(context, companyId), {
      command: command(acting),
      alongside,
    });
  };

  return {
    ...companyFounding(dependencies),
    ...companyQueries(companies),
    register: async (context, { companyId = companyIdOf(context, newUuid), ...input }) => {
      await requireOperator(companies, context);
      return found(dependencies.commands, inCompany(context, companyId), {
        company: { ...input, companyId, isOperator: false },
        userId: personOf(context),
        roleIds: [administratorRoleId],
      });
    },
    rename: (context, { companyId, nameGeorgian, nameLatin }) =>
      change(context, { companyId }, (acting) => ({
        type: 'RenameCompany',
        data: { companyId, nameGeorgian, nameLatin, acting },
        metadata: metadataOf(context),
      })),
    suspend: (context, { companyId, reason }) =>
      change(
        context,
        { companyId },
        (acting) => ({
          type: 'SuspendCompany',
          data: { companyId, reason, acting },
          metadata: metadataOf(context),
        }),
        ({ members }) =>
          endingAccess(
            sessions,
            { companyId, now: context.now },
            members.map(({ userId }) => userId),
          ),
      ),
    reopen: (context, { companyId }) =>
      change(context, { companyId }, (acting) => ({
        type: 'ReopenCompany',
        data: { companyId, acting },
        metadata: metadataOf(context),
      })),
  };
};

/** A repeated request must find the company that the first one made: its key is kept there. */
const companyIdOf = ({ companyId, idempotency }: RequestContext, newUuid: NewUuid): CompanyId =>
  idempotency === undefined
    ? (newUuid() as CompanyId)
    : (derivedId(['company', companyId, idempotency.key]) as CompanyId);

const requireOperator = async (companies: Companies, context: RequestContext): Promise<void> => {
  const { isOperator } = await actingCompany(companies, context);
  if (!isOperator) throw reject(errors.operatorOnly);
};

const personOf = ({ actorId, credential }: RequestContext): Uuid => {
  const userId = Uuid.parse(actorId);
  if (credential.kind !== 'person' || userId === undefined) throw reject(errors.personRequired);
  return userId;
};

const actingCompany = async (
  companies: Companies,
  { companyId }: RequestContext,
): Promise<ActingCompany> => {
  const acting = await companies.find(companyId);
  return { companyId, isOperator: acting?.isOperator === true };
};

const receiptOf = (company: Company, companyId: CompanyId, version: number): CompanyReceipt => {
  if (company.status === 'absent') throw reject(errors.notFound);
  return { companyId, status: company.status, version };
};

const changeCompany = (
  commands: OrganisationCommands,
  context: CommandContext,
  {
    command,
    alongside,
  }: { readonly command: CompanyCommand; readonly alongside: AlongsideFor | undefined },
): Promise<Answer<CompanyReceipt>> =>
  commands.run(context, {
    aggregate: companyDecider,
    streams: [{ streamId: streamOf('company', context.companyId) }],
    decide: ([loaded], organisation) => {
      const before = loaded?.state ?? companyDecider.initialState();
      const events = companyDecider.decide(command, before);
      const after = events.reduce(companyDecider.evolve, before);
      return {
        events: [events],
        body: ([version = 0]) => receiptOf(after, context.companyId, version),
        ...(alongside && { alongside: alongside(organisation) }),
      };
    },
  });

interface Founding {
  readonly company: RegisterCompany['data'];
  readonly userId: Uuid;
  readonly roleIds: readonly string[];
  readonly acceptedConflictsReason?: string;
}

/** Registers a company together with its first member. */
const found = (
  commands: OrganisationCommands,
  context: CommandContext,
  { company, userId, roleIds, acceptedConflictsReason }: Founding,
): Promise<Answer<CompanyReceipt>> => {
  const { companyId } = company;
  const metadata = metadataOf(context);
  return commands.run<DomainEvent, readonly DomainEvent[], CompanyReceipt>(context, {
    aggregate: eventList,
    streams: [
      { streamId: streamOf('company', companyId) },
      { streamId: streamOf('membership', userId) },
    ],
    decide: ([facts], organisation) => {
      const before = ((facts?.state ?? []) as readonly CompanyEvent[]).reduce(
        companyDecider.evolve,
        companyDecider.initialState(),
      );
      const registered = companyDecider.decide(
        { type: 'RegisterCompany', data: company, metadata },
        before,
      );
      const added = membershipDecider.decide(
        {
          type: 'AddFounder',
          data: { userId, roleIds, acceptedConflictsReason },
          metadata,
          organisation,
        },
        membershipDecider.initialState(),
      );
      return {
        events: [registered, added],
        body: ([version = 0]) => ({ companyId, status: 'active', version }),
      };
    },
  });
};

const companyFounding = ({
  commands,
  companies,
  firstCompany,
  clock,
}: CompanyDependencies): FoundFirstCompany => ({
  foundFirst: async (userId) => {
    const derived = derivedId(['first company', userId]) as CompanyId;
    const { companyId = derived, name, roleIds } = firstCompany;
    if ((await companies.find(companyId)) !== undefined) return companyId;
    const context: CommandContext = {
      companyId,
      actorId: userId as string as ActorId,
      correlationId: 'first-start',
      now: clock(),
    };
    const company = {
      companyId,
      nameGeorgian: name,
      nameLatin: name,
      taxIdentificationNumber: null,
      isOperator: true,
    };
    await found(commands, context, {
      company,
      userId,
      roleIds,
      acceptedConflictsReason: founderReason,
    });
    return companyId;
  },
});

const companyQueries = (
  companies: Companies,
): Pick<CompanyUseCases, 'find' | 'list' | 'requireOperator'> => ({
  requireOperator: (context) => requireOperator(companies, context),
  find: async (context, { companyId }) => {
    const acting = await actingCompany(companies, context);
    const isVisible = acting.isOperator || acting.companyId === companyId;
    const company = isVisible ? await companies.find(companyId) : undefined;
    if (company === undefined) throw reject(errors.notFound, { companyId });
    return { body: company, version: company.version };
  },
  list: async (context, page) => {
    const own = await companies.find(context.companyId);
    if (own?.isOperator === true) return { body: await companies.list(page) };
    return { body: { items: own === undefined ? [] : [own] } };
  },
});
