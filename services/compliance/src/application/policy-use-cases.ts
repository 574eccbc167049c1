import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import { companyPolicyDecider } from '../domain/company-policy/decide';
import type { PolicyTerms } from '../domain/company-policy/events';
import { standardPolicy } from '../domain/company-policy/state';
import { streamOf, type OrganisationCommands } from './organisation-commands';
import type { CompanyPolicies } from './organisation-ports';

export interface PolicyView extends PolicyTerms {
  /** 0 as long as the standard holds. */
  readonly version: number;
}

export interface PolicyUseCases {
  find(context: RequestContext): Promise<Answer<PolicyView>>;
  change(context: RequestContext, terms: PolicyTerms): Promise<Answer<PolicyView>>;
}

export const createPolicyUseCases = ({
  commands,
  policies,
}: {
  readonly commands: OrganisationCommands;
  readonly policies: CompanyPolicies;
}): PolicyUseCases => ({
  find: async ({ companyId }) => {
    const { terms, version } = (await policies.find(companyId)) ?? {
      terms: standardPolicy,
      version: 0,
    };
    return { body: { ...terms, version }, version };
  },
  change: (context, terms) =>
    commands.run(context, {
      aggregate: companyPolicyDecider,
      streams: [{ streamId: streamOf('company-policy', context.companyId) }],
      decide: ([loaded], organisation) => {
        const before = loaded?.state ?? companyPolicyDecider.initialState();
        const metadata = metadataOf(context);
        const events = companyPolicyDecider.decide(
          { type: 'ChangeCompanyPolicy', data: terms, metadata, organisation },
          before,
        );
        const after = events.reduce(companyPolicyDecider.evolve, before);
        return { events: [events], body: ([version = 0]) => ({ ...after, version }) };
      },
    }),
});
