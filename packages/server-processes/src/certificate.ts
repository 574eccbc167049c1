import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A certificate for this machine that is its own authority, and its key; both PEM files. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** The certificate itself, for who connects. */
  readonly certificate: string;
}

const validDays = 30;

/**
 * Makes a certificate for 127.0.0.1 and localhost in a folder, with openssl. For tests and
 * development: nobody else vouches for it. Throws with openssl's words.
 */
export const makeCertificate = (folder: string): Certificate => {
  const certificateFile = path.join(folder, 'certificate.pem');
  const keyFile = path.join(folder, 'key.pem');
  const { status, stderr, error } = spawnSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', String(validDays)],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'],
      ...['-keyout', keyFile, '-out', certificateFile],
    ],
    { encoding: 'utf8' },
  );
  if (error !== undefined || status !== 0) {
    throw new Error(`openssl made no certificate: ${error?.message ?? stderr}`);
  }
  return { certificateFile, keyFile, certificate: readFileSync(certificateFile, 'utf8') };
};
