/**
 * Ends a switch over a closed union. A case nobody handles fails to compile, because the value is
 * then no `never`; data from outside that slipped past its parser fails loudly here.
 */
export const exhaustive = (value: never): never => {
  throw new TypeError(`Unhandled case: ${JSON.stringify(value)}`);
};
