import { DomainError } from '@accounting/kernel';
import type { HostConfiguration } from './configuration/host-settings';
import { errors } from './errors';

/** The settings that name a port. */
type PortSetting = 'HTTP_PORT' | 'GRPC_PORT';

/** grpc-js hands on what the system said as a part of its own message, without the code. */
const isAddressInUse = (thrown: unknown): boolean => /\bEADDRINUSE\b/.test(String(thrown));

/**
 * Opens the port of a setting. When another process has it, the failure says so to a person, with
 * the setting; every other failure passes as it is.
 */
export const openPort = async <Server>(
  setting: PortSetting,
  configuration: HostConfiguration,
  open: (place: { readonly host: string; readonly port: number }) => Promise<Server>,
): Promise<Server> => {
  const host = configuration.HTTP_HOST;
  const port = configuration[setting];
  try {
    return await open({ host, port });
  } catch (thrown) {
    if (!isAddressInUse(thrown)) throw thrown;
    throw new DomainError(errors.portTaken, {
      message:
        `Port ${port} on ${host}, which ${setting} names, is taken by another process. ` +
        `End that process, or set ${setting} to a free port.`,
      details: { setting, port },
      cause: thrown,
    });
  }
};
