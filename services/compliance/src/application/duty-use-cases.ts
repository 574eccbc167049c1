import type { NewUuid } from '@accounting/kernel';
import { metadataOf, type Answer, type RequestContext } from '@accounting/service-host';
import type { CompanyDutiesCommand } from '../domain/company-duties/commands';
import { companyDutiesDecider } from '../domain/company-duties/decide';
import type { Organisation } from '../domain/organisation';
import {
  fourEyesRuleId,
  generalDutyRules,
  type DutyRule,
  type GeneralDutyRule,
} from '../domain/separation-of-duties';
import { streamOf, type OrganisationCommands } from './organisation-commands';
import type { CompanyDutyRule, CompanyDutyRules, CompanyPolicies } from './organisation-ports';

export interface DutyRuleView extends DutyRule {
  readonly reason: string;
  readonly isGeneral: boolean;
  /** Of a general rule. */
  readonly nameEnglish?: string;
  readonly nameGeorgian?: string;
  readonly source?: string;
  readonly isInForce: boolean;
  /** Why it is not in force, and who decided that. */
  readonly disabled?: { readonly reason: string; readonly disabledBy?: string };
}

export interface DutyRuleReceipt {
  readonly ruleId: string;
}

interface Subject {
  readonly ruleId: string;
}

export interface DutyUseCases {
  rules(context: RequestContext): Promise<Answer<{ readonly items: readonly DutyRuleView[] }>>;
  addRule(
    context: RequestContext,
    input: Omit<DutyRule, 'ruleId'> & { readonly reason: string },
  ): Promise<Answer<DutyRuleReceipt>>;
  disableRule(
    context: RequestContext,
    input: Subject & { readonly reason: string },
  ): Promise<Answer<DutyRuleReceipt>>;
  enableRule(context: RequestContext, input: Subject): Promise<Answer<DutyRuleReceipt>>;
}

export interface DutyDependencies {
  readonly commands: OrganisationCommands;
  readonly dutyRules: CompanyDutyRules;
  readonly policies: CompanyPolicies;
  readonly newUuid: NewUuid;
}

export const createDutyUseCases = ({
  commands,
  dutyRules,
  policies,
  newUuid,
}: DutyDependencies): DutyUseCases => {
  const write = (
    context: RequestContext,
    ruleId: string,
    command: (organisation: Organisation) => CompanyDutiesCommand,
  ): Promise<Answer<DutyRuleReceipt>> =>
    commands.run(context, {
      aggregate: companyDutiesDecider,
      streams: [{ streamId: streamOf('company-duties', context.companyId) }],
      decide: ([loaded], organisation) => {
        const before = loaded?.state ?? companyDutiesDecider.initialState();
        const events = companyDutiesDecider.decide(command(organisation), before);
        return { events: [events], body: () => ({ ruleId }) };
      },
    });

  return {
    rules: async ({ companyId }) => {
      const rows = await dutyRules.list(companyId);
      const policy = await policies.find(companyId);
      const waiver = policy?.terms.fourEyes;
      return { body: { items: ruleViews(rows, waiver?.required === false ? waiver : undefined) } };
    },
    addRule: (context, input) => {
      const ruleId = newUuid();
      return write(context, ruleId, (organisation) => ({
        type: 'AddDutyRule',
        data: { ruleId, ...input },
        metadata: metadataOf(context),
        organisation,
      }));
    },
    disableRule: (context, { ruleId, reason }) =>
      write(context, ruleId, (organisation) => ({
        type: 'DisableDutyRule',
        data: { ruleId, reason },
        metadata: metadataOf(context),
        organisation,
      })),
    enableRule: (context, { ruleId }) =>
      write(context, ruleId, (organisation) => ({
        type: 'EnableDutyRule',
        data: { ruleId },
        metadata: metadataOf(context),
        organisation,
      })),
  };
};

type Disabled = DutyRuleView['disabled'];

const forceOf = (disabled: Disabled): Pick<DutyRuleView, 'isInForce' | 'disabled'> =>
  disabled === undefined ? { isInForce: true } : { isInForce: false, disabled };

const disabledOf = (row: CompanyDutyRule | undefined): Disabled =>
  row?.disabled ? { reason: row.disabled.reason, disabledBy: row.disabled.disabledBy } : undefined;

const ruleViews = (
  rows: readonly CompanyDutyRule[],
  waiver: { readonly reason: string } | undefined,
): readonly DutyRuleView[] => {
  const byId = new Map(rows.map((row) => [row.ruleId, row]));
  const generalView = (rule: GeneralDutyRule): DutyRuleView => {
    const isFourEyes = rule.ruleId === fourEyesRuleId;
    const disabled = isFourEyes
      ? waiver && { reason: waiver.reason }
      : disabledOf(byId.get(rule.ruleId));
    return { ...rule, isGeneral: true, ...forceOf(disabled) };
  };
  const ownViews = rows.flatMap((row) =>
    row.own === null ? [] : [{ ...row.own, isGeneral: false, ...forceOf(disabledOf(row)) }],
  );
  return [...generalDutyRules.map(generalView), ...ownViews];
};
