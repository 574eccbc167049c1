import { invariant } from '@accounting/kernel';
import { grpcTarget } from '../configuration/parsers';
import type { Setting } from '../configuration/settings';
import type { CalledServices } from './called-services';

/** `accounting-core` is looked for where `ACCOUNTING_CORE_GRPC_TARGET` says. */
export const targetSettingOf = (service: string): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_GRPC_TARGET`;

/** The names of the called services; each is called under one name, over one channel. */
export const calleesOf = (called: CalledServices): readonly string[] => {
  const names = Object.values(called).map(({ service }) => service);
  invariant(new Set(names).size === names.length, `each is named once: ${names.join(', ')}`);
  return names;
};

/** A setting for each called service: where its replicas are. None has a default. */
export const targetSettings = (called: CalledServices): Readonly<Record<string, Setting<string>>> =>
  Object.fromEntries(
    calleesOf(called).map((service) => [
      targetSettingOf(service),
      {
        parse: grpcTarget,
        meaning: `Where ${service} is: dns:///name:port, or ipv4:address:port with commas between.`,
      },
    ]),
  );
