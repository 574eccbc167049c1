import { Counter, type Registry } from 'prom-client';
import type { SignInMetrics } from '../application/authentication-ports';

export const createSignInMetrics = (registry: Registry): SignInMetrics => {
  const registers = [registry];
  const signIns = new Counter({
    name: 'sign_ins_total',
    help: 'Attempts to sign in by how they ended',
    labelNames: ['outcome'],
    registers,
  });
  const lockOuts = new Counter({
    name: 'sign_in_lock_outs_total',
    help: 'Lock-outs that began, by what was locked',
    labelNames: ['kind'],
    registers,
  });
  const reuses = new Counter({
    name: 'refresh_token_reuses_total',
    help: 'Refresh tokens that were used twice, whose session was ended',
    registers,
  });
  const undelivered = new Counter({
    name: 'password_messages_undelivered_total',
    help: 'Messages to set a password that could not be delivered because no way is configured',
    registers,
  });
  return {
    signIn: (outcome) => signIns.inc({ outcome }),
    lockedOut: (kind) => lockOuts.inc({ kind }),
    refreshTokenReused: () => reuses.inc(),
    messageNotDelivered: () => undelivered.inc(),
  };
};
