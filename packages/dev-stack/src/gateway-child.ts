import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { developmentAudience, type SigningKey } from '@accounting/development-tokens';
import {
  complianceCredentials,
  followCredentials,
  gatewayFile,
  readRendererKey,
  renderConfiguration,
  type Follower,
  type FollowEvent,
} from '@accounting/kong';
import { startService, type ChildService } from './processes/child-service';
import type { GatewayPorts } from './ports';
import type { RunningService } from './running-service';
import type { StackSecrets } from './secrets';
import { rendererName } from './service-settings';
import { gatewayMain } from './services';
import { StackError } from './stack-error';

/** The gateway, and where it listens. */
export interface RunningGateway {
  /** `http://127.0.0.1:8000`: what everybody uses. */
  readonly url: string;
  /** Where its configuration is loaded. */
  readonly adminUrl: string;
  /** Its metrics and its readiness. */
  readonly statusUrl: string;
  readonly logFile: string;
}

interface GatewayOptions {
  readonly ports: GatewayPorts;
  readonly logFile: string;
  readonly secrets: StackSecrets;
  readonly services: readonly RunningService[];
  readonly report: (sentence: string) => void;
}

/** Longer than compliance and the gateway need to answer once each. */
const loadTimeoutMs = 30_000;
/** Partners and keys reach the gateway within so much, and a moment. */
const followIntervalMs = 500;

const urlOf = (port: number): string => `http://127.0.0.1:${String(port)}`;

/** What a person has to know of what happened; the rest is what should happen. */
const sentenceOf = (event: FollowEvent): string | undefined => {
  switch (event.type) {
    case 'credentials_unavailable':
      return `The gateway’s credentials cannot be read: ${event.reason}.`;
    case 'gateway_unavailable':
      return `The gateway cannot be configured: ${event.reason}.`;
    case 'rendered':
      return event.leftOut.length === 0
        ? undefined
        : `Keys that the gateway cannot use: ${JSON.stringify(event.leftOut)}`;
    case 'loaded':
      return undefined;
  }
};

const follow = ({ ports, secrets, services, report }: GatewayOptions): Follower => {
  const compliance = services.find(({ name }) => name === 'compliance');
  const privateKey = readRendererKey(secrets.serviceKeyOf(rendererName).privateKeyPem);
  return followCredentials({
    declaration: readFileSync(gatewayFile, 'utf8'),
    options: {
      gatewaySecret: secrets.secretOf('gateway'),
      upstreams: Object.fromEntries(services.map(({ name, httpUrl }) => [name, httpUrl])),
    },
    source: complianceCredentials(new URL(compliance?.httpUrl ?? ''), {
      privateKey,
      audience: developmentAudience,
    }),
    adminUrls: [new URL(urlOf(ports.admin))],
    intervalMs: followIntervalMs,
    report: (event) => {
      const sentence = sentenceOf(event);
      if (sentence !== undefined) report(sentence);
    },
  });
};

const late = (): Promise<never> =>
  new Promise((_, fail) => {
    const error = new StackError('The gateway was not configured within 30 seconds.');
    setTimeout(() => fail(error), loadTimeoutMs).unref();
  });

/** Has the gateway follow who may come in, and waits until it knows for the first time. */
export const configureGateway = async (
  options: GatewayOptions,
): Promise<{ readonly stop: () => Promise<void> }> => {
  const follower = follow(options);
  try {
    await Promise.race([follower.loaded, late()]);
  } catch (error) {
    await follower.stop();
    throw error;
  }
  return { stop: () => follower.stop() };
};

/** Starts the process of the gateway, which answers 404 until it is configured. */
export const startGatewayProcess = (options: {
  readonly ports: GatewayPorts;
  readonly logFile: string;
}): Promise<ChildService> => {
  const { proxy, admin, status } = options.ports;
  return startService({
    name: 'gateway',
    mainFile: gatewayMain,
    programArguments: [proxy, admin, status].map(String),
    healthUrl: `${urlOf(admin)}/status`,
    logFile: options.logFile,
    environment: {},
  });
};

/** Where a gateway on these ports is reached. */
export const gatewayOn = ({ proxy, admin, status }: GatewayPorts, logFile: string) => ({
  url: urlOf(proxy),
  adminUrl: urlOf(admin),
  statusUrl: urlOf(status),
  logFile,
});

/** Where a gateway in front of a ledger alone is reached, and how to end it. */
export interface GatewayInFront {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a gateway that leads to one service and lets in who has a token of the key given, for an
 * hour at most.
 */
export const startGatewayInFront = async (options: {
  readonly ports: GatewayPorts;
  readonly logFile: string;
  readonly service: RunningService;
  readonly signingKey: SigningKey;
}): Promise<GatewayInFront> => {
  const { ports, service, signingKey } = options;
  const child = await startGatewayProcess(options);
  const publicKey = createPublicKey(signingKey.privateKeyPem);
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const { text } = renderConfiguration({
    declaration: readFileSync(gatewayFile, 'utf8'),
    credentials: {
      keys: [{ keyId: signingKey.keyId, algorithm: 'ES256', publicKeyPem }],
      partners: [],
    },
    options: { upstreams: { [service.name]: service.httpUrl } },
  });
  const loaded = await fetch(`${urlOf(ports.admin)}/config`, { method: 'POST', body: text });
  if (!loaded.ok) {
    await child.stop();
    throw new StackError(`The gateway refused its configuration (${loaded.status}).`);
  }
  return { url: urlOf(ports.proxy), stop: () => child.stop() };
};
