import { X509Certificate } from 'node:crypto';
import { makeCertificate, temporaryFolder } from '../src';

describe('a certificate for this machine', () => {
  it('is for its names and of its own making', () => {
    const folder = temporaryFolder('certificate-');
    const { certificate } = makeCertificate(folder.path);
    const read = new X509Certificate(certificate);
    folder.remove();

    expect(read.checkHost('localhost')).toBe('localhost');
    expect(read.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(read.verify(read.publicKey)).toBe(true);
  });

  it('is not made where it cannot be written, and openssl says why', () => {
    expect(() => makeCertificate('/no/such/folder')).toThrow('openssl made no certificate');
  });
});
