// The forms in which a generated service writes its names.

const kebabPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Ports that the services have by agreement; a service that is not named takes the next number. */
const numbers = {
  'accounting-core': 1,
  tax: 2,
  payroll: 3,
  reporting: 4,
  inventory: 5,
  compliance: 6,
  integration: 7,
  notification: 8,
  audit: 9,
};

const camel = (kebab) => kebab.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascal = (kebab) => camel(`-${kebab}`);
const snake = (kebab) => kebab.replaceAll('-', '_');

const plural = (kebab) => {
  if (/[^aeiou]y$/.test(kebab)) return `${kebab.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(kebab) ? `${kebab}es` : `${kebab}s`;
};

const requireKebab = (name, what) => {
  if (kebabPattern.test(name)) return;
  throw new Error(`The ${what} "${name}" is not in kebab-case, such as tax or tax-document.`);
};

/** What the templates call `{{service}}`, `{{Name}}` and so on. `existing` are services by name. */
export const namesOf = (service, aggregate, existing) => {
  requireKebab(service, 'service');
  requireKebab(aggregate, 'aggregate');
  const agreed = Object.values(numbers).length;
  const others = existing.filter((name) => numbers[name] === undefined && name !== service);
  const number = numbers[service] ?? agreed + others.length + 1;
  const aggregates = plural(aggregate);
  return {
    service,
    serviceName: camel(service),
    schema: snake(service),
    httpPort: String(8000 + number),
    grpcPort: String(9000 + number),
    aggregate,
    aggregates,
    name: camel(aggregate),
    names: camel(aggregates),
    Name: pascal(aggregate),
    Names: pascal(aggregates),
    column: snake(aggregate),
    tables: snake(aggregates),
    words: aggregate.replaceAll('-', ' '),
  };
};
