import { DeclarationError, type Declaration, type Problem } from '../declaration/declaration';
import { readDeclaration } from '../declaration/read-declaration';
import { checkPolicy } from '../policy/check-policy';
import { writtenCredentials } from '../policy/written-credentials';
import { consumersOf } from './consumers';
import type { GatewayCredentials } from './credentials';
import { applyOptions, type RenderOptions } from './render-options';

/** All that a configuration of the gateway is made of. */
export interface ConfigurationParts {
  /** The text of `kong.yml`. */
  readonly declaration: string;
  readonly credentials: GatewayCredentials;
  readonly options?: RenderOptions;
}

/** A configuration that Kong can load. */
export interface RenderedConfiguration {
  /**
   * The whole declaration with credentials, as JSON, which Kong takes as a file and in
   * `POST /config`. Secret: it holds the shared secrets of partners and of the gateway.
   */
  readonly text: string;
  /** Keys that could not be used and are not in it, with the reason; nothing of the key itself. */
  readonly leftOut: readonly Problem[];
}

const textOf = ({ services, routes, consumers, plugins, upstreams }: Declaration): string => {
  const file = {
    ...{ _format_version: '3.0', _transform: true },
    ...{ services, routes, consumers, plugins, upstreams },
  };
  return `${JSON.stringify(file)}\n`;
};

/**
 * Makes the configuration of the gateway: the declaration, the credentials of people and partners,
 * and what is of one environment only. The same parts give the same bytes, in whatever order the
 * credentials come.
 *
 * Throws `DeclarationError` with all that is wrong: what Kong would refuse, and what it would take
 * and `checkPolicy` does not. Credentials that cannot be used do not count as wrong; they are left
 * out.
 */
export const renderConfiguration = ({
  declaration: declarationText,
  credentials,
  options = {},
}: ConfigurationParts): RenderedConfiguration => {
  const written = readDeclaration(declarationText);
  const credentialsInIt = writtenCredentials(written);
  if (credentialsInIt.length > 0) throw new DeclarationError(credentialsInIt);
  const declaration = applyOptions(written, options);
  const { consumers, plugins, leftOut } = consumersOf(declaration, credentials);
  const complete = { ...declaration, consumers, plugins: [...declaration.plugins, ...plugins] };
  const problems = checkPolicy(complete);
  if (problems.length > 0) throw new DeclarationError(problems);
  const text = textOf(complete);
  // What Kong would refuse must not come as far as Kong, whatever put it together.
  readDeclaration(text);
  return { text, leftOut };
};
