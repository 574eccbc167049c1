import type { Page, PageRequest, Transaction } from '@accounting/database';
import type { CompanyId, Instant, Uuid } from '@accounting/kernel';
import type { CompanyNames } from '../domain/company/events';
import type { PolicyTerms } from '../domain/company-policy/events';
import type { Organisation } from '../domain/organisation';
import type { KeyAlgorithm, PartnerTerms } from '../domain/partner/events';
import type { DutyRule } from '../domain/separation-of-duties';

/** The company-wide state that commands are decided on. */
export interface Organisations {
  /** Not older than the version it carries; it may be newer, and the commit then notices. */
  load(companyId: CompanyId): Promise<Organisation>;
}

export interface CompanyView extends CompanyNames {
  readonly companyId: CompanyId;
  readonly taxIdentificationNumber: string | null;
  readonly isOperator: boolean;
  readonly status: 'active' | 'suspended';
  readonly suspensionReason: string | null;
  readonly registeredAt: Instant;
  readonly version: number;
}

/** Companies beyond the one that the caller works for: who may see which is the caller's matter. */
export interface Companies {
  find(companyId: CompanyId): Promise<CompanyView | undefined>;
  /** By name. */
  list(page: PageRequest): Promise<Page<CompanyView>>;
}

export interface MemberView {
  readonly userId: Uuid;
  readonly roleIds: readonly string[];
  /** Who is invited has not accepted yet, and may do nothing. */
  readonly status: 'invited' | 'active';
  /** Or invited. */
  readonly addedAt: Instant;
  readonly version: number;
}

export interface AcceptedConflict {
  readonly userId: Uuid;
  readonly ruleId: string;
  readonly reason: string;
  readonly acceptedBy: string;
  readonly acceptedAt: Instant;
}

export interface Memberships {
  find(companyId: CompanyId, userId: Uuid): Promise<MemberView | undefined>;
  list(
    companyId: CompanyId,
    filter: { readonly roleId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<MemberView>>;
  acceptedConflicts(companyId: CompanyId): Promise<readonly AcceptedConflict[]>;
}

export interface CustomRoleView {
  readonly roleId: string;
  readonly nameEnglish: string;
  readonly nameGeorgian: string;
  readonly permissions: readonly string[];
  readonly isRetired: boolean;
  readonly version: number;
}

export interface CustomRoles {
  find(companyId: CompanyId, roleId: string): Promise<CustomRoleView | undefined>;
  list(companyId: CompanyId): Promise<readonly CustomRoleView[]>;
}

export interface CompanyPolicies {
  /** `undefined` as long as the company has not changed the standard. */
  find(
    companyId: CompanyId,
  ): Promise<{ readonly terms: PolicyTerms; readonly version: number } | undefined>;
}

/** In what a company's duties differ from the general ones. */
export interface CompanyDutyRule {
  readonly ruleId: string;
  /** Of a rule of the company's own. */
  readonly own: (DutyRule & { readonly reason: string }) | null;
  readonly disabled: {
    readonly reason: string;
    readonly disabledBy: string;
    readonly disabledAt: Instant;
  } | null;
}

export interface CompanyDutyRules {
  list(companyId: CompanyId): Promise<readonly CompanyDutyRule[]>;
}

export interface PartnerKeyView {
  readonly keyId: string;
  readonly algorithm: KeyAlgorithm;
  readonly publicKeyPem: string | null;
  readonly addedAt: Instant;
  readonly addedBy: string;
  readonly retiresAt: Instant | null;
  /** `null` when nobody has reported a use. */
  readonly lastUsedAt: Instant | null;
}

export interface PartnerView extends PartnerTerms {
  readonly partnerId: Uuid;
  readonly status: 'active' | 'suspended';
  readonly suspensionReason: string | null;
  readonly registeredAt: Instant;
  readonly version: number;
  /** In the order in which they were added. */
  readonly keys: readonly PartnerKeyView[];
}

export interface Partners {
  find(companyId: CompanyId, partnerId: Uuid): Promise<PartnerView | undefined>;
  /** By name. */
  list(companyId: CompanyId, page: PageRequest): Promise<Page<PartnerView>>;
}

/** Secrets that are shared with partners, readable for the gateway alone. */
export interface PartnerSecrets {
  /** At least 32 random bytes, as the text that partner and gateway are given. */
  newSecret(): string;
  keep(
    transaction: Transaction,
    key: { readonly keyId: string; readonly secret: string },
  ): Promise<void>;
}
