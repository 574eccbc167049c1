import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationTable } from '@accounting/service-host';

const services = join(__dirname, '..', 'services');

type Definition = Parameters<typeof configurationTable>[0];

const definitionOf = async (service: string): Promise<Definition> => {
  const exported = (await import(join(services, service, 'src', 'service.ts'))) as object;
  return Object.values(exported)[0] as Definition;
};

const cellsOf = (line: string): string =>
  line
    .split('|')
    .map((cell) => cell.trim())
    .join('|');

describe('the README of a service', () => {
  it.each(readdirSync(services))(
    'lists every setting of %s, its default and meaning',
    async (name) => {
      const readme = readFileSync(join(services, name, 'README.md'), 'utf8');
      const written = new Set(
        readme
          .split('\n')
          .filter((line) => line.startsWith('|'))
          .map(cellsOf),
      );
      const settings = configurationTable(await definitionOf(name))
        .trim()
        .split('\n')
        .slice(2);
      expect(settings.length).toBeGreaterThan(20);
      expect(settings.map(cellsOf).filter((line) => !written.has(line))).toEqual([]);
    },
  );
});
