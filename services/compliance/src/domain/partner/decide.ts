import { exhaustive, reject, type Decider, type Instant } from '@accounting/kernel';
import { requireMayChange, requireMayGrant } from '../granting';
import { actorIn, type Actor, type Organisation } from '../organisation';
import { isReason } from '../text-limits';
import { requireNoMistakes } from '../violations';
import type {
  AddPartnerKey,
  ChangePartnerTerms,
  PartnerCommand,
  RegisterPartner,
  ResumePartner,
  RetirePartnerKey,
  SuspendPartner,
} from './commands';
import { errors } from './errors';
import type { PartnerEvent } from './events';
import { evolve, initialState, type Partner, type PartnerKey } from './state';
import { requireSeparateScopes, termMistakes, termsOf } from './terms';

const decide = (command: PartnerCommand, partner: Partner): readonly PartnerEvent[] => {
  switch (command.type) {
    case 'RegisterPartner':
      return registerPartner(command, partner);
    case 'ChangePartnerTerms':
      return changeTerms(command, partner);
    case 'AddPartnerKey':
      return addKey(command, partner);
    case 'RetirePartnerKey':
      return retireKey(command, partner);
    case 'SuspendPartner':
      return suspendPartner(command, partner);
    case 'ResumePartner':
      return resumePartner(command, partner);
    default:
      return exhaustive(command);
  }
};

export const partnerDecider: Decider<PartnerCommand, PartnerEvent, Partner> = {
  initialState,
  decide,
  evolve,
};

type Known = Exclude<Partner, { readonly status: 'absent' }>;

const actorOf = ({ organisation, metadata }: PartnerCommand): Actor =>
  actorIn(organisation, metadata.actorId);

/**
 * The partner, for somebody who holds what it may do: whoever gives it a key, wider scopes or its
 * life back could act through it.
 */
const requireChangeable = (partner: Partner, command: PartnerCommand): Known => {
  if (partner.status === 'absent') throw reject(errors.notFound);
  requireMayChange(actorOf(command), partner.scopes);
  return partner;
};

const activeMax = 100;

/** The gateway keeps all partners of all companies in memory. */
const requireRoom = ({ partnerCount }: Organisation): void => {
  if (partnerCount >= activeMax) throw reject(errors.tooMany);
};

const registerPartner = (command: RegisterPartner, partner: Partner): PartnerEvent[] => {
  const { data, organisation } = command;
  requireNoMistakes(errors.inputInvalid, termMistakes(data));
  if (partner.status !== 'absent') throw reject(errors.alreadyExists);
  requireRoom(organisation);
  requireMayGrant(actorOf(command), data.scopes, 'scopes');
  requireSeparateScopes(data.scopes, organisation.dutyRules);
  const { partnerId } = data;
  return [{ type: 'PartnerRegistered', data: { partnerId, ...termsOf(data) } }];
};

const changeTerms = (command: ChangePartnerTerms, partner: Partner): PartnerEvent[] => {
  const { data, organisation } = command;
  requireNoMistakes(errors.inputInvalid, termMistakes(data));
  const known = requireChangeable(partner, command);
  const added = data.scopes.filter((scope) => !known.scopes.includes(scope));
  requireMayGrant(actorOf(command), added, 'scopes');
  if (added.length > 0) requireSeparateScopes(data.scopes, organisation.dutyRules);
  const terms = termsOf(data);
  if (JSON.stringify(terms) === JSON.stringify(termsOf(known))) return [];
  return [{ type: 'PartnerTermsChanged', data: { partnerId: data.partnerId, ...terms } }];
};

const keysInUseMax = 5;

const isInUse = ({ retiresAt }: PartnerKey, now: Instant): boolean =>
  retiresAt === undefined || retiresAt > now;

const addKey = (command: AddPartnerKey, partner: Partner): PartnerEvent[] => {
  const { data, metadata } = command;
  const { partnerId, keyId, key } = data;
  const known = requireChangeable(partner, command);
  if (known.status === 'suspended') throw reject(errors.suspended);
  const fingerprint = 'fingerprint' in key ? key.fingerprint : undefined;
  const isKnown = known.keys.some(
    (existing) => fingerprint !== undefined && existing.fingerprint === fingerprint,
  );
  if (isKnown) throw reject(errors.keyKnown, { field: 'publicKey' });
  const inUse = known.keys.filter((existing) => isInUse(existing, metadata.now));
  if (inUse.length >= keysInUseMax) throw reject(errors.tooManyKeys);
  return [{ type: 'PartnerKeyAdded', data: { partnerId, keyId, ...key } }];
};

const retireKey = (command: RetirePartnerKey, partner: Partner): PartnerEvent[] => {
  const { data, metadata } = command;
  const { partnerId, keyId, retiresAt = metadata.now } = data;
  if (retiresAt < metadata.now) throw reject(errors.retirementPast, { field: 'retiresAt' });
  const known = requireChangeable(partner, command);
  const key = known.keys.find((existing) => existing.keyId === keyId);
  if (key === undefined) throw reject(errors.keyNotFound);
  if (!isInUse(key, metadata.now)) throw reject(errors.keyRetired);
  if (key.retiresAt === retiresAt) return [];
  return [{ type: 'PartnerKeyRetired', data: { partnerId, keyId, retiresAt } }];
};

/** Stopping a partner is open to all who administer: when something goes wrong, minutes count. */
const suspendPartner = ({ data }: SuspendPartner, partner: Partner): PartnerEvent[] => {
  const { partnerId, reason } = data;
  if (!isReason(reason)) throw reject(errors.reasonInvalid, { field: 'reason' });
  if (partner.status === 'absent') throw reject(errors.notFound);
  if (partner.status === 'suspended') throw reject(errors.suspended);
  return [{ type: 'PartnerSuspended', data: { partnerId, reason } }];
};

const resumePartner = (command: ResumePartner, partner: Partner): PartnerEvent[] => {
  const known = requireChangeable(partner, command);
  if (known.status === 'active') throw reject(errors.notSuspended);
  requireRoom(command.organisation);
  return [{ type: 'PartnerResumed', data: { partnerId: command.data.partnerId } }];
};
