import type { Transaction } from '@accounting/database';
import { reject, type ErrorDefinition, type Instant, type Uuid } from '@accounting/kernel';
import type { OneTimeCodes, SecondFactors } from './authentication-ports';
import { recoveryCodeDigest } from './secret-values';

/** What is presented as second factor: one of the two. */
export interface PresentedFactor {
  readonly code?: string | undefined;
  readonly recoveryCode?: string | undefined;
}

/** A second factor that was right. It counts once, so it has to be used up. */
export interface FactorProof {
  readonly proof: 'one_time_code' | 'recovery_code';
  /** Rejects with the error given when somebody has used it meanwhile. */
  useUp(transaction: Transaction, refused: ErrorDefinition): Promise<void>;
}

export interface SecondFactorProofs {
  /** `undefined` when it is wrong, was used, or there is no confirmed second factor. */
  prove(userId: Uuid, presented: PresentedFactor, now: Instant): Promise<FactorProof | undefined>;
}

export const createSecondFactorProofs = ({
  secondFactors,
  oneTimeCodes,
}: {
  readonly secondFactors: SecondFactors;
  readonly oneTimeCodes: OneTimeCodes;
}): SecondFactorProofs => {
  const proveCode = async (
    userId: Uuid,
    code: string,
    now: Instant,
  ): Promise<FactorProof | undefined> => {
    const factor = await secondFactors.find(userId);
    if (factor?.isConfirmed !== true) return undefined;
    const step = oneTimeCodes.stepOf(code, factor.secret, now);
    if (step === undefined || step <= factor.lastStep) return undefined;
    return {
      proof: 'one_time_code',
      useUp: async (transaction, refused) => {
        const isUsed = await secondFactors.useStep(transaction, userId, step);
        if (!isUsed) throw reject(refused);
      },
    };
  };

  const proveRecoveryCode = async (
    userId: Uuid,
    code: string,
  ): Promise<FactorProof | undefined> => {
    const digest = recoveryCodeDigest(code);
    if (!(await secondFactors.hasRecoveryCode(userId, digest))) return undefined;
    return {
      proof: 'recovery_code',
      useUp: async (transaction, refused) => {
        const isUsed = await secondFactors.useRecoveryCode(transaction, userId, digest);
        if (!isUsed) throw reject(refused);
      },
    };
  };

  return {
    prove: async (userId, { code, recoveryCode }, now) => {
      if (code !== undefined) return proveCode(userId, code, now);
      return recoveryCode === undefined ? undefined : proveRecoveryCode(userId, recoveryCode);
    },
  };
};
