import type { Page, PageRequest, Transaction } from '@accounting/database';
import { reject, type Instant, type NewUuid, type Uuid } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { Organisation } from '../domain/organisation';
import type { PartnerCommand } from '../domain/partner/commands';
import { partnerDecider } from '../domain/partner/decide';
import { errors } from '../domain/partner/errors';
import type { PartnerTerms } from '../domain/partner/events';
import { streamOf, type OrganisationCommands } from './organisation-commands';
import type { Partners, PartnerSecrets, PartnerView } from './organisation-ports';
import { readPartnerKey, type OfferedKey } from './partner-key-reading';

export interface PartnerReceipt {
  readonly partnerId: Uuid;
  readonly version: number;
}

/** The answer to adding a key. */
export interface PartnerKeyReceipt extends PartnerReceipt {
  /** The `kid` that the partner's tokens carry. */
  readonly keyId: string;
  /** Told once: a repeated request is answered `withheld`. A public key has `none`. */
  readonly secretState: 'none' | 'told' | 'withheld';
  readonly secret?: string;
}

interface Subject {
  readonly partnerId: Uuid;
}

export interface PartnerUseCases {
  register(context: RequestContext, input: PartnerTerms): Promise<Answer<PartnerReceipt>>;
  changeTerms(
    context: RequestContext,
    input: Subject & PartnerTerms,
  ): Promise<Answer<PartnerReceipt>>;
  addKey(
    context: RequestContext,
    input: Subject & { readonly key: OfferedKey | { readonly algorithm: 'HS256' } },
  ): Promise<Answer<PartnerKeyReceipt>>;
  retireKey(
    context: RequestContext,
    input: Subject & { readonly keyId: string; readonly retiresAt?: Instant | undefined },
  ): Promise<Answer<PartnerReceipt>>;
  suspend(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<PartnerReceipt>>;
  resume(context: RequestContext, input: Subject): Promise<Answer<PartnerReceipt>>;
  find(context: RequestContext, input: Subject): Promise<Answer<PartnerView>>;
  list(context: RequestContext, page: PageRequest): Promise<Answer<Page<PartnerView>>>;
}

export interface PartnerDependencies {
  readonly commands: OrganisationCommands;
  readonly partners: Partners;
  readonly secrets: PartnerSecrets;
  readonly newUuid: NewUuid;
}

interface Writing<Body> extends Subject {
  readonly command: (organisation: Organisation) => PartnerCommand;
  readonly body: (receipt: PartnerReceipt) => Body;
  readonly alongside?: (transaction: Transaction) => Promise<void>;
}

const writePartner = <Body>(
  commands: OrganisationCommands,
  context: RequestContext,
  { partnerId, command, body, alongside }: Writing<Body>,
): Promise<Answer<Body>> =>
  commands.run(context, {
    aggregate: partnerDecider,
    streams: [{ streamId: streamOf('partner', partnerId) }],
    decide: ([loaded], organisation) => {
      const before = loaded?.state ?? partnerDecider.initialState();
      const events = partnerDecider.decide(command(organisation), before);
      return {
        events: [events],
        body: ([version = 0]) => body({ partnerId, version }),
        ...(alongside !== undefined && { alongside }),
      };
    },
  });

export const createPartnerUseCases = (dependencies: PartnerDependencies): PartnerUseCases => {
  const { commands, partners, newUuid } = dependencies;
  const write = (
    context: RequestContext,
    partnerId: Uuid,
    command: (organisation: Organisation) => PartnerCommand,
  ): Promise<Answer<PartnerReceipt>> =>
    writePartner(commands, context, { partnerId, command, body: (receipt) => receipt });

  return {
    register: (context, terms) => {
      const partnerId = newUuid();
      return write(context, partnerId, (organisation) => ({
        type: 'RegisterPartner',
        data: { partnerId, ...terms },
        metadata: metadataOf(context),
        organisation,
      }));
    },
    changeTerms: (context, { partnerId, ...terms }) =>
      write(context, partnerId, (organisation) => ({
        type: 'ChangePartnerTerms',
        data: { partnerId, ...terms },
        metadata: metadataOf(context),
        organisation,
      })),
    addKey: (context, input) => addKey(dependencies, context, input),
    retireKey: (context, { partnerId, keyId, retiresAt }) =>
      write(context, partnerId, (organisation) => ({
        type: 'RetirePartnerKey',
        data: { partnerId, keyId, retiresAt },
        metadata: metadataOf(context),
        organisation,
      })),
    suspend: (context, { partnerId, reason }) =>
      write(context, partnerId, (organisation) => ({
        type: 'SuspendPartner',
        data: { partnerId, reason },
        metadata: metadataOf(context),
        organisation,
      })),
    resume: (context, { partnerId }) =>
      write(context, partnerId, (organisation) => ({
        type: 'ResumePartner',
        data: { partnerId },
        metadata: metadataOf(context),
        organisation,
      })),
    ...partnerQueries(partners),
  };
};

const addKey = async (
  { commands, secrets, newUuid }: PartnerDependencies,
  context: RequestContext,
  { partnerId, key: offered }: Parameters<PartnerUseCases['addKey']>[1],
): Promise<Answer<PartnerKeyReceipt>> => {
  const keyId = `partner-${newUuid()}`;
  const key = 'publicKey' in offered ? readPartnerKey(offered) : offered;
  const secret = 'publicKey' in offered ? undefined : secrets.newSecret();
  const answer = await writePartner<PartnerKeyReceipt>(commands, context, {
    partnerId,
    command: (organisation) => ({
      type: 'AddPartnerKey',
      data: { partnerId, keyId, key },
      metadata: metadataOf(context),
      organisation,
    }),
    // What is kept for repetitions of the request says that there was a secret, not which.
    body: (receipt) => ({
      ...receipt,
      keyId,
      secretState: secret === undefined ? 'none' : 'withheld',
    }),
    ...(secret !== undefined && {
      alongside: (transaction: Transaction) => secrets.keep(transaction, { keyId, secret }),
    }),
  });
  if (secret === undefined || answer.replayed === true) return answer;
  return { ...answer, body: { ...answer.body, secretState: 'told', secret } };
};

const partnerQueries = (partners: Partners): Pick<PartnerUseCases, 'find' | 'list'> => ({
  find: async ({ companyId }, { partnerId }) => {
    const partner = await partners.find(companyId, partnerId);
    if (partner === undefined) throw reject(errors.notFound, { partnerId });
    return { body: partner, version: partner.version };
  },
  list: async ({ companyId }, page) => ({ body: await partners.list(companyId, page) }),
});
